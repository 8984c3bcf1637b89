"""Things to look at in a notebook: ``show(arm)``, and the questions of ``lesson.quiz``.

The kit knows what an arm looks like in plain numbers (``drawing``), writes it
as a list of shapes (``shapes``), and lets two thin renderers draw that list:
``canvas.js`` in a browser, ``still`` as SVG where no browser listens.
"""

from dobotkit.widgets.show import show

__all__ = ["show"]
