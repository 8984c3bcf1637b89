"""The report about an error: enough to find it, and nothing about anybody."""

from __future__ import annotations

import contextlib
import functools
import gc
import re
import socket
import sys
import weakref

import pytest
import serial

from dobotkit import Arm, lesson
from dobotkit.crash import FILE, CrashReport, crash_report
from dobotkit.errors import DobotKitError, NotYours, OutOfReach, ReportError, WrongValue
from dobotkit.session.permission import Permission
from tests.arm.bench import fresh_address

NAME = "zoe-lehmann-7b"
HEAD = [
    r"dobotkit crash report, format 1",
    r"It holds no text of an error, no value, no name, no path, no line of a cell, no date.",
    r"",
    r"kit     (\d+\.\d+\.\d+(\.?\w+)*|not installed)",
    r"python  3\.\d\d",
    r"system  (Linux|Windows|macOS|other)",
    r"",
]
# All that may stand below: closed words, names of classes, names of modules, numbers.
STEP = re.compile(
    r"((one of these|because of|while dealing with): )?(a kind of )?[A-Z]\w+|an error"
    r"|  dobotkit(\.\w+)+:\d+|  (and )?\d+ (outside the kit|before these)|"
)


def raised(work, *things, **more):
    try:
        work(*things, **more)
    except BaseException as error:  # noqa: BLE001 - whatever comes
        return error
    raise AssertionError("nothing went wrong")


def body(error):
    lines = CrashReport(error).text.splitlines()
    for pattern, line in zip(HEAD, lines, strict=False):
        assert re.fullmatch(pattern, line), line
    told = lines[len(HEAD) :]
    for line in told:
        assert STEP.fullmatch(line), line
    return told


def refused_by_the_kit():
    Permission("token", NAME, "why")


def test_it_tells_the_class_and_the_lines_of_the_kit():
    told = body(raised(refused_by_the_kit))
    assert told[0] == "WrongValue"
    assert told[1:3] == ["  3 outside the kit", told[2]] or told[1].endswith("outside the kit")
    assert re.fullmatch(r"  dobotkit\.session\.permission:\d+", told[-1])


def test_it_tells_what_came_before():
    def chain():
        try:
            refused_by_the_kit()
        except WrongValue:
            try:
                int(NAME)
            except ValueError as error:
                raise KeyError(NAME) from error

    told = [line for line in body(raised(chain)) if not line.startswith("  ")]
    assert told == [
        "KeyError",
        "",
        "because of: ValueError",
        "",
        "while dealing with: WrongValue",
    ]


def test_it_tells_every_one_of_a_group():
    def group():
        errors = [raised(refused_by_the_kit), OSError(2, NAME, f"/home/{NAME}"), ValueError(NAME)]
        raise ExceptionGroup(NAME, errors)

    told = [line for line in body(raised(group)) if line and not line.startswith("  ")]
    assert told == [
        "ExceptionGroup",
        "one of these: WrongValue",
        "one of these: FileNotFoundError",
        "one of these: ValueError",
    ]


def test_errors_that_go_round_in_a_circle_come_to_an_end():
    one, other = ValueError(NAME), KeyError(NAME)
    one.__cause__, other.__cause__ = other, one
    assert body(one) == ["ValueError", "", "because of: KeyError"]


def test_a_long_chain_and_a_deep_one_are_cut():
    def deep(n):
        return deep(n - 1) if n else refused_by_the_kit()

    told = body(raised(deep, 900))
    assert len(told) < 10
    assert re.fullmatch(r"  and \d{3} before these", told[-1])
    error = ValueError()
    for _ in range(1000):
        error, before = ValueError(NAME), error
        error.__cause__ = before
    assert sum("ValueError" in line for line in body(error)) == 20


class ZoeLehmann(OutOfReach):
    """A class of a pupil's own."""


def of_a_class(name, base, **attributes):
    return type(name, (base,), attributes)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (of_a_class("ZoeLehmann", ValueError), "a kind of ValueError"),
        (of_a_class("ZoeLehmann", serial.SerialException), "a kind of SerialException"),
        (
            of_a_class("ZoeLehmann", DobotKitError, __init__=object.__init__),
            "a kind of DobotKitError",
        ),
        (of_a_class("ZoeLehmann", KeyError, __module__="builtins"), "a kind of KeyError"),
        (of_a_class("KeyError", KeyError, __module__="builtins"), "a kind of KeyError"),
        (of_a_class("ZoeLehmann", KeyError, __module__="dobotkit.errors"), "a kind of KeyError"),
        (of_a_class("ZoeLehmann", BaseException), "a kind of BaseException"),
        (socket.gaierror, "gaierror"),
    ],
)
def test_a_class_that_somebody_has_named_is_told_by_what_it_is_a_kind_of(kind, told):
    error = kind.__new__(kind)
    lines = CrashReport(error).text.splitlines()[len(HEAD) :]
    assert lines == [told]


PLANTED = [
    NAME,
    "2012-05-12",
    "zoe@school.example",
    "pc-room-7-seat-12",
    "DT2305-0042-7731",
    "/home/zoe.lehmann/kit",
]


@pytest.fixture
def planted(monkeypatch, tmp_path):
    folder = tmp_path / "home" / "zoe.lehmann" / NAME
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    for variable in ("USER", "USERNAME", "LOGNAME", "HOSTNAME", "COMPUTERNAME", "DOBOTKIT_PORT"):
        monkeypatch.setenv(variable, NAME)
    return folder


