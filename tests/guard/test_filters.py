"""The filters of system calls, read as Linux reads them, for both kinds of processor."""

from __future__ import annotations

import errno
import struct

import pytest

from dobotkit.guard.seccomp import program_a, program_b

ALLOWED, KILLED = "allowed", "killed"
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
OTHER = 0x40000003  # the old 32-bit calls

# Numbers from asm/unistd_64.h and asm-generic/unistd.h, written down once more.
CALLS = {
    "x86_64": {
        "read": 0, "socket": 41, "connect": 42, "bind": 49, "socketpair": 53, "clone": 56,
        "clone3": 435, "ioctl": 16, "ptrace": 101, "unshare": 272, "io_uring_setup": 425,
        "prlimit64": 302, "truncate": 76, "fchmodat": 268, "utimensat": 280, "setxattr": 188,
        "mq_open": 240, "inotify_add_watch": 254, "sendto": 44, "accept4": 288, "kill": 62,
        "sched_setaffinity": 203, "sched_setscheduler": 144, "sched_setparam": 142,
        "sched_setattr": 314, "setpriority": 141, "ioprio_set": 251,
    },
    "aarch64": {
        "read": 63, "socket": 198, "connect": 203, "bind": 200, "socketpair": 199, "clone": 220,
        "clone3": 435, "ioctl": 29, "ptrace": 117, "unshare": 97, "io_uring_setup": 425,
        "prlimit64": 261, "truncate": 45, "fchmodat": 53, "utimensat": 88, "setxattr": 5,
        "mq_open": 180, "inotify_add_watch": 27, "sendto": 206, "accept4": 242, "kill": 129,
        "sched_setaffinity": 122, "sched_setscheduler": 119, "sched_setparam": 118,
        "sched_setattr": 274, "setpriority": 140, "ioprio_set": 30,
    },
}  # fmt: skip
UNIX, INET, NETLINK = 1, 2, 16
OWN = 4711
STREAM, DGRAM, CLOEXEC = 1, 2, 0o2000000


def verdict(program: bytes, architecture: int, number: int, *arguments: int) -> str | int:
    """Run a filter on a call; return what becomes of it, or the number of its error."""
    six = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("=iIQ6Q", number, architecture, 0, *six)
    instructions = list(struct.iter_unpack("=HBBI", program))
    assert len(instructions) < 4096, "Linux takes no longer ones"
    accumulator, at = 0, 0
    while True:
        code, if_true, if_false, value = instructions[at]
        at += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, value)
        elif code == 0x54:
            accumulator &= value
        elif code == 0x06:
            if value >> 16 == 5:
                return value & 0xFFFF
            return {0x7FFF0000: ALLOWED, 0x80000000: KILLED}[value]
        else:
            tests = {0x15: accumulator == value, 0x35: accumulator >= value}
            true = bool(accumulator & value) if code == 0x45 else tests[code]
            at += if_true if true else if_false


@pytest.fixture(params=ARCHITECTURES)
def machine(request):
    return request.param


@pytest.fixture
def ask(machine):
    """Ask both filters, one after the other, as Linux does: the stricter one counts."""
    a, b = program_a(machine, truncate=True, own=OWN), program_b(machine)

    def asked(name: str, *arguments: int, stage: str = "b") -> str | int:
        number = CALLS[machine][name]
        first = verdict(a, ARCHITECTURES[machine], number, *arguments)
        second = verdict(b, ARCHITECTURES[machine], number, *arguments)
        if stage == "a" or second == ALLOWED:
            return first
        return second

    return asked


@pytest.mark.parametrize(
    "name",
    ["ptrace", "unshare", "io_uring_setup", "setxattr", "mq_open", "inotify_add_watch", "truncate"],
)
def test_these_are_refused(ask, name):
    assert ask(name, stage="a") == errno.EPERM


def test_what_a_kernel_needs_is_allowed(ask):
    for name in ("read", "accept4", "kill", "sendto"):
        assert ask(name) == ALLOWED


