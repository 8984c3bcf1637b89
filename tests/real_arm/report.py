"""The bench report: plain data, then text or JSON.

It goes to people who do not know whose arm it is, and should not: it holds
numbers, and words that stand in this file. Whatever an arm or a computer
says as text (names, serial number, paths, messages of errors) has no field
here.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from dobotkit.arm.usb import listed_ports
from tests.real_arm.findings import Findings, Fit, Timing
from tests.real_arm.lock import one_name

__all__ = ["FORMAT", "adapter_of", "build", "to_json", "to_text"]

FORMAT = 1
_SYSTEMS = ("Linux", "Windows", "Darwin")
_OUTCOMES = ("passed", "failed", "skipped")


def adapter_of(port: str) -> str:
    """Which kind of USB adapter is at a port, of the three that are known."""
    here = one_name(port)
    found = (listed.adapter for listed in listed_ports() if one_name(listed.address) == here)
    return next(found, None) or "unknown"


def build(
    findings: Findings, outcomes: Mapping[str, str], *, adapter: str, floor: float
) -> dict[str, Any]:
    """Collect everything that goes into the report.

    Parameters
    ----------
    findings:
        What was measured.
    outcomes:
        ``"passed"``, ``"failed"`` or ``"skipped"`` by the name of the test.
    adapter:
        Kind of USB adapter.
    floor:
        Lowest height that the tests were allowed, in mm.
    """
    system = platform.system()
    return {
        "format": FORMAT,
        "python": list(sys.version_info[:2]),
        "system": system if system in _SYSTEMS else "other",
        "adapter": adapter,
        "floor_mm": floor,
        "firmware": list(findings.version),
        "hardware_byte": findings.hardware,
        "tool_mm": [round(value, 2) for value in findings.tool],
        "tests": {name: outcomes[name] for name in outcomes if outcomes[name] in _OUTCOMES},
        "answer_bytes": {str(number): length for number, length in findings.lengths.items()},
        "exchanges_ms": {name: _rounded(timing) for name, timing in findings.exchanges.items()},
        "asked_minus_reported_mm": [round(value, 4) for value in findings.asked_reported],
        "turn_error_deg": _round(findings.turn_error, 4),
        "came_back_mm": _round(findings.came_back, 4),
        "formula_error_mm": _round(findings.model_error, 6),
        "time_over_expected": _round(findings.speed_ratio, 4),
        "home_s": _round(findings.home_s, 2),
        "braking_mm": _round(findings.braking_mm, 2),
        "planner": {name: _rounded(fit) for name, fit in findings.fits.items()},
        "alarms": sorted(findings.alarms),
        "alarms_of_a_far_target": None
        if findings.alarm_of_far_target is None
        else list(findings.alarm_of_far_target),
        "queue_goes_on_under_alarm": findings.queue_under_alarm,
        "index_restarts_after_clear": findings.index_restarts,
    }


def to_json(report: Mapping[str, Any]) -> str:
    """The report for a program."""
    return json.dumps(report, indent=2) + "\n"


def to_text(report: Mapping[str, Any]) -> str:
    """The report for a person: the same numbers, with what they mean."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Mapping[str, Any]) -> Iterable[str]:
    yield f"dobotkit bench report, format {report['format']}"
    yield "It holds no serial number, port, name of a person or of a computer, and no date."
    yield ""
    yield _row("system", f"{report['system']}, Python {_dotted(report['python'])}")
    yield _row("USB adapter", report["adapter"])
    yield _row("firmware", _dotted(report["firmware"]) or "not read")
    yield _row("hardware byte", _or_dash(report["hardware_byte"]))
    yield _row("tool offset", ", ".join(f"{v:g}" for v in report["tool_mm"]) or "-", "mm")
    yield _row("floor", _or_dash(report["floor_mm"]), "mm")
    yield _row("homing", _or_dash(report["home_s"]), "s")
    yield ""
    yield "tests"
    for name, outcome in report["tests"].items():
        yield f"  {outcome:<8} {name}"
    yield ""
    yield "exchanges, in ms      count   median      p95  longest"
    for name, timing in report["exchanges_ms"].items():
        count, median, p95, longest = timing.values()
        yield f"  {name:<18} {count:>7} {median:>8.2f} {p95:>8.2f} {longest:>8.2f}"
    yield ""
    yield _row("asked minus reported", _spread(report["asked_minus_reported_mm"]))
    yield _row("the same for r", _or_dash(report["turn_error_deg"]), "degrees")
    yield _row("came back within", _or_dash(report["came_back_mm"]), "mm")
    yield _row("formula of the kit", _or_dash(report["formula_error_mm"]), "mm")
    yield _row("time over expected", _or_dash(report["time_over_expected"]))
    yield _row("way after stop", _or_dash(report["braking_mm"]), "mm")
    yield ""
    yield "planner: the arm against the simulator; one number fitted, the start"
    for name, fit in report["planner"].items():
        yield (
            f"  {name:<8} {fit['samples']} samples in {fit['seconds']:.2f} s, "
            f"start {fit['start_ms']:.1f} ms, rms {fit['rms']:.3f} mm, "
            f"largest {fit['largest']:.3f} mm"
        )
    yield ""
    yield _row("alarms seen", _codes(report["alarms"]))
    yield _row("alarms of a far target", _codes(report["alarms_of_a_far_target"]))
    goes_on = report["queue_goes_on_under_alarm"]
    yield _row("queue under an alarm", _choice(goes_on, "goes on", "waits"))
    restarts = report["index_restarts_after_clear"]
    yield _row("index after a clear", _choice(restarts, "starts again", "goes on"))
    yield ""
    yield "length of answers, in bytes, by command"
    for number, length in report["answer_bytes"].items():
        yield f"  {number:>3}  {'no answer' if length is None else length}"


def _row(label: str, value: str, unit: str = "") -> str:
    return f"{label:<24}{value} {unit}".rstrip()


def _rounded(values: Timing | Fit) -> dict[str, float]:
    return {
        name: value if isinstance(value, int) else round(value, 4)
        for name, value in values._asdict().items()
    }


def _round(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def _dotted(numbers: Iterable[int]) -> str:
    return ".".join(map(str, numbers))


def _or_dash(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"


def _spread(values: list[float]) -> str:
    if not values:
        return "-"
    mean = sum(values) / len(values)
    return f"mean {mean:.4f} mm, largest {max(values):.4f} mm, at {len(values)} places"


def _codes(codes: list[int] | None) -> str:
    if codes is None:
        return "not tried"
    return ", ".join(f"0x{code:02X}" for code in codes) or "none"


def _choice(value: bool | None, yes: str, no: str) -> str:  # noqa: FBT001  # three states
    return "not tried" if value is None else yes if value else no
