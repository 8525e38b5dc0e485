"""Writes of papers; one transaction each."""
