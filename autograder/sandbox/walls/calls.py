"""
The system calls that learner code may make, as a seccomp filter.

Calls in ``_ALLOWED`` work. Calls in ``REFUSED`` answer EPERM, a ``PermissionError``
in Python; any other call, of future kernels too, answers ENOSYS, so that
libraries fall back to older calls.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import tempfile

from autograder.sandbox.isolation import Wall
from autograder.sandbox.jobs import Limits
from autograder.sandbox.walls import linux
from autograder.sandbox.walls.layer import Layer

__all__ = ["REFUSED", "CallFilter", "compiled_filter"]

_ALLOWED = """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek close
    close_range dup dup2 dup3 flock fsync fdatasync sync_file_range fadvise64 readahead
    sendfile splice tee copy_file_range ftruncate fallocate open openat openat2 creat access
    faccessat faccessat2 stat fstat lstat newfstatat statx statfs fstatfs readlink readlinkat
    getdents getdents64 getcwd chdir fchdir umask mkdir mkdirat rmdir unlink unlinkat rename
    renameat renameat2 link linkat symlink symlinkat getxattr lgetxattr fgetxattr listxattr
    llistxattr flistxattr brk mmap munmap mremap mprotect madvise mincore msync mlock munlock
    mlock2 mlockall munlockall pkey_alloc pkey_free pkey_mprotect membarrier get_mempolicy
    set_mempolicy mbind set_mempolicy_home_node futex futex_waitv set_robust_list
    get_robust_list set_tid_address rseq arch_prctl gettid getpid getppid getpgid getpgrp getsid
    getuid geteuid getgid getegid getresuid getresgid getgroups getpriority getrlimit getrusage
    sched_yield sched_getaffinity sched_getscheduler sched_getparam sched_get_priority_max
    sched_get_priority_min sched_getattr getcpu sysinfo uname times time gettimeofday
    clock_gettime clock_getres clock_nanosleep nanosleep getitimer setitimer alarm timer_create
    timer_settime timer_gettime timer_delete timer_getoverrun timerfd_create timerfd_settime
    timerfd_gettime rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend
    rt_sigtimedwait sigaltstack pause signalfd signalfd4 restart_syscall pipe pipe2 poll ppoll
    select pselect6 eventfd eventfd2 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait
    epoll_pwait2 getrandom exit exit_group wait4 waitid
""".split()  # noqa: SIM905 - a list of words is read as one

#: Refused with EPERM: names that an honest mistake or a documented attack might reach for.
REFUSED = """
    socket socketpair connect bind listen accept accept4 sendto sendmsg sendmmsg recvfrom
    recvmsg recvmmsg getsockname getpeername setsockopt getsockopt shutdown io_uring_setup
    io_uring_enter io_uring_register fork vfork execve execveat kill tkill tgkill
    rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_send_signal pidfd_getfd ptrace
    process_vm_readv process_vm_writev process_madvise process_mrelease kcmp mount umount2
    pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr
    open_tree_attr unshare setns add_key request_key keyctl bpf perf_event_open userfaultfd
    landlock_create_ruleset landlock_add_rule landlock_restrict_self seccomp memfd_create
    memfd_secret shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv
    msgctl mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr chmod fchmod
    fchmodat fchmodat2 chown fchown lchown fchownat setxattr lsetxattr fsetxattr removexattr
    lremovexattr fremovexattr setxattrat utime utimes utimensat futimesat truncate mknod mknodat
    name_to_handle_at open_by_handle_at fanotify_init fanotify_mark inotify_init inotify_init1
    inotify_add_watch setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid
    setgroups capset setpgid setsid setrlimit setpriority ioprio_set sched_setscheduler
    sched_setparam sched_setattr sched_setaffinity personality reboot kexec_load kexec_file_load
    init_module finit_module delete_module swapon swapoff acct quotactl quotactl_fd settimeofday
    clock_settime adjtimex clock_adjtime stime syslog vhangup sethostname setdomainname iopl
    ioperm modify_ldt lookup_dcookie nfsservctl migrate_pages move_pages sync syncfs
""".split()  # noqa: SIM905 - a list of words is read as one

_CLONE_THREAD = 0x0001_0000
#: TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: asking, not commanding.
_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
#: F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_SETLKW, F_DUPFD_CLOEXEC,
#: F_GETPIPE_SZ. Not F_SETOWN and F_SETSIG, which have the kernel send signals to anybody.
_FCNTLS = (0, 1, 2, 3, 4, 5, 6, 7, 1030, 1032)
#: PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_GET_NO_NEW_PRIVS, PR_SET_VMA (malloc names maps).
_PRCTLS = (3, 15, 16, 39, 0x5356_4D41)
#: The kernel runs the filter for each call that there is when a child loads it: in a list, that takes
#: 0.4 ms, in a tree 0.15.
_AS_A_TREE = 2


class CallFilter(Layer):
    """The seccomp filter. Its program is compiled once; a child loads it in one call."""

    wall = Wall.SECCOMP

    def prepare(self) -> str:
        """Compile the filter; return its length."""
        self._program = compiled_filter()
        return f"{len(self._program) // 8} instructions"

    def raise_in_child(self, limits: Limits) -> None:  # noqa: ARG002
        """Load the filter."""
        linux.filter_calls(self._program)

    def breach(self) -> str:
        """Try to make a socket and a process."""
        try:
            socket.socket(socket.AF_UNIX).close()
        except PermissionError:
            pass
        else:
            return "a socket can be made"
        try:
            if os.fork() == 0:
                os._exit(0)
        except PermissionError:
            return ""
        return "a process can be started"


def compiled_filter() -> bytes:
    """
    Return the filter as a BPF program for this machine's architecture.

    Raises:
        RuntimeError: If libseccomp is not installed.
    """
    # Imported here, since it looks libseccomp up when imported and raises if there is none.
    import pyseccomp as seccomp  # noqa: PLC0415

    rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.ENOSYS))
    with contextlib.suppress(OSError, ValueError):  # An old libseccomp knows no tree.
        rules.set_attr(seccomp.Attr.CTL_OPTIMIZE, _AS_A_TREE)
    refuse = seccomp.ERRNO(errno.EPERM)

    def rule(action: int, call: str, *arguments: seccomp.Arg) -> None:
        number = seccomp.resolve_syscall(seccomp.Arch.NATIVE, call)
        if number >= 0:  # Negative: no such call here, or unknown to this libseccomp.
            rules.add_rule(action, number, *arguments)

    for call in _ALLOWED:
        rule(seccomp.ALLOW, call)
    for call in REFUSED:
        rule(refuse, call)
    for number in _IOCTLS:
        rule(seccomp.ALLOW, "ioctl", seccomp.Arg(1, seccomp.EQ, number))
    for number in _FCNTLS:
        rule(seccomp.ALLOW, "fcntl", seccomp.Arg(1, seccomp.EQ, number))
    for number in _PRCTLS:
        rule(seccomp.ALLOW, "prctl", seccomp.Arg(0, seccomp.EQ, number))
    # A child may ask for and lower its own limits, not those of this user's other processes.
    rule(seccomp.ALLOW, "prlimit64", seccomp.Arg(0, seccomp.EQ, 0))
    # Threads, but no processes. clone3 hides its flags in memory: ENOSYS makes libc use clone.
    thread, process = (
        seccomp.Arg(0, seccomp.MASKED_EQ, _CLONE_THREAD, flag) for flag in (_CLONE_THREAD, 0)
    )
    rule(seccomp.ALLOW, "clone", thread)
    rule(refuse, "clone", process)
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()
