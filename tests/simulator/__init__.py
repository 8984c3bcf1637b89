"""Tests of the simulated arm, module by module."""
