"""The findings on paper: for people, and for programs."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import sys
from collections.abc import Sequence

from dobotkit.doctor.finding import Finding, State

__all__ = ["as_json", "print_report", "status", "summary"]

_ORDER = [State.GOOD, State.WARNING, State.BAD]
_STYLES = {State.GOOD: "green", State.WARNING: "yellow", State.BAD: "bold red"}
# Never the colour alone, and words where the console has no such signs.
_SIGNS = {State.GOOD: "✓", State.WARNING: "! warning", State.BAD: "✗ bad"}
_WORDS = {State.GOOD: "ok", State.WARNING: "warning", State.BAD: "bad"}


def status(findings: Sequence[Finding]) -> int:
    """Return the exit status: 1 if anything is bad, else 0."""
    return int(any(finding.state is State.BAD for finding in findings))


def summary(findings: Sequence[Finding]) -> str:
    """Return all findings in one sentence."""
    good, warnings, bad = (sum(f.state is state for f in findings) for state in _ORDER)
    if bad:
        return f"Something is broken: {bad} bad, {_many(warnings)}, {good} good."
    if warnings:
        return f"Ready, with a remark: {_many(warnings)}, {good} good."
    return f"Ready: all {good} are good."


def as_json(findings: Sequence[Finding]) -> str:
    """Return one JSON object in ASCII: version, summary, findings."""
    report = {
        "version": _version(),
        "summary": summary(findings),
        "findings": [dataclasses.asdict(finding) for finding in _sorted(findings)],
    }
    return json.dumps(report, indent=1)


def print_report(findings: Sequence[Finding]) -> None:
    """Print the findings to standard output, the worst last, and the summary."""
    signs, arrow = _SIGNS, "→"
    if not _can_print("".join(_SIGNS.values()) + arrow):
        signs, arrow = _WORDS, "->"
    for finding in _sorted(findings):
        worth_it = finding.state is not State.GOOD
        if worth_it:
            _say("")
        _say(f": {finding.what}", f"{signs[finding.state]} {finding.name}", _STYLES[finding.state])
        if finding.why and (worth_it or finding.advice):
            _say(f"    {finding.why}")
        if finding.advice:
            _say(f"    {arrow} {finding.advice}")
    _say("")
    _say(summary(findings), f"dobotkit {_version()}: ", "bold")


def _sorted(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: _ORDER.index(finding.state))


def _many(warnings: int) -> str:
    return f"{warnings} warning{'' if warnings == 1 else 's'}"


def _version() -> str:
    try:
        return importlib.metadata.version("dobotkit-classroom")
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"


def _can_print(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _say(text: str, first: str = "", style: str = "") -> None:
    """Print one line, `first` in `style` where there is colour; lines are not broken."""
    try:
        from rich.console import Console  # noqa: PLC0415 - it may be what is missing
        from rich.text import Text  # noqa: PLC0415 - as above
    except ImportError:
        encoding = sys.stdout.encoding or "ascii"
        sys.stdout.write((first + text).encode(encoding, "replace").decode(encoding) + "\n")
        return
    Console().print(Text.assemble((first, style), text), highlight=False, soft_wrap=True)
