"""Why something was refused, in words: the rule, what was asked, what is allowed, who says so.

An :class:`~dobotkit.errors.ArmError` carries the rule as data; this makes sentences of it,
the same in a notebook and in the keeper.
"""

from __future__ import annotations

import math
from typing import Literal

__all__ = [
    "RULES",
    "SESSION_RULES",
    "TAKEN_NAMES",
    "SetBy",
    "Unit",
    "allowed",
    "explain",
    "say",
    "with_unit",
]

Unit = Literal["", "mm", "mm/s", "mm/s²", "°", "°/s", "°/s²", "%", "ms", "pulses/s", "g"]

SetBy = Literal["", "arm", "desk", "kit"]
"""Who has made a rule: the arm's maker, the teacher for this desk, or the kit."""

# What each rule is about.
_ABOUT = {
    "reach": "how far the arm's two links can stretch and fold",
    "j1": "how far the base (j1) turns",
    "j2": "how far the rear arm (j2) leans",
    "j3": "how far the forearm (j3) tilts",
    "j4": "how far the wrist (j4) turns",
    "j2-j3": "how far the arm stretches (j2 − j3)",
    "j3-j2": "how far the arm folds (j3 − j2)",
    "table": "how low the tool may go before it touches the table (z)",
    "speed": "how fast the end of the arm may be",
    "speed round corners": "how fast the end of the arm may go round corners",
    "velocity": "how fast the end of the arm may be",
    "acceleration": "how quickly the arm may get faster and slower",
    "turning speed": "how fast the end of the arm may turn",
    "turning acceleration": "how quickly its turning may get faster and slower",
    "joint speed": "how fast a joint may turn",
    "joint acceleration": "how quickly a joint may get faster and slower",
    "ratio": "which share of its speed the arm uses",
    "height of a jump": "how high the arm may lift its tool in a jump",
    "second height of a jump": "how far a jump comes down at its end: as far as it went up",
    "belt speed": "how fast the belt may run",
    "tool": "the length of the tool that is fitted at this desk",
    "load": "how heavy a thing may be that the arm carries",
    "place on the rail": "how long the rail is",
    "pause": "how long the arm may do nothing",
    "limit for lost steps": "how far a joint may be off before its motor counts as slipped",
    "number of circles": "how many circles it goes round in one command",
    "mode of moving": "the ways of moving that there are, by their numbers",
    "mode of a path": "the ways to say where a path goes, by their numbers",
}

# 0 is no speed: a move at it would never end.
_NOT_0 = frozenset(("speed", "speed round corners"))

# Rules without a number: they need a sentence of their own.
_SENTENCES = {
    "silence": "The keeper stops an arm by itself when its notebook has said nothing for "
    "5 seconds: nobody could stop it from there.",
    "laser": "The laser is off at this desk, because its light can burn eyes and paper.",
    "teacher's word": "A real arm moves only after a person has looked at it and said so, "
    "because nobody can see from here whether a hand is in its way.",
    "rail": "An arm on a rail takes its reach along, so the table and the closed boxes of this "
    "desk would not be where the rules have them.",
    "jog": "Jogging has no end, so nobody can work out beforehand where it leads.",
    "queue": "A move waits for its turn in the arm's queue, because nobody would know what "
    "became of one that does not.",
    "command": "A command is passed on to the arm only where somebody can work out beforehand "
    "what the arm will do.",
}

