#include "cli/streams.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/translate.h"
#include "cli/say.h"

void il_streams_open(void)
{
    signal(SIGPIPE, SIG_IGN);
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
        if (fcntl(stream, F_GETFD) < 0 && errno == EBADF) {
            // Opened the wrong way round: writing to an output that was closed still fails. Files
            // take the lowest number that is free, which is this one.
            const int way = stream == STDIN_FILENO ? O_WRONLY : O_RDONLY;
            if (open("/dev/null", way) < 0) { // NOLINT: it stays open as long as the program
                return;
            }
        }
    }
}

/* Whether standard output is a pipe that nobody reads any more. */
static bool reader_left(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

int il_streams_close(int status)
{
    errno = 0;
    const bool flushed = fflush(stdout) == 0;
    const int number = errno;
    if ((flushed && !ferror(stdout)) || reader_left()) {
        return status;
    }
    fprintf(stderr, _("interlude: standard output takes no more: %s\n"),
            number ? strerror(number) : _("an earlier write failed"));
    return IL_EXIT_MACHINE;
}
