#include "base/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/memory.h"

enum { OPEN_FLAGS = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };

static bool fail_errno(il_error *err, const char *path, int number, const char *what)
{
    const il_place at = il_whole_file(path);
    switch (number) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
        return il_fail(err, at, "%s: not there", path);
    case ELOOP:
    case EXDEV:
        return il_fail(err, at, "%s: leads out of its folder or over a link", path);
    case EACCES:
    case EPERM:
    case EROFS:
        return il_fail_machine(err, at, "%s: no permission to %s it", path, what);
    case ENOSPC:
    case EDQUOT:
        return il_fail_machine(err, at, "%s: the disk is full", path);
    default:
        return il_fail_machine(err, at, "%s: cannot %s it: %s", path, what, strerror(number));
    }
}

bool il_file_fail_write(il_error *err, const char *path, int number)
{
    const il_place at = il_whole_file(path);
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return il_fail_machine(err, at, "%s: no such folder", path);
    case EISDIR:
        return il_fail_machine(err, at, "%s: a folder, not a file", path);
    case ENAMETOOLONG:
    case ELOOP:
    case EXDEV:
        return il_fail_machine(err, at, "%s: cannot write it: %s", path, strerror(number));
    default:
        return fail_errno(err, path, number, "write");
    }
}

/* The folder or file `part` in the folder `at`, which is closed. -1 with errno for a link. */
static int open_part(int at, const char *part, bool last)
{
    const int flags = last ? OPEN_FLAGS : O_PATH | O_CLOEXEC; // passing through needs no reading
    int next = openat(at, part, flags | O_NOFOLLOW);
    struct stat about;
    int number = errno;
    if (next >= 0 && fstat(next, &about) == 0 && S_ISLNK(about.st_mode)) {
        close(next); // O_PATH opens the link itself
        next = -1;
        number = ELOOP;
    }
    close(at);
    errno = number;
    return next;
}

/* One folder after another, none of them a link: for kernels without openat2. */
static int open_by_parts(int folder, const char *name)
{
    char part[256];
    int at = *name == '/' ? -1 : fcntl(folder, F_DUPFD_CLOEXEC, 0);
    errno = *name == '/' ? EXDEV : errno;
    while (at >= 0) {
        const size_t size = strcspn(name, "/");
        const bool last = name[size] == '\0';
        const bool up = size == 2 && memcmp(name, "..", 2) == 0;
        if (up || size >= sizeof part || *name == '\0') {
            close(at);
            errno = up ? EXDEV : size >= sizeof part ? ENAMETOOLONG : ENOENT;
            return -1;
        }
        memcpy(part, name, size);
        part[size] = '\0';
        at = open_part(at, size > 0 ? part : ".", last);
        if (last) {
            return at;
        }
        name += size + 1;
    }
    return -1;
}

static int open_beneath(const char *folder, const char *name)
{
    const int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        return -1;
    }
    struct open_how how = {.flags = OPEN_FLAGS,
                           .resolve =
                               RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
    int file = (int)syscall(SYS_openat2, root, name, &how, sizeof how);
    if (file < 0 && (errno == ENOSYS || errno == EPERM)) {
        file = open_by_parts(root, name);
    }
    const int number = errno;
    close(root);
    errno = number;
    return file;
}

int il_file_open_beneath(const char *folder, const char *name, il_error *err)
{
    const int file = open_beneath(folder, name);
    if (file < 0) {
        fail_errno(err, name, errno, "read");
        return -1;
    }
    struct stat about;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
        close(file);
        il_fail(err, il_whole_file(name), "%s: not a file", name);
        return -1;
    }
    return file;
}

static char *read_all(int file, const char *path, size_t size, size_t *got, il_error *err)
{
    char *bytes = il_alloc(size + 1, 1, err);
    *got = 0;
    while (bytes && *got < size) {
        const ssize_t part = read(file, bytes + *got, size - *got);
        if (part < 0 && errno == EINTR) {
            continue;
        }
        if (part < 0) {
            fail_errno(err, path, errno, "read");
            il_free(bytes);
            return NULL;
        }
        if (part == 0) {
            break;
        }
        *got += (size_t)part;
    }
    return bytes;
}

