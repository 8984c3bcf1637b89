"""What was found, for people and for programs. Nothing that was found is repeated."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from dobotkit.publish.find import ADVICE, Find

__all__ = ["BLIND", "as_json", "as_text"]

BLIND: Final = (
    "This looks for forms that can be known. It cannot see: names that it was not given "
    "(--names FILE), what a text says about somebody, who is in a picture, pictures that are "
    "packed or hidden, older versions in git. Read it once more yourself before you share it."
)
"""What the search cannot do; said whatever was found."""

Found = Mapping[str, Sequence[Find]]


def as_text(found: Found, skipped: Sequence[str] = (), *, quiet: bool = False) -> str:
    """Return the report as lines.

    Parameters
    ----------
    found:
        What was found, by file.
    skipped:
        What was not looked for because it is a common word.
    quiet:
        Say nothing where nothing was found.
    """
    lines: list[str] = []
    for file, finds in found.items():
        if finds:
            lines.append(file)
            lines += [f"  {find}{'' if find.sure else ' ?'}" for find in finds]
    count = sum(map(len, found.values()))
    if quiet and not count:
        return ""
    if count:
        kinds = list(dict.fromkeys(find.kind for finds in found.values() for find in finds))
        lines += ["", "What to do:"]
        lines += [f"  {kind}: {ADVICE[kind]}" for kind in kinds]
        lines.append("")
    files = f"{len(found)} file{'' if len(found) == 1 else 's'}"
    lines.append(
        f"{count} thing{'' if count == 1 else 's'} to look at in {files}."
        if count
        else f"Nothing was found in {files}."
    )
    if any(not find.sure for finds in found.values() for find in finds):
        lines.append("? is a hint: it may be something else.")
    lines += [f"Not looked for, because it is a common word: {what}." for what in skipped]
    lines.append(BLIND)
    return "\n".join(lines)


def as_json(found: Found, skipped: Sequence[str] = ()) -> str:
    """Return the report as one JSON object."""
    return json.dumps(
        {
            "format": 1,
            "files": [
                {
                    "file": file,
                    "finds": [
                        {
                            "place": find.place,
                            "kind": str(find.kind),
                            "what": find.what,
                            "sure": find.sure,
                        }
                        for find in finds
                    ],
                }
                for file, finds in found.items()
            ],
            "not_looked_for": list(skipped),
            "cannot_see": BLIND,
        },
        ensure_ascii=False,
        indent=1,
    )