def with_values(arm, text, secret):
    held = {text: secret}
    arm.move_to(1e6, 0, 0)
    return held


def cells(planted):
    """Ways for names to get near an error."""

    def in_a_cell():
        code = f"def zoe_lehmann():\n    raise ValueError({PLANTED!r})\nzoe_lehmann()"
        exec(compile(code, f"{NAME}.ipynb", "exec"))  # noqa: S102 - as a kernel does it

    yield in_a_cell
    yield (planted / f"{PLANTED[1]}.csv").read_text
    yield lambda: Arm(f"dobotsim://{NAME}?fault={NAME}")
    yield lambda: Arm(f"/dev/ttyUSB-{PLANTED[4]}")
    yield lambda: Permission("token", "camera", PLANTED)
    yield lambda: (_ for _ in ()).throw(NotYours(*PLANTED[:2], rule=NAME, used=NAME))
    yield functools.partial(int, PLANTED[2])
    yield lambda: __import__(NAME.replace("-", "_"))

    def noted():
        error = KeyError(*PLANTED)
        for one in PLANTED:
            error.add_note(one)
        raise error

    yield noted

    def moved():
        with Arm(fresh_address()) as arm:
            with_values(arm, PLANTED[0], PLANTED[1:])

    yield moved

    def pretends_to_be_the_kits():
        path = f"{sys.modules['dobotkit'].__path__[0]}/{NAME}.py"
        exec(compile(f"raise ValueError({NAME!r})", path, "exec"))  # noqa: S102 - as above

    yield pretends_to_be_the_kits


def test_nothing_of_what_was_planted_is_in_any_report(planted):
    seen = 0
    for cell in cells(planted):
        error = raised(cell)
        report = CrashReport(error)
        body(error)
        told = f"{report}{report!r}{report._repr_mimebundle_()}{vars(report)}{report.why()}".lower()
        for one in (*PLANTED, "lehmann", "zoe", "pytest-of", "ttyusb"):
            assert one.lower() not in told, one
        seen += 1
    assert seen == 11


def test_what_was_planted_was_near(planted):
    """The positive control: the errors themselves are full of it."""
    import traceback  # noqa: PLC0415 - the kit's report does without its texts

    full = ""
    for cell in cells(planted):
        error = raised(cell)
        whole = traceback.TracebackException.from_exception(error, capture_locals=True)
        full += "".join(whole.format())
    for one in PLANTED[:3] + PLANTED[4:5]:
        assert one in full, one


class TestKeeping:
    @pytest.fixture
    def report(self, planted):
        assert planted
        return CrashReport(raised(refused_by_the_kit))

    @pytest.mark.parametrize(
        "show", [str, print, lambda report: report._repr_mimebundle_(include=None, exclude=None)]
    )
    def test_after_it_was_shown(self, report, planted, show):
        show(report)
        assert str(report.keep()) == FILE
        assert (planted / FILE).read_bytes() == report.text.encode()
        assert [path.name for path in planted.iterdir()] == [FILE]

    def test_not_before(self, report, planted):
        repr(report)
        hash(report)
        with pytest.raises(ReportError, match="not shown yet"):
            report.keep()
        assert not list(planted.iterdir())

    def test_over_nothing(self, report, planted):
        (planted / FILE).write_text("mine")
        str(report)
        with pytest.raises(ReportError, match="already") as refused:
            report.keep()
        assert NAME not in str(refused.value)
        assert (planted / FILE).read_text() == "mine"

    def test_not_through_a_link(self, report, planted):
        with contextlib.suppress(OSError, NotImplementedError):
            (planted / FILE).symlink_to(planted / "elsewhere")
        str(report)
        if (planted / FILE).is_symlink():
            with pytest.raises(ReportError):
                report.keep()
        assert not (planted / "elsewhere").exists()

    def test_where_nothing_can_be_written(self, report, planted, monkeypatch):
        gone = planted / "gone"
        gone.mkdir()
        monkeypatch.chdir(gone)
        gone.rmdir()
        str(report)
        with pytest.raises(ReportError, match="cannot be written") as refused:
            report.keep()
        assert NAME not in str(refused.value)
        assert refused.value.__suppress_context__

    def test_it_says_why(self, report):
        why = report.why()
        assert why.startswith("Rule “crash report”.")
        assert report.used in why


def test_it_keeps_nothing_of_the_error():
    class Held:
        """Something that a function had when it went wrong."""

    held = Held()
    alive = weakref.ref(held)

    def work(thing):
        raise ValueError(thing)

    report = CrashReport(raised(work, held))
    del held
    gc.collect()
    assert alive() is None
    assert "ValueError" in str(report)


def test_without_an_error_there_is_no_report(monkeypatch):
    for name in ("last_exc", "last_value"):
        monkeypatch.delattr(sys, name, raising=False)
    with pytest.raises(ReportError, match="no error"):
        crash_report()


def test_in_a_notebook_it_is_about_the_last_error():
    from IPython.core.interactiveshell import InteractiveShell  # noqa: PLC0415 - slow

    shell = InteractiveShell()
    shell.run_cell(f"raise LookupError({NAME!r})", store_history=False)
    shell.run_cell("from dobotkit import lesson\nreport = lesson.crash_report()")
    report = shell.user_ns["report"]
    assert "LookupError" in report.text
    with pytest.raises(ReportError):
        report.keep()
    plain = shell.display_formatter.format(report)[0]["text/plain"]
    assert plain == report.text
    assert report._shown
    assert lesson.crash_report().text == report.text
