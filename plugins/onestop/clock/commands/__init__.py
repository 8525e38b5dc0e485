"""Writes of the clock: one transaction each."""
