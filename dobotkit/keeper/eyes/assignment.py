"""Who is who, when several faces are compared with several templates at once.

Two faces in one picture are two faces: they cannot both be the same visitor. So faces are
not looked up one after the other; the pairs are chosen together, such that what they have
above the threshold, added up, is as much as it can be.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["best_pairs"]

# A pair that just reaches the threshold is worth more than no pair.
_LEAST = 1e-6


def best_pairs(similarities: NDArray[np.float32], threshold: float) -> dict[int, int]:
    """Return which row belongs to which column; a row or column belongs to one other at most.

    The Hungarian method in its form with potentials (Kuhn 1955, Munkres 1957), in time
    rows² × columns.

    Parameters
    ----------
    similarities:
        (rows, columns), float: of each face to each template.
    threshold:
        Pairs below it are none.

    Returns
    -------
    dict
        From rows to columns; rows that belong to no column are left out.
    """
    rows, columns = similarities.shape
    gain = similarities.astype(np.float64) - threshold + _LEAST
    # To stay alone costs nothing, and each row can.
    cost = np.zeros((rows, columns + rows))
    cost[:, :columns] = np.where(similarities >= threshold, -gain, 1.0)
    owner = _cheapest(cost)
    return {
        int(row): column
        for column, row in enumerate(owner[:columns])
        if row >= 0 and similarities[row, column] >= threshold
    }


def _cheapest(cost: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the row of each column, or -1, at the least cost; every row has a column."""
    rows, columns = cost.shape
    of_row, of_column = np.zeros(rows), np.zeros(columns + 1)
    # The last column stands for the row that looks for a place.
    owner = np.full(columns + 1, -1, np.intp)
    for row in range(rows):
        owner[columns], at = row, columns
        least = np.full(columns, np.inf)
        came_from = np.full(columns, columns, np.intp)
        done = np.zeros(columns + 1, np.bool_)
        while owner[at] >= 0:
            done[at] = True
            here = cost[owner[at]] - of_row[owner[at]] - of_column[:columns]
            better = ~done[:columns] & (here < least)
            least[better], came_from[better] = here[better], at
            free = np.where(done[:columns], np.inf, least)
            following = int(np.argmin(free))
            step = free[following]
            of_row[owner[done]] += step
            of_column[done] -= step
            least[~done[:columns]] -= step
            at = following
        while at != columns:
            before = int(came_from[at])
            owner[at], at = owner[before], before
    return owner
