"""What is right and wrong with this computer, before a lesson finds out: ``dobotkit doctor``.

Every check is a function that is handed what it looks at, and returns findings:
what is, why it matters, what to type. The checks stand in one file for each
part of the computer; ``examine`` hands them this computer and runs them beside
each other, and ``report`` writes down what they found.

The doctor uses no network, moves no arm, and opens no serial port unless it is
asked to (``handshake``).
"""

from __future__ import annotations

from dobotkit.doctor.examine import examine
from dobotkit.doctor.finding import Finding, State
from dobotkit.doctor.report import as_json, print_report, status

__all__ = ["Finding", "State", "as_json", "examine", "print_report", "status"]
