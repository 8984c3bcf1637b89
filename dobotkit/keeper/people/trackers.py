"""Can a small group be worked out from the numbers that were shown? An exact linear audit.

Each count that was shown is a sum over people: one for who was counted, nought for the
others. Who adds and subtracts shown counts gets sums too, and nothing else. A *tracker*
[1]_ is a clever choice of harmless counts whose sum is about one person: 9 in the chess
club, 8 of them without glasses, so 9 - 8 is about the one who has glasses. The audit
[2]_ looks for *every* such combination at once, whatever its coefficients: it asks
whether the row space of the shown counts contains a sum that touches fewer than ``k``
people.

Kinds of people whom nobody is of (chess club, by boat) count as touching nobody: that a
difference is 0 tells something about all the others.

With that, no count of fewer than ``k`` people is determined, not even by somebody who
also uses that counts are not negative. (If a set's count ``v`` were the greatest possible,
there would be a sum of shown counts that equals ``v`` and counts each of the set at least
once; then it touches nobody else, and would have been found. This is linear programming
duality.) Not covered: what follows only from counts being whole numbers, and guessing.

References
----------
.. [1] D. E. Denning, P. J. Denning, M. D. Schwartz, "The tracker: a threat to statistical
   database security", ACM Transactions on Database Systems 4 (1979), 76-96.
.. [2] F. Y. Chin, G. Özsoyoğlu, "Auditing and inference control in statistical databases",
   IEEE Transactions on Software Engineering SE-8 (1982), 574-582.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

__all__ = ["MOST_NUMBERS", "isolates"]

MOST_NUMBERS: Final = 60
"""Shown counts for which the arithmetic is exact.

