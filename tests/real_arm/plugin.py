"""What pytest is told on the command line, and what it does then.

``--dobot-port`` chooses a real arm by its serial port. Then only the tests
that know both arms run, one after the other, and at the end there is a report.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.real_arm.bench import HIGHEST_FLOOR, HOME_HEIGHT, LOWEST_FLOOR, SLOW, Bench
from tests.real_arm.lock import BenchLock, BenchTaken
from tests.real_arm.report import adapter_of, build, to_json, to_text
from tests.real_arm.terminal import ask, has_terminal, say

__all__ = [
    "FIXTURE",
    "NAME",
    "RealArm",
    "pytest_addoption",
    "pytest_configure",
    "pytest_generate_tests",
]

NAME = "dobotkit-real-arm"
# What a test asks for that knows both arms.
FIXTURE = "either_bench"
YES = ("y", "yes")
_PATIENCE_S = 600
_BEST_FIRST = ("passed", "skipped", "failed")
_OURS = ("dobotkit bench report", '{\n  "format"')


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("a real arm", "see docs/real-arm.md")
    group.addoption(
        "--dobot-port",
        metavar="PORT",
        default="",
        help="run the tests for both arms on the arm at this port too, such as COM3",
    )
    group.addoption(
        "--dobot-floor",
        metavar="Z",
        type=float,
        default=-10.0,
        help="the wrist never goes below this height in mm, seen from the shoulder (-10)",
    )
    group.addoption(
        "--dobot-yes",
        action="store_true",
        help="ask nothing: the space is free, somebody stands at the switch",
    )
    group.addoption(
        "--dobot-report", metavar="FILE", help="where to write the bench report (.txt or .json)"
    )


def pytest_configure(config: pytest.Config) -> None:
    if not config.option.dobot_port:
        if config.option.dobot_report:
            raise pytest.UsageError("--dobot-report needs --dobot-port: which arm is it about?")
        return
    if not LOWEST_FLOOR <= config.option.dobot_floor <= HIGHEST_FLOOR:
        raise pytest.UsageError(
            f"--dobot-floor is a height from {LOWEST_FLOOR:g} to {HIGHEST_FLOOR:g} mm."
        )
    if getattr(config.option, "numprocesses", None) or hasattr(config, "workerinput"):
        raise pytest.UsageError("One arm cannot be tested in parallel: leave out -n.")
    if config.option.collectonly:
        return
    if not (config.option.dobot_yes or has_terminal(config)):
        raise pytest.UsageError(
            "There is no terminal at which somebody can be asked before the arm moves. "
            "If the space is free and somebody stands at the switch, add --dobot-yes."
        )
    config.pluginmanager.register(RealArm(config), NAME)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each test that knows both arms runs on the simulated one, and on the real one if given."""
    if FIXTURE not in metafunc.fixturenames:
        return
    missing = pytest.mark.skip(reason="needs a real arm: --dobot-port, see docs/real-arm.md")
    real = pytest.param("real", marks=() if metafunc.config.option.dobot_port else missing)
    metafunc.parametrize(FIXTURE, ["simulated", real], indirect=True, scope="session")


class RealArm:
    """One run on one real arm.

    Parameters
    ----------
    config:
        pytest's, with our options.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._options = config.option
        self._lock: BenchLock | None = None
        self.bench = Bench(self._options.dobot_port, self._options.dobot_floor, self._may_move)
        self._outcomes: dict[str, str] = {}

    def take(self) -> Bench:
        """The bench, from now on for this run alone."""
        if self._lock is None:
            try:
                self._lock = BenchLock(self._options.dobot_port)
            except BenchTaken:
                pytest.exit("Another run of the tests has this arm. Wait for its end.", 4)
        return self.bench

    def _may_move(self) -> bool:
        if self._options.dobot_yes:
            return True
        answer = ask(self._config, f"{self._plan()}\nType yes to let it move:")
        return answer.casefold() in YES

    def _plan(self) -> str:
        floor = self.bench.floor
        home = "  1. It goes home: it sweeps its base, and ends in front of it at about z = -8 mm."
        if floor > HOME_HEIGHT:
            home = (
                f"  1. It does not go home, which is below z = {floor:g} mm. It must have found\n"
                "     its zero marks since it was switched on, or it does not know where it is."
            )
        return (
            "The arm is about to move.\n"
            f"{home}\n"
            f"  2. It moves slowly (at most {SLOW:g} mm/s) in a box of 60 x 80 x 50 mm in front\n"
            f"     of it, from z = {floor + 20:g} to {floor + 70:g} mm. Its wrist never goes "
            f"below z = {floor:g} mm;\n"
            "     what hangs below the wrist is nearer to the table.\n"
            "  3. Its pump runs for a moment. All in all about two minutes.\n"
            "Is everything free 40 cm round its base, and does somebody stand at its switch?"
        )

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Only the tests that know both arms: nobody waits minutes for a question."""
        ours = [item for item in items if FIXTURE in getattr(item, "fixturenames", ())]
        if len(ours) < len(items):
            self._config.hook.pytest_deselected(items=[i for i in items if i not in ours])
            items[:] = ours
        for item in ours:
            # A person may have to answer first, and homing takes its time.
            item.add_marker(pytest.mark.timeout(_PATIENCE_S))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the outcome by the name of the function, and nothing that it said."""
        function, _, parameter = report.nodeid.rpartition("::")[2].partition("[")
        if not parameter.startswith("real"):
            return
        name = function.removeprefix("test_")
        # Of several runs and of their beginnings and ends, the worst counts.
        known = self._outcomes.get(name, _BEST_FIRST[0])
        self._outcomes[name] = max(known, report.outcome, key=_BEST_FIRST.index)

    def pytest_terminal_summary(self, exitstatus: int) -> None:
        """Show the report, whole, and write it where the person says."""
        # Whoever presses Ctrl-C has other things to do than to answer questions.
        if not self.bench.findings.version or exitstatus == pytest.ExitCode.INTERRUPTED:
            return
        report = build(
            self.bench.findings,
            self._outcomes,
            adapter=adapter_of(self._options.dobot_port),
            floor=self.bench.floor,
        )
        path = Path(self._options.dobot_report) if self._options.dobot_report else None
        text = to_json(report) if path and path.suffix == ".json" else to_text(report)
        say(self._config, f"\n{text}\nThis is the whole report.")
        path = self._agreed(path)
        if path is not None:
            say(self._config, _write(path, text))

    def _agreed(self, path: Path | None) -> Path | None:
        if self._options.dobot_yes:
            return path
        if path is not None:
            answer = ask(self._config, f"Write exactly this to {path}? Type yes:")
            return path if answer.casefold() in YES else None
        answer = ask(self._config, "Write exactly this to a file? Type its name, or Enter for no:")
        return Path(answer) if answer else None

    def pytest_unconfigure(self) -> None:
        if self._lock is not None:
            self._lock.__exit__()


def _write(path: Path, text: str) -> str:
    """Write the report; only a report is ever replaced."""
    try:
        if path.exists() and not path.read_text("utf-8", "replace").startswith(_OURS):
            return f"Not written: {path} is there already, and is no report."
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        return f"Not written: {path}: {error.strerror or error}."
    return f"Written to {path}. Nothing was sent."
