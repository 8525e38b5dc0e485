"""Writes of digital signatures."""
