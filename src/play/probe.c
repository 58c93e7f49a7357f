#include "play/probe.h"

#include <SDL.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/frames.h"

static const char variable[] = "INTERLUDE_PROBE";
enum { LIMIT_MS = 3000, STEP_MS = 5 };

void il_probe_serve(void)
{
    const char *driver = getenv(variable);
    if (!driver) {
        return;
    }
    setenv("SDL_AUDIODRIVER", driver, 1);
    SDL_SetMainReady();
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    const SDL_AudioSpec wanted = {
        .freq = IL_RATE_HZ, .format = AUDIO_F32SYS, .channels = 2, .samples = 1024};
    const bool good = SDL_InitSubSystem(SDL_INIT_AUDIO) == 0 &&
                      SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0) > 0;
    _exit(good ? 0 : 1); // closing may hang: the system does it
}

/* The environment with the driver's name in it; the result is freed, its strings are not. */
static char **environment_for(char *entry)
{
    size_t count = 0;
    while (environ[count]) {
        count++;
    }
    char **all = calloc(count + 2, sizeof *all);
    if (all) {
        memcpy(all, environ, count * sizeof *all);
        all[count] = entry;
    }
    return all;
}

static pid_t start(const char *driver)
{
    char entry[64];
    snprintf(entry, sizeof entry, "%s=%s", variable, driver);
    char **environment = environment_for(entry);
    char *const words[] = {(char[]){"interlude"}, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    for (int fd = 0; fd < 3; fd++) { // it has nothing to say
        posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", fd == 0 ? O_RDONLY : O_WRONLY,
                                         0);
    }
    pid_t child = -1;
    if (!environment ||
        posix_spawn(&child, "/proc/self/exe", &actions, &attributes, words, environment) != 0) {
        child = -1;
    }
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    free(environment);
    return child;
}

static void pause_ms(long ms)
{
    const struct timespec step = {.tv_nsec = ms * 1000000};
    nanosleep(&step, NULL);
}

bool il_probe(const char *driver)
{
    const pid_t child = getenv(variable) ? -1 : start(driver);
    if (child < 0) {
        return false;
    }
    int status = 0;
    for (int ms = 0; ms < LIMIT_MS; ms += STEP_MS) {
        const pid_t ended = waitpid(child, &status, WNOHANG);
        if (ended != 0) {
            return ended == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
        }
        pause_ms(STEP_MS);
    }
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return false;
}
