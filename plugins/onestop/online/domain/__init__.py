"""Rules of filing from home; pure."""
