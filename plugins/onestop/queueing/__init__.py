"""Queue tickets: kiosk, counters, display board, and what waiting was like."""