def test_sockets_of_the_file_system_are_there_until_the_second_stage(ask):
    for name in ("socket", "connect", "bind"):
        assert ask(name, UNIX, STREAM | CLOEXEC, stage="a") == ALLOWED
        assert ask(name, UNIX, STREAM | CLOEXEC) == errno.EPERM


@pytest.mark.parametrize("family", [INET, 10, 17, 29, 38, 40, 44])
def test_no_other_family_has_sockets(ask, family):
    assert ask("socket", family, STREAM, stage="a") == errno.EPERM
    assert ask("socket", family, STREAM) == errno.EPERM


def test_netlink_is_refused_with_the_one_error_that_libzmq_survives(ask):
    assert ask("socket", NETLINK, 3, stage="a") == errno.EOPNOTSUPP
    assert ask("socket", NETLINK, 3) == errno.EOPNOTSUPP


def test_a_pair_of_streams_is_allowed_and_one_of_datagrams_is_not(ask):
    # A datagram socket could send to any other one that has a path.
    assert ask("socketpair", UNIX, STREAM | CLOEXEC) == ALLOWED
    assert ask("socketpair", UNIX, DGRAM | CLOEXEC) == errno.EPERM
    assert ask("socketpair", UNIX, DGRAM, stage="a") == errno.EPERM


@pytest.mark.parametrize("flag", [0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000,
                                  0x40000000, 0x00020000])  # fmt: skip
def test_no_namespaces_of_its_own(ask, flag):
    assert ask("clone", flag | 17) == errno.EPERM


def test_threads_and_children_are_allowed_by_the_call_that_can_be_looked_at(ask):
    assert ask("clone3") == errno.ENOSYS
    assert ask("clone", 0x003D0F00) == ALLOWED  # a thread, as glibc makes it
    assert ask("clone", 17) == ALLOWED


def test_nothing_is_typed_into_a_terminal(ask):
    assert ask("ioctl", 0, 0x5412) == errno.EPERM
    assert ask("ioctl", 0, 0x5401) == ALLOWED


@pytest.mark.parametrize("name", ["prlimit64", "sched_setaffinity"])
def test_it_settles_its_own_affairs_and_not_those_of_others(ask, name):
    assert ask(name, 0) == ALLOWED
    assert ask(name, OWN) == ALLOWED
    assert ask(name, OWN + 1) == errno.EPERM


@pytest.mark.parametrize(("name", "process", "user"), [("setpriority", 0, 2), ("ioprio_set", 1, 3)])
def test_it_makes_nobody_else_wait(ask, name, process, user):
    assert ask(name, process, 0) == ALLOWED
    assert ask(name, process, OWN + 1) == errno.EPERM
    # 0 means all processes of this user there.
    assert ask(name, user, 0) == errno.EPERM


def test_modes_and_times_of_files_are_left_alone_without_an_error(ask):
    for name in ("fchmodat", "utimensat"):
        assert ask(name) == 0


def test_libzmq_is_told_that_its_threads_are_as_it_wants_them(ask):
    for name in ("sched_setscheduler", "sched_setparam", "sched_setattr"):
        assert ask(name, OWN + 1) == 0


def test_a_newer_landlock_cuts_files_itself(machine):
    program = program_a(machine, truncate=False, own=OWN)
    number = CALLS[machine]["truncate"]
    assert verdict(program, ARCHITECTURES[machine], number) == ALLOWED


def test_calls_with_other_numbers_do_not_come_through(machine):
    for program in (program_a(machine, truncate=True, own=OWN), program_b(machine)):
        assert verdict(program, OTHER, CALLS[machine]["read"]) == KILLED
    if machine == "x86_64":
        x32 = 0x40000000 | CALLS[machine]["socket"]
        assert verdict(program, ARCHITECTURES[machine], x32, INET, STREAM) == errno.EPERM
