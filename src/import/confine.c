#include "import/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/translate.h"

/* Sanitizers map terabytes, make calls of their own and read /proc: a build for them is not shut
 * in, and says so. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define IL_SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
    __has_feature(memory_sanitizer)
#define IL_SANITIZED 1
#endif
#endif
#ifndef IL_SANITIZED
#define IL_SANITIZED 0
#endif

#if defined __x86_64__
#define IL_AUDIT_ARCH AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define IL_AUDIT_ARCH AUDIT_ARCH_AARCH64
#elif defined __riscv && __riscv_xlen == 64
#define IL_AUDIT_ARCH AUDIT_ARCH_RISCV64
#elif defined __i386__
#define IL_AUDIT_ARCH AUDIT_ARCH_I386
#elif defined __arm__
#define IL_AUDIT_ARCH AUDIT_ARCH_ARM
#elif defined __powerpc64__ && defined __LITTLE_ENDIAN__
#define IL_AUDIT_ARCH AUDIT_ARCH_PPC64LE
#endif

enum {
    MEMORY_MIB = 768, // of addresses: a third of it the stack of the thread that works
    RESULT_MIB = 768, // four hours of stereo noise at q6 are 400
    PROCESSOR_S = 600,
    SLACK = IL_SANITIZED ? 10 : 1, // how much slower everything is
};

#if IL_SANITIZED
/* In the place of a limit on addresses: the sanitizer watches what is really used. What libraries
 * lose on a damaged file goes with the process. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "hard_rss_limit_mb=768:allocator_may_return_null=1:detect_leaks=0";
}
#endif

static bool limit(enum __rlimit_resource what, rlim_t most, il_error *err)
{
    const struct rlimit both = {most, most};
    return setrlimit(what, &both) == 0 ||
           il_fail_machine(err, il_nowhere(), _("cannot limit itself: %s"), strerror(errno));
}

static bool limit_all(il_error *err)
{
    const rlim_t mib = 1 << 20;
    signal(SIGXFSZ, SIG_IGN); // a write that is too long then fails as on a full disk
    return limit(RLIMIT_CORE, 0, err) && limit(RLIMIT_CPU, (rlim_t)PROCESSOR_S * SLACK, err) &&
           limit(RLIMIT_FSIZE, RESULT_MIB * mib, err) &&
           (IL_SANITIZED ||
            (limit(RLIMIT_AS, MEMORY_MIB * mib, err) && limit(RLIMIT_NOFILE, 3, err)));
}

/* Which Landlock the kernel has; 0 for none. */
static int landlock(void)
{
    const long version =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return !IL_SANITIZED && version > 0 ? (int)version : 0;
}

/* No path at all, for whatever can be done with one. A kernel without Landlock is fine: seccomp
 * lets nothing be opened either. */
static bool give_up_paths(il_error *err)
{
    if (landlock() == 0) {
        return true;
    }
    // Every right of the first version, named one by one there: the first thirteen bits.
    const struct landlock_ruleset_attr all = {.handled_access_fs = (1 << 13) - 1};
    const int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    const bool good = rules >= 0 && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    const int number = errno;
    if (rules >= 0) {
        close(rules);
    }
    return good ||
           il_fail_machine(err, il_nowhere(), _("cannot give up its rights: %s"), strerror(number));
}

bool il_confine_process(il_error *err)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        (!IL_SANITIZED && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)) {
        return il_fail_machine(err, il_nowhere(), _("cannot give up its rights: %s"),
                               strerror(errno));
    }
    return give_up_paths(err) && limit_all(err);
}

#if defined IL_AUDIT_ARCH && !IL_SANITIZED

#define HAS(name) offsetof(struct seccomp_data, name)
#define LOAD(name) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, HAS(name))
#define LET(call)                                                                                  \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1),                                         \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
/* Refused, but no reason to die: libsndfile looks for a Macintosh resource fork, glibc's allocator
 * into /proc, stdio whether it writes to a terminal, and all of them take no for an answer. */
#define DENY(call)                                                                                 \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1),                                         \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES)
/* Only where the third argument, the protection, does not make memory executable. */
#define LET_UNLESS_CODE(call)                                                                      \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 4), LOAD(args[2]),                          \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0),                                     \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),                                              \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)

/* What glibc 2.36, libsndfile, its decoders, libsoxr and libvorbis were seen to need, and what
 * their allocators may. Files can be read and written, of which three are open, and nothing be
 * opened, started, connected or asked about. */
static const struct sock_filter calls[] = {
    LOAD(arch),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IL_AUDIT_ARCH, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    LOAD(nr),
    LET(pread64),
    LET(write),
    LET(futex),
    LET(setitimer),
    LET(clock_gettime),
    LET(munmap),
    LET(mremap),
    LET(brk),
    LET(madvise),
    LET(exit),
    LET(exit_group),
    LET(rt_sigprocmask),
    LET(rt_sigreturn),
    LET(getrandom), // the allocator of later versions of glibc
    LET(sysinfo),   // qsort asks how much memory there is
    LET(sched_getaffinity),
    LET(gettid),
    LET(close),
    LET(lseek),
#ifdef SYS_fstat
    LET(fstat),
#endif
#ifdef SYS_newfstatat
    LET(newfstatat), // fstat of later versions of glibc; without rights to any path
#endif
#ifdef SYS_mmap
    LET_UNLESS_CODE(mmap),
#endif
#ifdef SYS_mmap2
    LET_UNLESS_CODE(mmap2),
#endif
    LET_UNLESS_CODE(mprotect),
    DENY(openat),
    DENY(ioctl),
#ifdef SYS_open
    DENY(open),
#endif
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
};

bool il_confine_calls(il_error *err)
{
    const struct sock_fprog program = {.len = sizeof calls / sizeof *calls,
                                       .filter = (struct sock_filter *)calls};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) ==
               0 ||
           il_fail_machine(err, il_nowhere(), _("cannot give up its rights: %s"), strerror(errno));
}

static const bool has_seccomp = true;

#else

bool il_confine_calls(il_error *err)
{
    (void)err;
    return true;
}

static const bool has_seccomp = false;

#endif

const char *il_confine_about(void)
{
    static char text[128];
    const char *calls_limited = has_seccomp ? _("seccomp") : _("no seccomp");
    if (IL_SANITIZED) {
        return _("built for a sanitizer: not shut in");
    }
    if (landlock() > 0) {
        snprintf(text, sizeof text, _("%s, Landlock %d, %d MiB"), calls_limited, landlock(),
                 MEMORY_MIB);
    } else {
        snprintf(text, sizeof text, _("%s, no Landlock, %d MiB"), calls_limited, MEMORY_MIB);
    }
    return text;
}

void il_confine_give(double seconds)
{
    static double given;
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    given += seconds * SLACK;
    double left = given - (double)used.tv_sec - 1e-9 * (double)used.tv_nsec;
    left = left > 1e-6 ? left : 1e-6; // 0 would switch it off
    struct itimerval timer = {.it_value.tv_sec = (time_t)left};
    timer.it_value.tv_usec = (suseconds_t)((left - (double)timer.it_value.tv_sec) * 1e6);
    setitimer(ITIMER_PROF, &timer, NULL);
}
