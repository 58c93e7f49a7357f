#include "library/import.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/translate.h"
#include "library/cache.h"

enum {
    TREATMENT = 1, // of sounds: another number where the same file is to be made anew
    BYTES_MOST = 512 << 20,
    LOOK_MS = 50,
    STALL_S =
        10, // without a word: processor time, of which it has half a second, is not what it lacks
    WALL_S = 1200,
};

static const char *const role_names[IL_IMPORT_ROLES] = {
    [IL_IMPORT_CLIP] = "clip", [IL_IMPORT_BED] = "bed", [IL_IMPORT_BELL] = "bell"};

extern char **environ;

/* One import under way. */
typedef struct {
    const char *name;
    il_import_role role;
    const il_import_watch *watch;
    int file; // the foreign one
    struct stat before;
    char *folder; // of the cache
    char key[IL_CACHE_KEY];
    char importer[PATH_MAX], stamp[48];
    int thousandths;

    // what the importer said
    il_cache_note note;
    bool refused;
    char machine[256];
    char line[1024];
    size_t held;

    il_import *result;
    il_error *err;
} il_import_run;

/* Fill the fault; returns true, since the import came to its end. */
__attribute__((format(printf, 2, 3))) static bool blame(il_import_run *run, const char *format, ...)
{
    char why[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    const char *slash = strrchr(run->name, '/');
    snprintf(run->result->fault, sizeof run->result->fault, "%.50s: %s",
             slash ? slash + 1 : run->name, why);
    return true;
}

/* The same for trouble with an il_error; only lack of memory is the caller's to know. */
static bool blame_error(il_import_run *run, const il_error *err)
{
    if (il_error_is_general(err)) {
        return il_fail_machine(run->err, il_nowhere(), "%s", err->message);
    }
    snprintf(run->result->fault, sizeof run->result->fault, "%.255s", err->message);
    return true;
}

/* Whether to go on. */
static bool look_on(il_import_run *run)
{
    const il_import_watch *watch = run->watch;
    const bool stop =
        watch && watch->progress && !watch->progress(watch->context, run->name, run->thousandths);
    if (stop && run->thousandths < 1000) {
        run->result->stopped = true;
        blame(run, _("was not imported: stopped"));
    }
    return !run->result->stopped;
}

/* The importer beside the program that runs. */
static bool beside_program(char *path, size_t size)
{
    static const char name[] = "interlude-import";
    const ssize_t length = readlink("/proc/self/exe", path, size - 1);
    if (length < 1) {
        return false;
    }
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    if (!slash || (size_t)(slash + 1 - path) + sizeof name > size) {
        return false;
    }
    memcpy(slash + 1, name, sizeof name);
    return true;
}

bool il_importer_path(char *path, size_t size)
{
    const char *wanted = getenv("INTERLUDE_IMPORT");
    if (wanted && wanted[0]) {
        snprintf(path, size, "%s", wanted);
        return access(path, X_OK) == 0;
    }
    if (beside_program(path, size) && access(path, X_OK) == 0) {
        return true;
    }
    snprintf(path, size, "%s", IL_BUILT_IMPORTER); // a program of the tests
    if (access(path, X_OK) == 0) {
        return true;
    }
    beside_program(path, size);
    return false;
}

/* The importer's environment: how its libraries are found and what sanitizers are told. */
static void pick_environment(const char **to, int room)
{
    int count = 0;
    for (char **at = environ; *at && count < room - 1; at++) {
        const size_t size = strcspn(*at, "=");
        const bool sanitizer =
            size > strlen("SAN_OPTIONS") && strncmp(*at + size - 11, "SAN_OPTIONS", 11) == 0;
        if (sanitizer || strncmp(*at, "LD_LIBRARY_PATH=", 16) == 0) {
            to[count++] = *at;
        }
    }
    to[count] = NULL;
}

/* Start `path` with these as its standard streams and no other file; its own process group, so that
 * a Ctrl-C for the program does not look like a file that killed it. */
static int start(const char *path, const char *const *words, const int streams[3], pid_t *process)
{
    const char *environment[16];
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    pick_environment(environment, 16);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    for (int i = 0; i < 3; i++) {
        posix_spawn_file_actions_adddup2(&actions, streams[i], i);
    }
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                                              POSIX_SPAWN_SETPGROUP);
    const int fault = posix_spawn(process, path, &actions, &attributes, (char *const *)words,
                                  (char *const *)environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return fault;
}

static int wait_for(pid_t process)
{
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

static void take_line(il_import_run *run, const char *line)
{
    il_cache_note *note = &run->note;
    const char *value = strchr(line, ' ');
    const size_t size = value ? (size_t)(value++ - line) : 0;
    if (size == 8 && memcmp(line, "progress", size) == 0) {
        const long part = strtol(value, NULL, 10);
        run->thousandths = part < 0 ? 0 : part < 1000 ? (int)part : 999; // 1000 is the end
    } else if (size == 6 && memcmp(line, "frames", size) == 0) {
        note->frames = strtoll(value, NULL, 10);
    } else if (size == 4 && memcmp(line, "lufs", size) == 0) {
        const char *point = strchr(value, '.'); // two digits follow: read without the locale
        const double part = point ? (double)strtol(point + 1, NULL, 10) / 100.0 : 0.0;
        note->lufs = (double)strtol(value, NULL, 10) + (value[0] == '-' ? -part : part);
    } else if ((size == 5 && memcmp(line, "short", size) == 0) ||
               (size == 7 && memcmp(line, "refused", size) == 0)) {
        run->refused = size == 7;
        snprintf(note->why, sizeof note->why, "%s", value);
    } else if (size == 7 && memcmp(line, "machine", size) == 0) {
        snprintf(run->machine, sizeof run->machine, "%s", value);
    }
}

/* What stands in the pipe, line by line; a line that is too long is none. False at its end. */
static bool listen_to(il_import_run *run, int pipe)
{
    const ssize_t got = read(pipe, run->line + run->held, sizeof run->line - 1 - run->held);
    if (got <= 0) {
        return got < 0 && errno == EINTR;
    }
    run->held += (size_t)got;
    char *from = run->line;
    for (char *end; (end = memchr(from, '\n', run->held)); from = end + 1) {
        *end = '\0';
        run->held -= (size_t)(end + 1 - from);
        take_line(run, from);
    }
    memmove(run->line, from, run->held);
    if (run->held == sizeof run->line - 1) {
        run->held = 0;
    }
    return true;
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Follow the importer to its end; its exit status. */
static int follow(il_import_run *run, pid_t process, int pipe)
{
    const double begun = now_s();
    double heard = begun;
    for (;;) {
        struct pollfd ready = {.fd = pipe, .events = POLLIN};
        const int news = poll(&ready, 1, LOOK_MS);
        if (news > 0 && !listen_to(run, pipe)) {
            return wait_for(process);
        }
        const double now = now_s();
        heard = news > 0 ? now : heard;
        const bool stuck = now - heard > STALL_S || now - begun > WALL_S;
        if (stuck || !look_on(run)) {
            kill(process, SIGKILL);
            snprintf(run->machine, sizeof run->machine, "%s", _("it takes too long"));
            return wait_for(process);
        }
    }
}

/* What an end by this signal says about the file, or NULL when it says nothing. */
static const char *meaning_of(int signal)
{
    switch (signal) {
    case SIGSEGV:
    case SIGBUS:
    case SIGFPE:
    case SIGILL:
    case SIGABRT:
        return _("is damaged, so that its decoder failed");
    case SIGPROF:
    case SIGXCPU:
        return _("is damaged, or its sound takes too long to decode");
    case SIGSYS:
        return _("is damaged, and its decoder reached for what it may not");
    default:
        return NULL;
    }
}

/* Hold what was said against how it ended: a note that can be kept, or false. */
static bool judge(il_import_run *run, int status)
{
    const char *meaning = WIFSIGNALED(status) ? meaning_of(WTERMSIG(status)) : NULL;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    il_cache_note *note = &run->note;
    if (code == 0 && note->frames > 0 && !run->refused) {
        return true;
    }
    note->frames = 0;
    snprintf(note->importer, sizeof note->importer, "%s", run->stamp);
    if (code == 1 && !run->refused && !run->machine[0]) {
        meaning = _("is damaged, so that its decoder failed"); // as a sanitizer ends a program
    }
    if (meaning) {
        snprintf(note->why, sizeof note->why, "%s", meaning);
    }
    return meaning || (code == 1 && run->refused);
}

/* Run the importer from the file to `out`. True when what it came to says something about the file;
 * else the fault is filled. */
static bool convert(il_import_run *run, int out)
{
    int pipe[2];
    if (pipe2(pipe, O_CLOEXEC) != 0) {
        blame(run, _("cannot be imported: %s"), strerror(errno));
        return false;
    }
    pid_t process = 0;
    const char *const words[] = {"interlude-import", role_names[run->role], NULL};
    const int fault = start(run->importer, words, (int[]){run->file, out, pipe[1]}, &process);
    close(pipe[1]);
    const int status = fault ? 0 : follow(run, process, pipe[0]);
    close(pipe[0]);
    if (fault) {
        blame(run, _("cannot be imported: interlude-import does not start: %s"), strerror(fault));
        return false;
    }
    if (run->result->stopped) {
        return false;
    }
    if (!judge(run, status)) {
        blame(run, _("cannot be imported: %s"),
              run->machine[0] ? run->machine : _("interlude-import was ended from outside"));
        return false;
    }
    return true;
}

/* Whether the file is what it was when it was hashed. */
static bool is_same(const il_import_run *run)
{
    struct stat now;
    const struct stat *was = &run->before;
    return fstat(run->file, &now) == 0 && now.st_size == was->st_size &&
           now.st_mtim.tv_sec == was->st_mtim.tv_sec && now.st_mtim.tv_nsec == was->st_mtim.tv_nsec;
}

static bool take_note(il_import_run *run)
{
    il_import *result = run->result;
    const il_cache_note *note = &run->note;
    if (note->why[0]) {
        blame(run, "%s", note->why);
    }
    if (note->frames > 0) {
        result->frames = note->frames;
        result->lufs = note->lufs;
        snprintf(result->file, sizeof result->file, "%s.ogg", run->key);
        result->folder = run->folder;
        run->folder = NULL;
    }
    return true;
}

static bool make(il_import_run *run)
{
    il_error trouble = {0};
    il_new_file sound = {0};
    if (!il_cache_begin(run->folder, run->key, &sound, &trouble)) {
        il_file_abandon(&sound);
        return blame_error(run, &trouble);
    }
    bool good = convert(run, fileno(sound.stream));
    if (good && !is_same(run)) {
        good = false;
        blame(run, _("changed while it was imported"));
    }
    const bool refused = run->note.frames == 0;
    if (!good || refused) {
        il_file_abandon(&sound);
    }
    if (!good) {
        return true;
    }
    const bool kept =
        il_cache_keep(run->folder, run->key, refused ? NULL : &sound, &run->note, &trouble);
    il_file_abandon(&sound);
    // A refusal that could not be kept is as true; a sound is not there.
    return kept || refused ? take_note(run) : blame_error(run, &trouble);
}

/* What the importer is: a refusal by another one is asked for again. */
static bool find_importer(il_import_run *run)
{
    struct stat about;
    if (!il_importer_path(run->importer, sizeof run->importer) ||
        stat(run->importer, &about) != 0) {
        return false;
    }
    snprintf(run->stamp, sizeof run->stamp, "%lld.%ld.%lld", (long long)about.st_mtim.tv_sec,
             about.st_mtim.tv_nsec, (long long)about.st_size);
    return true;
}

static bool find_or_make(il_import_run *run)
{
    il_error trouble = {0};
    const bool there = find_importer(run);
    run->folder = il_cache_folder(&trouble);
    if (!run->folder) {
        return blame_error(run, &trouble);
    }
    if (il_cache_find(run->folder, run->key, &run->note) &&
        (run->note.frames > 0 || strcmp(run->note.importer, run->stamp) == 0)) {
        return take_note(run);
    }
    run->note = (il_cache_note){0};
    return there ? make(run)
                 : blame(run, _("cannot be imported: interlude-import is not installed"));
}

/* The name under which what comes of the file is kept: its content and what it is for. */
static bool make_key(il_import_run *run)
{
    enum { PIECE = 1 << 18 };
    il_hashing hashing;
    uint8_t digest[IL_HASH_BYTES];
    char text[IL_HASH_TEXT];
    unsigned char *bytes = il_alloc(PIECE, 1, run->err);
    if (!bytes || !il_hash_begin(&hashing, run->err)) {
        il_free(bytes);
        return false;
    }
    ssize_t got = 0;
    for (off_t at = 0; look_on(run) && (got = pread(run->file, bytes, PIECE, at)) > 0; at += got) {
        il_hash_add(&hashing, bytes, (size_t)got);
    }
    il_free(bytes);
    if (got < 0) {
        blame(run, _("cannot be read: %s"), strerror(errno));
    }
    il_hash_end(&hashing, digest);
    il_hash_text(digest, text);
    snprintf(run->key, sizeof run->key, "%s-%s-%d", text, role_names[run->role], TREATMENT);
    return true;
}

static bool import(il_import_run *run)
{
    if (fstat(run->file, &run->before) != 0) {
        return blame(run, _("cannot be read: %s"), strerror(errno));
    }
    if (run->before.st_size > BYTES_MOST) {
        return blame(run, _("is larger than %d MiB"), BYTES_MOST >> 20);
    }
    if (!make_key(run)) {
        return false;
    }
    return run->result->fault[0] ? true : find_or_make(run);
}

bool il_import_file(const char *folder, const char *name, il_import_role role,
                    const il_import_watch *watch, il_import *result, il_error *err)
{
    *result = (il_import){0};
    il_import_run *run = il_alloc(1, sizeof *run, err);
    if (!run) {
        return false;
    }
    run->name = name;
    run->role = role;
    run->watch = watch;
    run->result = result;
    run->err = err;
    il_error trouble = {0};
    run->file = il_file_open_beneath(folder, name, &trouble);
    const bool good = run->file >= 0 ? import(run) : blame_error(run, &trouble);
    if (run->file >= 0) {
        close(run->file);
    }
    run->thousandths = 1000;
    look_on(run);
    il_free(run->folder);
    il_free(run);
    return good;
}

void il_import_finish(il_import *result)
{
    il_free(result->folder);
    *result = (il_import){0};
}

bool il_importer_about(char *text, size_t size)
{
    char path[PATH_MAX];
    int pipe[2];
    pid_t process = 0;
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    const char *const words[] = {"interlude-import", "--version", NULL};
    if (nothing < 0 || !il_importer_path(path, sizeof path) || pipe2(pipe, O_CLOEXEC) != 0) {
        close(nothing);
        return false;
    }
    const int fault = start(path, words, (int[]){nothing, pipe[1], nothing}, &process);
    close(pipe[1]);
    close(nothing);
    size_t held = 0;
    ssize_t got;
    while (!fault && (got = read(pipe[0], text + held, size - 1 - held)) > 0) {
        held += (size_t)got;
    }
    close(pipe[0]);
    text[held] = '\0';
    text[strcspn(text, "\n")] = '\0';
    const int status = fault ? -1 : wait_for(process);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 && text[0];
}
