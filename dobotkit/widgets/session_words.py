"""What a panel says about a session, in words that stand on their own."""

from __future__ import annotations

import math
from typing import Any

from dobotkit.client import client
from dobotkit.errors import KeeperGone, SessionError
from dobotkit.mode import say_banner
from dobotkit.policy.inventory import inventory
from dobotkit.rights_messages import SAYS
from dobotkit.session.allowed import Allowed
from dobotkit.session.ledger import QUIET
from dobotkit.session.rights import Rights
from dobotkit.session.session import Session

__all__ = ["state_of"]

# The bar of points ends at the next step: a total of 3 and one of 90 are both seen.
_STEP = 25


def state_of(session: Session | Rights) -> dict[str, Any]:
    """Return what a session is like now, as the keeper says; ``over`` says why there is none.

    Of a session that is over nothing else is told: it is forgotten here as well.
    """
    try:
        now = session.now
    except SessionError:
        return {"over": "This session has ended, and all about it is forgotten."}
    except KeeperGone as error:
        return {"over": f"{error.what} {error.advice}"}
    registry = inventory().permissions
    return {
        "over": "",
        "banner": say_banner(client().mode),
        "pseudonym": now.pseudonym,
        "colour": now.colour,
        "minutes": math.ceil(now.seconds / 60),
        "on": [{"name": name, "words": registry[name].words} for name in now.on],
        "withdrawn": list(now.withdrawn),
        "points": now.points,
        "most": max(_STEP, math.ceil(now.points / _STEP) * _STEP),
        "kept": now.kept,
        "permissions": [
            {"name": name, "state": state, "words": registry[name].never or registry[name].words}
            for name, state in Allowed(now).states.items()
        ],
        "says": list(SAYS.items()),
        "quiet": "" if now.noted else QUIET,
    }
