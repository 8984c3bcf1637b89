"""Lesson 13: what a plain notebook leaves behind, what gets out of one, and what is noted."""
