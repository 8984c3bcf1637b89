"""``dobotkit audit``: does the private lab keep nothing? A search, not a promise.

Invented things are planted (`dobotkit.canary`) by doing in a real JupyterLab what a pupil
does, in a plain one first and then in the private one. Afterwards everything that they may
have written is searched. The plain one shows that the search can see: what it is known to
keep has to be found.

``home`` is the made-up home folder all this happens in, ``labs`` starts the two labs,
``day`` is what a pupil does, through a browser (``browser``) or without one (``rest``);
``people_day`` and ``cards_day`` are what they do with faces and cards (``planted``,
``planted_card``), ``keepers_memory`` counts what a keeper holds of it;
``places`` says what a file is that was found, ``searching`` searches, ``examine`` puts it
together, ``result`` is what comes of it and ``report`` says it.
"""
