"""Writes of filing from home, one transaction each."""
