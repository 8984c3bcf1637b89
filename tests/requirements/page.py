"""Write ``docs/promises.md`` anew: ``python -m tests.requirements.page``."""

from __future__ import annotations

from tests.requirements.promises import PAGE, page

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
