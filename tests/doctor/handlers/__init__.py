"""A handler package for pySerial: ports that misbehave."""
