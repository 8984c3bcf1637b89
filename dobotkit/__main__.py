"""``python -m dobotkit`` is the command ``dobotkit``."""

from __future__ import annotations

from dobotkit.cli import main

if __name__ == "__main__":
    main()
