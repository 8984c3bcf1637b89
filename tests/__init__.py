"""The tests of the kit; each folder tests the room of the same name."""
