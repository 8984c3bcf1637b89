"""What survives a lesson: ``Download my work`` and ``Open my work``.

An extension of Jupyter's server. Its buttons are in ``dobotkit/lab/labextension``.

``parcel`` is the file that a pupil takes home, ``plain`` what of a notebook goes into it,
``names`` which names are taken, ``folder`` what in the lab is a pupil's own, ``reading``
how it is read, ``coming_back`` what opening a parcel does, ``handlers`` what the buttons
ask for, and ``extension`` how the server learns of it.
"""

from __future__ import annotations

__all__: list[str] = []
