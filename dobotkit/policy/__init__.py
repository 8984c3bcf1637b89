"""What the kit knows, what for, until when, and who sees it: from one inventory.

Notices, the sentence on what a lesson collects, the marks of messages, permissions and
tests come from it. The door is ``inventory()`` in ``dobotkit.policy.inventory``; see
``docs/policy.md``. Nothing is imported here: the command line hangs its commands up from
this room, and answers ``--help`` without reading the inventory.
"""
