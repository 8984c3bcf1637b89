"""``explain``: why something was decided, by which rule, and from what."""

from __future__ import annotations

import difflib

from dobotkit.errors import ArmError, WrongValue
from dobotkit.rules import RULES, say, with_unit
from dobotkit.session.tables import paragraphs

__all__ = ["Explanation", "explain"]


class Explanation:
    """Why something was decided.

    Attributes
    ----------
    text:
        All of it, in words.
    rule:
        The name of the rule; empty if there is none, or if these are all rules.
    used:
        What was looked at to decide it; empty if nothing was decided.
    """

    def __init__(self, text: str, *, rule: str = "", used: str = "") -> None:
        self.text = text
        self.rule = rule
        self.used = used

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return paragraphs(self.text)


def explain(decision: object = None) -> Explanation:
    """Explain a decision; see ``Rights.explain``."""
    if decision is None:
        return Explanation(
            "\n".join(
                [
                    (
                        "These are all the rules by which the kit decides something by itself. No "
                        "list is kept of whom they met. To have one decision explained: "
                        "except DobotKitError as error: print(error.why())"
                    ),
                    *(f"{rule}: {say(rule)}" for rule in RULES),
                ]
            )
        )
    if isinstance(decision, str):
        return Explanation(_said(decision), rule=decision)
    why = getattr(decision, "why", None)
    if not callable(why) or isinstance(decision, type):
        raise WrongValue(
            f"This is no decision of the kit: {type(decision).__name__}.",
            "Give an error of the kit, something that has .why(), or the name of a rule. "
            "session.rights.explain() lists all rules.",
        )
    used = getattr(decision, "used", "")
    if isinstance(decision, ArmError) and decision.value is not None:
        used = with_unit(decision.value, decision.unit)
    rule = getattr(decision, "rule", "")
    return Explanation(str(why()), rule=str(rule), used=str(used))


def _said(rule: str) -> str:
    if rule in RULES:
        return f"Rule “{rule}”. {say(rule)}"
    close = difflib.get_close_matches(rule, RULES, n=1)
    raise WrongValue(
        f"There is no rule called {rule[:40]!r}.",
        f"Did you mean {close[0]!r}?" if close else "session.rights.explain() lists all rules.",
    )
