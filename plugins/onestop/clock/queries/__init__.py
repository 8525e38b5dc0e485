"""Reads of the clock."""
