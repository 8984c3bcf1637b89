"""What lesson 10 uses: a card to look at, check digits by hand, a hunt for what was left.

::

    from dobotkit.lesson import cards

    cards.picture(card)               # how a SPECIMEN card looks
    cards.explain(card.lines)         # which characters of its lines say what
    cards.by_hand("520727")           # a check digit, step by step
    folder = cards.folder()           # an empty one, for a careless program
    cards.hunt(folder, card)          # what is left of a card in it
    cards.hunt_lab(*cards.laid().values())   # and of the cards on the table, in this lab
    desk = cards.on_paper(arm)        # after a no: no camera, no card is read
"""

from __future__ import annotations

from dobotkit.lesson.cards.by_hand import by_hand
from dobotkit.lesson.cards.hunting import folder, hunt, hunt_lab
from dobotkit.lesson.cards.lines import explain
from dobotkit.lesson.cards.on_paper import on_paper
from dobotkit.lesson.cards.on_the_table import laid
from dobotkit.lesson.cards.picture import picture

__all__ = ["by_hand", "explain", "folder", "hunt", "hunt_lab", "laid", "on_paper", "picture"]