char *il_file_read(const char *path, size_t limit, size_t *size, il_error *err)
{
    const int file = open(path, OPEN_FLAGS);
    if (file < 0) {
        fail_errno(err, path, errno, "read");
        return NULL;
    }
    struct stat about;
    char *bytes = NULL;
    if (fstat(file, &about) != 0) {
        fail_errno(err, path, errno, "read");
    } else if (S_ISDIR(about.st_mode)) {
        il_fail(err, il_whole_file(path), "%s: a folder, not a file", path);
    } else if (!S_ISREG(about.st_mode)) {
        il_fail(err, il_whole_file(path), "%s: not a file", path);
    } else if ((uintmax_t)about.st_size > limit) {
        il_fail(err, il_whole_file(path), "%s: larger than %zu KiB", path, limit / 1024);
    } else {
        bytes = read_all(file, path, (size_t)about.st_size, size, err);
    }
    close(file);
    return bytes;
}

char *il_path_join(const char *folder, const char *name, il_error *err)
{
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *path = il_alloc(size, 1, err);
    if (path) {
        snprintf(path, size, "%s/%s", folder, name);
    }
    return path;
}

/* Names of files being written, for a signal handler: a slot is free when NULL. Several threads may
 * write files, each its own. */
static _Atomic(char *) being_written[IL_NEW_FILES_MAX];

static void remember(char *temp)
{
    for (int i = 0; i < IL_NEW_FILES_MAX; i++) {
        char *none = NULL;
        if (atomic_compare_exchange_strong(&being_written[i], &none, temp)) {
            return;
        }
    }
}

static void forget(char *temp)
{
    for (int i = 0; i < IL_NEW_FILES_MAX; i++) {
        char *this_one = temp;
        if (atomic_compare_exchange_strong(&being_written[i], &this_one, NULL)) {
            return;
        }
    }
}

void il_new_files_unlink(void)
{
    for (int i = 0; i < IL_NEW_FILES_MAX; i++) {
        const char *temp = atomic_load(&being_written[i]);
        if (temp) {
            unlink(temp);
        }
    }
}

/* Whether `path` is something that bytes are written straight into: a device or a pipe. */
static bool is_special(const char *path, mode_t *mode)
{
    struct stat about;
    if (stat(path, &about) != 0) {
        *mode = 0;
        return false;
    }
    *mode = about.st_mode;
    return !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

static int create_temp(il_new_file *file, mode_t mode)
{
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(file->temp, strlen(file->path) + 32, "%s.%d.%u.part", file->path, (int)getpid(),
                 i);
        const mode_t wanted = mode ? mode & 0777 : 0666;
        const int out =
            open(file->temp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, wanted);
        if (out >= 0 || errno != EEXIST) {
            return out;
        }
    }
    return -1;
}

/* Where a name that is a link leads, from malloc; NULL when it is none or leads nowhere. */
static char *linked(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0 && S_ISLNK(about.st_mode) ? realpath(path, NULL) : NULL;
}

static bool create_at(il_new_file *file, const char *path, il_error *err)
{
    const size_t size = strlen(path);
    mode_t mode = 0;
    *file = (il_new_file){.path = il_alloc(size + 1, 1, err), .temp = il_alloc(size + 32, 1, err)};
    if (!file->path || !file->temp) {
        il_file_abandon(file);
        return false;
    }
    memcpy(file->path, path, size);
    const bool special = is_special(path, &mode);
    int out = -1;
    if (S_ISDIR(mode)) {
        errno = EISDIR;
    } else {
        out = special ? open(path, O_WRONLY | O_CLOEXEC) : create_temp(file, mode);
    }
    if (out < 0) {
        il_file_fail_write(err, path, errno);
        file->temp[0] = '\0';
        il_file_abandon(file);
        return false;
    }
    if (special) {
        file->temp[0] = '\0'; // nothing to rename
    } else {
        remember(file->temp);
    }
    if (mode && !special) {
        fchmod(out, mode & 07777); // the old file's mode, whatever the umask
    }
    file->stream = fdopen(out, special ? "wb" : "w+b");
    if (!file->stream) {
        close(out);
        il_file_abandon(file);
        return il_fail_machine(err, il_nowhere(), "out of memory");
    }
    return true;
}

