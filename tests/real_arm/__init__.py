"""The same tests on a real arm: ``pytest --dobot-port=COM3``.

Stands beside the tests and not in the package, because pytest is how it is run;
who has a real arm to check has a checkout. ``docs/real-arm.md`` tells teachers how.
"""
