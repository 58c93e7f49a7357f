#include "cli/commands.h"
#include "cli/streams.h"
#include "play/probe.h"

int main(int argc, char **argv)
{
    il_probe_serve();
    il_streams_open();
    return il_streams_close(il_run(argc, (const char *const *)argv));
}