bool il_file_create(il_new_file *file, const char *path, il_error *err)
{
    char *target = linked(path);
    const bool created = create_at(file, target ? target : path, err);
    free(target);
    return created;
}

static bool sync_folder(const char *path)
{
    char *folder = strdup(path);
    if (!folder) {
        return true;
    }
    char *slash = strrchr(folder, '/');
    if (slash) {
        slash[slash == folder] = '\0';
    }
    const int at = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = at < 0 || fsync(at) == 0 || errno == EINVAL;
    if (at >= 0) {
        close(at);
    }
    free(folder);
    return synced;
}

/* Everything that can fail for what was written: afterwards the bytes are on the disk. */
static bool seal(il_new_file *file, il_error *err)
{
    const bool renames = file->temp[0] != '\0';
    errno = 0;
    if (ferror(file->stream)) { // its reason is gone: what could not be written then says it again
        clearerr(file->stream);
        const bool failed_again = fflush(file->stream) != 0;
        const int reason = failed_again ? errno : EIO;
        fclose(file->stream);
        file->stream = NULL;
        return il_file_fail_write(err, file->path, reason);
    }
    const bool good = fflush(file->stream) == 0 && (!renames || fsync(fileno(file->stream)) == 0);
    int number = errno;
    const bool closed = fclose(file->stream) == 0;
    file->stream = NULL;
    if (good && closed) {
        return true;
    }
    number = good ? errno : number;
    return il_file_fail_write(err, file->path, number ? number : EIO);
}

/* What became of a name, so that it can be undone. */
typedef enum { UNTOUCHED, CREATED, EXCHANGED, REPLACED } placing;

/* Move the new file to its name. With `undoable` the old one is kept under the other name. */
static placing place(const il_new_file *file, bool undoable, il_error *err)
{
    if (undoable && renameat2(AT_FDCWD, file->temp, AT_FDCWD, file->path, RENAME_EXCHANGE) == 0) {
        return EXCHANGED;
    }
    const bool fresh = undoable && errno == ENOENT;
    if (rename(file->temp, file->path) == 0) {
        return fresh ? CREATED : REPLACED;
    }
    il_file_fail_write(err, file->path, errno);
    return UNTOUCHED;
}

static void undo(const il_new_file *file, placing how)
{
    if (how == EXCHANGED) {
        renameat2(AT_FDCWD, file->temp, AT_FDCWD, file->path, RENAME_EXCHANGE);
    } else if (how == CREATED) {
        unlink(file->path);
    }
}

static bool place_all(il_new_file *const *files, int count, il_error *err)
{
    placing how[IL_NEW_FILES_MAX] = {UNTOUCHED};
    for (int i = 0; i < count; i++) {
        if (!files[i]->temp[0]) {
            continue; // was written straight into
        }
        how[i] = place(files[i], i + 1 < count, err);
        if (how[i] == UNTOUCHED) {
            while (i-- > 0) {
                undo(files[i], how[i]);
            }
            return false;
        }
    }
    bool good = true;
    for (int i = 0; i < count; i++) {
        good = (how[i] == UNTOUCHED || sync_folder(files[i]->path)) && good;
        if (!good) {
            il_file_fail_write(err, files[i]->path, errno ? errno : EIO);
        }
        if (how[i] == CREATED || how[i] == REPLACED) {
            forget(files[i]->temp); // nothing has that name any more
            files[i]->temp[0] = '\0';
        }
    }
    return good;
}

bool il_files_commit(il_new_file *const *files, int count, il_error *err)
{
    assert(count <= IL_NEW_FILES_MAX);
    bool good = true;
    for (int i = 0; i < count && good; i++) {
        good = seal(files[i], err);
    }
    good = good && place_all(files, count, err);
    for (int i = 0; i < count; i++) {
        il_file_abandon(files[i]); // an exchanged name holds the old file: it goes
    }
    return good;
}

bool il_file_commit(il_new_file *file, il_error *err)
{
    return il_files_commit(&file, 1, err);
}

void il_file_abandon(il_new_file *file)
{
    if (file->stream) {
        fclose(file->stream);
    }
    if (file->temp && file->temp[0]) {
        unlink(file->temp);
        forget(file->temp);
    }
    il_free(file->temp);
    il_free(file->path);
    *file = (il_new_file){0};
}
