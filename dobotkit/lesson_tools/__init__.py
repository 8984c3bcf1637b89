"""What authors and teachers do with lessons: ``dobotkit lessons …``.

``catalogue`` finds lessons and lists them, ``notebook`` reads and writes one
notebook, ``form_rules`` and ``page_rules`` say what every notebook must be like,
``lesson_rules``, ``exercise_rules`` and ``paper_rules`` what every lesson must
be like, ``check`` applies them, ``student`` makes a copy without solutions,
``refresh`` runs lessons and renews their checked outputs, and ``commands`` is
the command line.

A pupil's notebook never needs any of this, and cannot import it by accident:
``dobotkit.lesson`` stands below this room.
"""