SESSION_RULES = {
    "token": "Nobody here knows names, so only its token proves whose a session is. The keeper "
    "keeps nothing from which a lost token could be worked out: not even a teacher can.",
    "crash report": "A report about an error names classes of errors and lines of the kit's own "
    "files. Texts, values, paths and lines of cells stay out of it, because they may tell of "
    "somebody; and it is kept only after it was shown.",
    "guessing": "Whoever guesses tokens has to wait between one and the next, so that guessing "
    "helps nobody, and the keeper has time for all others.",
    "permission": "What a permission protects is opened only between the first and the last line "
    "of the cell that asks for it, so that nothing is on that nobody asked for.",
    "withdrawn": "A permission can be taken back at any time, and then it stays back until the "
    "same person gives it again.",
    "never": "The kit needs it for nothing, so it is given to nobody.",
    "one purpose": "Each kind of note is made for one purpose, and read for that purpose only.",
    "one use": "What was found out about people is used for what it was asked for and for nothing "
    "else: it is shown, and not kept, sent, counted together or handed on.",
    "correct": "What was drawn is drawn again, and never typed: a typed pseudonym would tell who "
    "somebody is. A ledger says what happened, so nobody can change it, not even you.",
    "complaints": "One session or notebook can fill only a part of the box, so that room is left "
    "for the complaints of all others.",
    "another file": "A copy replaces an older copy and no other file, so that nothing gets lost.",
    "copy": "A copy is read only if it is exactly as its schema says, so that nothing else comes "
    "in with it.",
    "shown": "At least 5 are counted and at least 5 are not, and together with all numbers that "
    "were shown before nothing follows about fewer.",
    "small-class": "Of a class of fewer than 5 nothing is shown.",
    "small-group": "A number is hidden if fewer than 5 are counted, or all but fewer than 5, or if "
    "such a number could be worked out from it together with those that were shown before. Which "
    "of these it was is not said, because that would be an answer too.",
    "enough-asked": "After about 60 different numbers about one class nothing new is shown.",
    "exercise": "An exercise is solved when what you hand to lesson.check is as its goal says. "
    "The same is checked for everybody, by itself; how long you took and how often you tried is "
    "not looked at.",
    "quiz": "An answer is right if it is the one that the lesson says is right. It is compared, "
    "and not kept.",
}
"""Rules by which it is decided about people's sessions, rights and exercises; made by the kit."""

TAKEN_NAMES = frozenset(_SENTENCES)
"""What no box may be called, so that nobody takes it for one of these rules."""

RULES = (*SESSION_RULES, *_SENTENCES, *_ABOUT)
"""The names of all rules by which the kit decides something by itself."""

_WHO = {
    "": "",
    "arm": "The arm's maker has set this: it is how the arm is built.",
    "desk": "A teacher decides this for the desk, on the keeper's page.",
    "kit": "The kit has set this, and it is the same everywhere.",
}


def explain(
    rule: str,
    *,
    value: float | None = None,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    set_by: SetBy = "",
) -> str:
    """Return one to three sentences about a rule that was not kept.

    Parameters
    ----------
    rule:
        Its name.
    value:
        What was asked for, or what it would take.
    low, high:
        What is allowed; None or infinite where there is no limit on that side.
    unit:
        Of these three.
    set_by:
        Who has made the rule.
    """
    who = _WHO[set_by]
    if rule in _SENTENCES:
        return f"{_SENTENCES[rule]} {who}".rstrip()
    span = allowed(low, high, unit, above=rule in _NOT_0)
    # A box may have any name, also that of a joint; but only boxes have no number.
    if set_by == "desk" and not span:
        return f"The box “{rule}” is closed to the arm, and the way would lead into it. {who}"
    about = f"The rule “{rule}” is about {_ABOUT[rule]}." if rule in _ABOUT else f"Rule: {rule}."
    if not span:
        return f"{about} {who}".rstrip()
    # "Would be", because of a place or a joint move nobody has asked for this very number.
    middle = f"{span.capitalize()} is allowed."
    if value is not None and not math.isnan(value):
        middle = f"Here it would be {with_unit(value, unit)}; {span} is allowed."
    return f"{about} {middle} {who}".rstrip()


def say(rule: str) -> str:
    """Return what one of ``RULES`` is about, without a value that met it."""
    return SESSION_RULES.get(rule) or explain(rule)


def allowed(low: float | None, high: float | None, unit: str = "", *, above: bool = False) -> str:
    """Return what is allowed, for example "0 to 90°" or "at least 5 mm".

    Parameters
    ----------
    low, high:
        None or infinite where there is no limit on that side; empty if there is none.
    unit:
        Of both.
    above:
        Whether ``low`` itself is not allowed.
    """
    if low is not None and not math.isfinite(low):
        low = None
    if high is None or not math.isfinite(high):
        if low is None:
            return ""
        return f"{'more than' if above else 'at least'} {with_unit(low, unit)}"
    if low is None:
        return f"at most {with_unit(high, unit)}"
    if above:
        return f"more than {_number(low)} and at most {with_unit(high, unit)}"
    return f"{_number(low)} to {with_unit(high, unit)}"


def with_unit(value: float, unit: str) -> str:
    """Return a number with its unit, as short as it can be told apart from its neighbours."""
    gap = "" if unit in {"", "°"} else " "
    return f"{_number(value)}{gap}{unit}"


def _number(value: float) -> str:
    # 95.3, 100, 0.25, 3600000
    return f"{value:.4g}" if abs(value) < 1e3 else f"{value:.0f}"  # noqa: PLR2004