It is done modulo a prime. The determinant of a matrix of 60 noughts and ones is at most
61^30.5 / 2^60, less than 2^121 (Hadamard), and so it is 0 only if it is 0 modulo 2^127 - 1.
"""

_PRIME: Final = 2**127 - 1

Row = list[int]


def isolates(columns: Mapping[int, int], known: int, shown: int, k: int) -> bool:
    """Whether a sum of shown counts touches at least one kind of people, and fewer than ``k``.

    Parameters
    ----------
    columns:
        Kinds of people: which counts each is counted in, as bits, with how many people
        are of it; 0 for a kind that could be and is not.
    known:
        Bits of the counts that everybody knows anyhow, such as the size of the class.
        What follows from these alone isolates nobody.
    shown:
        Bits of all other counts.
    k:
        The smallest group that may be known.
    """
    kinds: dict[int, int] = {}
    for bits, weight in columns.items():
        kinds[bits & (known | shown)] = kinds.get(bits & (known | shown), 0) + weight
    light = [bits for bits, weight in kinds.items() if 0 < weight < k]
    empty = [bits for bits, weight in kinds.items() if not weight]
    order = [*empty, *light, *(bits for bits, weight in kinds.items() if weight >= k)]
    spaces = [
        _beyond(_orthogonal(_matrix(order, which)), len(empty), len(light), k)
        for which in (known, known | shown)
    ]
    (lost_known, rows_known), (lost, rows) = spaces
    if lost > lost_known:
        return True
    weights = [kinds[bits] for bits in light]
    if not _dependent(list(zip(weights, rows, strict=True)), k - 1):
        return False
    return _search(list(zip(weights, rows_known, rows, strict=True)), k - 1, ([], []))


def _matrix(order: Sequence[int], which: int) -> list[Row]:
    """One row for each count in ``which``, one column for each kind."""
    return [
        [bits >> at & 1 for bits in order] for at in range(which.bit_length()) if which >> at & 1
    ]


def _reduce(row: Row, basis: Iterable[tuple[int, Row]]) -> Row:
    for at, known in basis:
        if row[at]:
            by = row[at]
            row = [(a - by * b) % _PRIME for a, b in zip(row, known, strict=True)]
    return row


def _add(row: Row, basis: list[tuple[int, Row]]) -> bool:
    """Add a row to a basis, each of whose rows begins with a 1; return whether it was new."""
    row = _reduce(row, basis)
    at = next((at for at, value in enumerate(row) if value), None)
    if at is None:
        return False
    by = pow(row[at], -1, _PRIME)
    basis.append((at, [value * by % _PRIME for value in row]))
    return True


def _orthogonal(matrix: list[Row]) -> list[Row]:
    """For each column, what it contributes to the vectors that all rows are orthogonal to.

    A sum of rows touches only some columns if, and as often as, their contributions
    are linearly dependent.
    """
    basis: list[tuple[int, Row]] = []
    for row in matrix:
        _add(row, basis)
    # Backwards, until each leading column has a single 1.
    for index in range(len(basis) - 1, -1, -1):
        at, row = basis[index]
        basis[index] = (at, _reduce(row, basis[index + 1 :]))
    width = len(matrix[0]) if matrix else 0
    leading = dict(basis)
    free = [at for at in range(width) if at not in leading]
    return [
        [-leading[at][f] % _PRIME for f in free] if at in leading else [int(at == f) for f in free]
        for at in range(width)
    ]


def _beyond(rows: list[Row], empty: int, light: int, k: int) -> tuple[int, list[Row]]:
    """Take the empty kinds for granted.

    Returns
    -------
    tuple
        How many sums touch only empty kinds; and what the light kinds contribute beyond
        those, squeezed at random into as many numbers as matter. Squeezing keeps all
        dependencies, and makes a new one with a probability below 10⁻³⁰.
    """
    basis: list[tuple[int, Row]] = []
    lost = sum(not _add(row, basis) for row in rows[:empty])
    left = [_reduce(row, basis) for row in rows[empty : empty + light]]
    width = len(rows[0]) if rows else 0
    chance = random.Random(width)  # noqa: S311 - no secret: a bad draw could only refuse more
    mix = [[chance.randrange(_PRIME) for _ in range(width)] for _ in range(k - 1)]
    squeezed = [
        [sum(a * b for a, b in zip(row, by, strict=True)) % _PRIME for by in mix] for row in left
    ]
    return lost, squeezed


def _dependent(kinds: Sequence[tuple[int, Row]], room: int) -> bool:
    """Whether kinds with at most ``room`` people together have dependent rows."""
    kinds = [(weight, row) for weight, row in kinds if weight <= room]
    if not all(any(row) for _, row in kinds):
        return True
    if room > 2:  # noqa: PLR2004 - two rows are compared, more are reduced to fewer
        return any(
            _dependent(_without(row, kinds[index + 1 :]), room - weight)
            for index, (weight, row) in enumerate(kinds)
        )
    if room < 2:  # noqa: PLR2004 - one alone was looked at above
        return False
    # Each weighs 1, or is alone: two are dependent if they are multiples of each other.
    seen = {tuple(_lead(row)) for weight, row in kinds if weight == 1}
    return len(seen) < sum(weight == 1 for weight, _ in kinds)


def _lead(row: Row) -> Row:
    by = pow(next(value for value in row if value), -1, _PRIME)
    return [value * by % _PRIME for value in row]


def _without(row: Row, kinds: Sequence[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """What is left of rows when ``row`` is taken for granted; one number shorter."""
    at = next(at for at, value in enumerate(row) if value)
    row = _lead(row)
    return [
        (
            weight,
            [
                (a - one[at] * b) % _PRIME
                for i, (a, b) in enumerate(zip(one, row, strict=True))
                if i != at
            ],
        )
        for weight, one in kinds
    ]


def _search(
    kinds: Sequence[tuple[int, Row, Row]],
    room: int,
    chosen: tuple[list[tuple[int, Row]], list[tuple[int, Row]]],
) -> bool:
    """Try every choice of kinds with at most ``room`` people together."""
    for index, (weight, row_known, row) in enumerate(kinds):
        if weight > room:
            continue
        known, shown = list(chosen[0]), list(chosen[1])
        _add(row_known, known)
        _add(row, shown)
        # Dependent, though what is known anyhow does not make it so.
        if len(shown) < len(known):
            return True
        if _search(kinds[index + 1 :], room - weight, (known, shown)):
            return True
    return False
