"""Who is here, without knowing who: sessions, permissions, ledger, log and rights.

Everything here is in memory only. :class:`~dobotkit.keeper.people.people.People` is its door.
"""
