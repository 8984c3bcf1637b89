"""The protocol as a table, and what it makes of bytes."""
