#include "base/file.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"

/* A folder with what a session's folder may hold, and what a hostile one may. */
static char folder[] = "/tmp/interlude-file.XXXXXX";

static void in_folder(char path[256], const char *name)
{
    snprintf(path, 256, "%s/%s", folder, name);
}

static void write_file(const char *name, const char *text)
{
    char path[256];
    in_folder(path, name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    fputs(text, out);
    assert_int_equal(fclose(out), 0);
}

static void link_to(const char *name, const char *target)
{
    char path[256];
    in_folder(path, name);
    assert_int_equal(symlink(target, path), 0);
}

static int set_up(void **state)
{
    (void)state;
    char path[256];
    assert_non_null(mkdtemp(folder));
    in_folder(path, "sub");
    assert_int_equal(mkdir(path, 0700), 0);
    in_folder(path, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    write_file("clip.ogg", "sound");
    write_file("sub/clip.ogg", "deeper");
    write_file("..odd..name", "odd");
    link_to("link.ogg", "clip.ogg");
    link_to("passwd", "/etc/passwd");
    link_to("zero", "/dev/zero");
    link_to("linked", "sub");
    link_to("loop", "loop");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* What opening a name must come to: the text of the file, or how the refusal reads. */
typedef struct {
    const char *name, *text, *refusal;
} row;

static const row rows[] = {
    {"clip.ogg", "sound", NULL},
    {"sub/clip.ogg", "deeper", NULL},
    {"..odd..name", "odd", NULL},
    {"./sub//clip.ogg", "deeper", NULL},
    {"nothing.ogg", NULL, "not there"},
    {"sub/nothing.ogg", NULL, "not there"},
    {"clip.ogg/x", NULL, "not there"},
    {"", NULL, "not there"},
    {"../x", NULL, "leads out"},
    {"../../../etc/passwd", NULL, "leads out"},
    {"sub/../../x", NULL, "leads out"},
    {"/etc/passwd", NULL, "leads out"},
    {"/dev/zero", NULL, "leads out"},
    {"/proc/self/fd/0", NULL, "leads out"},
    {"link.ogg", NULL, "link"},
    {"passwd", NULL, "link"},
    {"zero", NULL, "link"},
    {"linked/clip.ogg", NULL, "link"},
    {"loop", NULL, "link"},
    {"pipe", NULL, "not a file"},
    {"sub", NULL, "not a file"},
    {".", NULL, "not a file"},
};

static bool opens_as(const row *wanted)
{
    il_error err = {0};
    char text[16] = "";
    const int file = il_file_open_beneath(folder, wanted->name, &err);
    if (file >= 0) {
        const ssize_t got = read(file, text, sizeof text - 1);
        close(file);
        return got >= 0 && wanted->text && strcmp(text, wanted->text) == 0;
    }
    return wanted->refusal && strstr(err.message, wanted->refusal) &&
           strncmp(err.message, wanted->name, strlen(wanted->name)) == 0 &&
           err.fault == IL_FAULT_INPUT;
}

/* The first row that does not come out as it must, or -1. */
static int first_wrong(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!opens_as(&rows[i])) {
            return (int)i;
        }
    }
    return -1;
}

static void test_nothing_leads_out_of_a_folder(void **state)
{
    (void)state;
    assert_int_equal(first_wrong(), -1);
    il_error err = {0};
    char name[400];
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_int_equal(il_file_open_beneath(folder, name, &err), -1);
    assert_int_equal(err.fault, IL_FAULT_INPUT);
}

/* From here on this process has a kernel without openat2. */
static bool forget_openat2(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 38), // ENOSYS
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {sizeof code / sizeof *code, code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

enum { ALL_RIGHT = 100, NO_FILTER };

static void test_an_older_kernel_refuses_the_same(void **state)
{
    (void)state;
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (!forget_openat2()) {
            _exit(NO_FILTER);
        }
        const int wrong = first_wrong();
        _exit(wrong < 0 ? ALL_RIGHT : wrong);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == NO_FILTER) {
        skip(); // no seccomp here: nothing was tested
    }
    assert_int_equal(WEXITSTATUS(status), ALL_RIGHT);
}

/* Puts a link to a secret in the place of a file and the file back, until it is killed. */
static void swap_for_ever(void)
{
    char file[256];
    char spare[256];
    in_folder(file, "swapped");
    in_folder(spare, "spare");
    for (;;) {
        renameat2(AT_FDCWD, file, AT_FDCWD, spare, RENAME_EXCHANGE);
    }
}

static void test_a_link_put_in_its_place_is_not_followed(void **state)
{
    (void)state;
    write_file("swapped", "mine");
    write_file("secret", "secret");
    link_to("spare", "secret");
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        swap_for_ever();
    }
    int opened = 0;
    int refused = 0;
    int escaped = 0;
    for (int i = 0; i < 10000; i++) {
        char text[8] = "";
        const int file = il_file_open_beneath(folder, "swapped", NULL);
        if (file >= 0) {
            escaped += read(file, text, 6) != 4 || strcmp(text, "mine") != 0;
            close(file);
        }
        opened += file >= 0;
        refused += file < 0;
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_int_equal(escaped, 0);
    assert_true(opened > 0 && refused > 0); // else there was no race
}

static void test_a_file_is_read_whole(void **state)
{
    (void)state;
    char path[256];
    size_t size = 0;
    in_folder(path, "clip.ogg");
    char *bytes = il_file_read(path, 5, &size, NULL);
    assert_string_equal(bytes, "sound");
    assert_int_equal(size, 5);
    il_free(bytes);
    in_folder(path, "link.ogg"); // what a person names may be a link
    bytes = il_file_read(path, 5, &size, NULL);
    assert_string_equal(bytes, "sound");
    il_free(bytes);
    write_file("empty", "");
    in_folder(path, "empty");
    bytes = il_file_read(path, 5, &size, NULL);
    assert_string_equal(bytes, "");
    assert_int_equal(size, 0);
    il_free(bytes);
}

static void test_what_cannot_be_read_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t limit;
        const char *why;
        il_fault fault;
    } refused[] = {
        {"clip.ogg", 4, "larger", IL_FAULT_INPUT},
        {"nothing", 100, "not there", IL_FAULT_INPUT},
        {"clip.ogg/x", 100, "not there", IL_FAULT_INPUT},
        {"sub", 100, "a folder", IL_FAULT_INPUT},
        {"pipe", 100, "not a file", IL_FAULT_INPUT}, // and nobody waits for its other end
        {"zero", 100, "not a file", IL_FAULT_INPUT},
        {"loop", 100, "link", IL_FAULT_INPUT},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        il_error err = {0};
        char path[256];
        size_t size = 0;
        in_folder(path, refused[i].name);
        assert_null(il_file_read(path, refused[i].limit, &size, &err));
        assert_non_null(strstr(err.message, refused[i].why));
        assert_non_null(strstr(err.message, refused[i].name));
        assert_int_equal(err.fault, refused[i].fault);
    }
}

