"""What the kit knows, what for, until when, and who sees it: from one inventory.

Notices, the sentence on what a lesson collects, the marks of messages, permissions and
tests come from it. See ``docs/policy.md``.
"""

from __future__ import annotations

from dobotkit.policy.about import About, Permission, Recipient, Right
from dobotkit.policy.inventory import Inventory, inventory
from dobotkit.policy.row import Row

__all__ = ["About", "Inventory", "Permission", "Recipient", "Right", "Row", "inventory"]
