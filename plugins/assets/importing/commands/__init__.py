"""Importing: keep a file and judge its rows, write them, take them out again."""
