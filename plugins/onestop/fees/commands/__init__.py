"""Writes of money; one transaction each."""
