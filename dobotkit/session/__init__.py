"""A notebook's side of a session: who is here, without knowing who.

The keeper holds all of it; what stands here only asks.
"""
