"""Listening to a port, and what people see of bytes."""