static void test_a_hole_of_100_gib_takes_no_memory(void **state)
{
    (void)state;
    char path[256];
    in_folder(path, "hole");
    write_file("hole", "");
    if (truncate(path, 100LL << 30) != 0) {
        skip(); // no holes on this file system
    }
    il_error err = {0};
    size_t size = 0;
    assert_null(il_file_read(path, 1 << 20, &size, &err));
    assert_non_null(strstr(err.message, "larger"));
}

static void test_lack_of_memory_is_the_machines(void **state)
{
    (void)state;
    char path[256];
    il_error err = {0};
    size_t size = 0;
    in_folder(path, "clip.ogg");
    il_alloc_fail(1, false);
    assert_null(il_file_read(path, 5, &size, &err));
    assert_int_equal(err.fault, IL_FAULT_MACHINE);
    il_alloc_fail(1, false);
    assert_null(il_path_join("a", "b", NULL));
    il_alloc_fail(0, false);
    char *joined = il_path_join("a", "b", NULL);
    assert_string_equal(joined, "a/b");
    il_free(joined);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_leads_out_of_a_folder),
        cmocka_unit_test(test_an_older_kernel_refuses_the_same),
        cmocka_unit_test(test_a_link_put_in_its_place_is_not_followed),
        cmocka_unit_test(test_a_file_is_read_whole),
        cmocka_unit_test(test_what_cannot_be_read_is_told),
        cmocka_unit_test(test_a_hole_of_100_gib_takes_no_memory),
        cmocka_unit_test(test_lack_of_memory_is_the_machines),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
