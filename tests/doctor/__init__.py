"""Tests of the doctor: each breaks one thing and reads what is said about it."""
