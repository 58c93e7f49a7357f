#ifndef IL_BASE_FILE_H
#define IL_BASE_FILE_H

#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

#include "base/error.h"

/* Open `name` beneath `folder` for reading: a regular file, reached without leaving the folder and
 * without following a link in `name` (`folder` itself may be one). A descriptor that the caller
 * closes, or -1 with `err` naming the file. Never waits on a pipe or device. */
int il_file_open_beneath(const char *folder, const char *name, il_error *err);

/* The whole of a regular file of at most `limit` bytes, terminated by a NUL that is not counted.
 * From il_alloc; NULL with `err` naming the file: not there (the input's fault), a folder, too
 * large, no permission (the machine's). */
char *il_file_read(const char *path, size_t limit, size_t *size, il_error *err);

/* A file that appears whole or not at all.
 *
 * Written beside its final place under a name of its own; il_file_commit syncs, renames and syncs
 * the folder, so that whoever looks sees the old file or the new one. il_file_abandon, or a process
 * that dies, leaves the old one; an abandoned file leaves nothing behind. An existing file is
 * replaced and keeps its mode; a new one is 0666 less the umask. Where `path` is a link the file
 * that it leads to is meant. What is there and no file (a pipe, a device) is written straight into.
 * An error of the stream itself shows at the commit. */
typedef struct {
    FILE *stream;      // to write to; seekable. NULL once finished
    char *path, *temp; // owned
} il_new_file;

bool il_file_create(il_new_file *file, const char *path, il_error *err);
bool il_file_commit(il_new_file *file, il_error *err); // on failure the file is abandoned

/* Commit `count` files (at most IL_NEW_FILES_MAX) that belong together: all appear, or none does
 * and what was there stays. On failure all are abandoned. On a file system that cannot exchange two
 * names (FAT, some network shares) one whose rename fails leaves those before it in place. */
enum { IL_NEW_FILES_MAX = 8 };
bool il_files_commit(il_new_file *const *files, int count, il_error *err);

void il_file_abandon(il_new_file *file); // does nothing when finished

/* Remove every file that is being written: for a signal handler that ends the process, so that an
 * interrupted command leaves nothing half. Safe in a signal handler. */
void il_new_files_unlink(void);

/* Fill `err` with why `path` could not be written, from an errno, and return false. Whatever stands
 * in the way of a file that is being made is the machine's fault. */
bool il_file_fail_write(il_error *err, const char *path, int number);

/* `folder`/`name` from il_alloc. */
char *il_path_join(const char *folder, const char *name, il_error *err);

#endif
