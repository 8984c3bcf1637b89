"""Tries whether the wall around notebooks holds: ``dobotkit guard``.

Real kernels, a real server and a real page try to get something out; who listens outside
alone says whether it arrived. ``receiver`` and ``neighbour`` are processes that listen,
``grounds`` the folders that are watched, ``kernels`` runs the programs of
``dobotkit.guard.escapes``, ``table`` shows what came of it.
"""
