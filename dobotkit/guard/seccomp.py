"""Which system calls a kernel of a notebook may make, in two stages.

Stage A comes before anything else is imported; what a notebook needs to reach JupyterLab
(sockets of this computer's file system) can still be made. Stage B comes when those are
there: from then on no socket is made, bound or connected by any thread or child.

Numbers are those of ``asm/unistd_64.h`` (x86-64) and ``asm-generic/unistd.h`` (aarch64).
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from dobotkit.guard.bpf import ALLOW, Program, refuse
from dobotkit.guard.libc import NUMBERS, machine, prctl, syscall

__all__ = ["no_new_privileges", "stage_a", "stage_b"]

_PR_SET_NO_NEW_PRIVS = 38
_SET_MODE_FILTER, _ALL_THREADS = 1, 1

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# On x86-64 the same calls have a second set of numbers (x32), from here on.
_X32 = 0x40000000

_UNIX, _NETLINK = 1, 16
_STREAM, _SEQPACKET, _TYPE = 1, 5, 0xF
# CLONE_NEWCGROUP, -UTS, -IPC, -USER, -PID, -NET, -NS.
_NEW_NAMESPACES = 0x7E020000
# CLONE_PARENT: a child that counts as the server's, and not as the kernel's, as all others do.
_FOR_THE_SERVER = 0x8000
# Typing into somebody else's terminal, and marks on files that outlive this process.
_IOCTLS = (0x5412, 0x541C, 0x40086602, 0x401C5820)

# Name: number on x86-64, number on aarch64. None: there is no such call there.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    # ways around this filter, and into the system's kernel
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "unshare": (272, 97),
    "setns": (308, 268),
    # file systems
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "open_tree_attr": (467, 467),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    # notes on files, which Landlock does not refuse
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "setxattrat": (463, 463),
    "removexattrat": (466, 466),
    "file_setattr": (469, 469),
    # being told what happens in folders that may not be read
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "inotify_add_watch": (254, 27),
    "fanotify_init": (300, 262),
    "fanotify_mark": (301, 263),
    # memory that is shared by name, and outlives a process
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "semget": (64, 190),
    "semop": (65, 193),
    "semctl": (66, 191),
    "semtimedop": (220, 192),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "mq_open": (240, 180),
    "mq_unlink": (241, 181),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # the computer itself
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "syslog": (103, 116),
    "vhangup": (153, 58),
    "iopl": (172, None),
    "ioperm": (173, None),
}

# Landlock does not refuse these, and shutil.copy, touch and git need to believe that they
# work. What they change has no meaning in a folder that only this user can enter.
_DO_NOTHING: dict[str, tuple[int | None, int | None]] = {
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "lchown": (94, None),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
    # libzmq sets the usual values for each of its threads, and ends the process if it may not.
    "sched_setattr": (314, 274),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
}

_SOCKET = (41, 198)
_SOCKETPAIR = (53, 199)
_CONNECT = (42, 203)
_BIND = (49, 200)
_CLONE = (56, 220)
_CLONE3 = (435, 435)
_IOCTL = (16, 29)
# What a process may settle about itself, the number of the process being the first argument.
_OWN_AFFAIRS = {
    "prlimit64": (302, 261),
    "sched_setaffinity": (203, 122),
}
# The same, with whom it is about as the second one; the first says what kind of number that
# is, and all processes of a user are the last kind.
_OWN_RANK = {"setpriority": ((141, 140), 2), "ioprio_set": ((251, 30), 3)}
_TRUNCATE = (76, 45)


def no_new_privileges() -> None:
    """Let no program that is started from here gain rights that this one lacks."""
    prctl(_PR_SET_NO_NEW_PRIVS, 1)


def stage_a(*, truncate: bool) -> None:
    """Put up the first filter; raises OSError where the system has none.

    Parameters
    ----------
    truncate:
        Whether to refuse that a file is cut by its name: older Landlocks cannot.
    """
    _install(program_a(machine(), truncate=truncate, own=os.getpid()))


def stage_b() -> None:
    """Put up the second one, for all threads that there are."""
    _install(program_b(machine()))


def program_a(kind: str, *, truncate: bool, own: int) -> bytes:
    """Return the first filter for a kind of processor, and for the process of this number."""
    column, program = _begin(kind)
    refused = [pair[column] for pair in _REFUSED.values()]
    if truncate:
        refused.append(_TRUNCATE[column])
    for number in refused:
        if number is not None:
            program.call(number, refuse(errno.EPERM))
    for pair in _DO_NOTHING.values():
        one = pair[column]
        if one is not None:
            program.call(one, refuse(0))
    _sockets(program, column, refuse_unix=False)
    # The C library then uses clone, whose flags can be looked at.
    program.call(_CLONE3[column], refuse(errno.ENOSYS))
    program.when_any_bit(_CLONE[column], 0, _NEW_NAMESPACES | _FOR_THE_SERVER, refuse(errno.EPERM))
    for command in _IOCTLS:
        program.when_equal(_IOCTL[column], 1, command, refuse(errno.EPERM))
    for pair in _OWN_AFFAIRS.values():
        program.when_equal(pair[column], 0, 0, ALLOW)
        program.when_equal(pair[column], 0, own, ALLOW)
        program.call(pair[column], refuse(errno.EPERM))
    for pair, all_of_a_user in _OWN_RANK.values():
        program.when_equal(pair[column], 0, all_of_a_user, refuse(errno.EPERM))
        program.when_equal(pair[column], 1, 0, ALLOW)
        program.call(pair[column], refuse(errno.EPERM))
    return program.bytes()


def program_b(kind: str) -> bytes:
    """Return the second filter for a kind of processor."""
    column, program = _begin(kind)
    _sockets(program, column, refuse_unix=True)
    # Landlock cannot refuse a connection to a socket that has a path.
    for pair in (_CONNECT, _BIND):
        program.call(pair[column], refuse(errno.EPERM))
    return program.bytes()


def _begin(kind: str) -> tuple[int, Program]:
    column = tuple(NUMBERS).index(kind)
    program = Program(_AUDIT_ARCH[kind])
    if kind == "x86_64":
        program.numbers_from(_X32, refuse(errno.EPERM))
    return column, program


def _sockets(program: Program, column: int, *, refuse_unix: bool) -> None:
    # With another error than this one libzmq, which asks for the names of the network's
    # devices, ends the whole process.
    program.when_equal(_SOCKET[column], 0, _NETLINK, refuse(errno.EOPNOTSUPP))
    if not refuse_unix:
        program.when_equal(_SOCKET[column], 0, _UNIX, ALLOW)
    program.call(_SOCKET[column], refuse(errno.EPERM))
    # A datagram socket of a pair can send to any other one that has a path. Unix is the
    # only family that has pairs.
    for kind in (_STREAM, _SEQPACKET):
        program.when_equal(_SOCKETPAIR[column], 1, kind, ALLOW, mask=_TYPE)
    program.call(_SOCKETPAIR[column], refuse(errno.EPERM))


def _install(program: bytes) -> None:
    instructions = ctypes.create_string_buffer(program)
    # struct sock_fprog: how many, six bytes of nothing, where.
    header = ctypes.create_string_buffer(
        struct.pack("=H6xQ", len(program) // 8, ctypes.addressof(instructions))
    )
    stubborn = syscall("seccomp", _SET_MODE_FILTER, _ALL_THREADS, header)
    if stubborn:
        raise OSError("a thread of this process cannot be locked in")
