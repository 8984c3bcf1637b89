"""Parts of ``benchmarks/cards.py``."""
