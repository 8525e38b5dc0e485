"""Writes of the notices to citizens and staff."""
