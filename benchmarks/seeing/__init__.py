"""The parts of ``benchmarks/vision.py``."""
