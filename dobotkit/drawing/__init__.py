"""Pictures made of lines: strokes of points in mm, from a list or from an SVG file.

It knows nothing of arms: where a picture can be drawn, and how long that
takes, is the business of ``dobotkit.arm``.
"""

from dobotkit.drawing.drawing import Box, Drawing, Spot, Stroke

__all__ = ["Box", "Drawing", "Spot", "Stroke"]
