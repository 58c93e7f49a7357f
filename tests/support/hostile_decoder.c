/* Preloaded into interlude-import, it stands in the place of libsndfile's opening and does what
 * DEED names. Status 7: it was refused; 8: it went through. Being ended by SIGSYS is the third
 * outcome. */

#include <fcntl.h>
#include <signal.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int do_it(const char *deed)
{
    if (strcmp(deed, "open") == 0) {
        return open("/etc/passwd", O_RDONLY) < 0;
    }
    if (strcmp(deed, "socket") == 0) {
        return socket(AF_UNIX, SOCK_STREAM, 0) < 0;
    }
    if (strcmp(deed, "exec") == 0) {
        return execl("/bin/true", "true", (char *)NULL) != 0;
    }
    if (strcmp(deed, "fork") == 0) {
        return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) < 0;
    }
    if (strcmp(deed, "kill") == 0) {
        return kill(1, 0) != 0;
    }
    if (strcmp(deed, "code") == 0) {
        return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                    0) == MAP_FAILED;
    }
    if (strcmp(deed, "memory") == 0) {
        return malloc((size_t)1 << 30) == NULL;
    }
    return 0;
}

SNDFILE *sf_open_virtual(SF_VIRTUAL_IO *calls, int mode, SF_INFO *info, void *context)
{
    (void)calls, (void)mode, (void)info, (void)context;
    const char *deed = getenv("DEED");
    _exit(deed && do_it(deed) ? 7 : 8);
}
