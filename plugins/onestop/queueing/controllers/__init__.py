"""Pages of the queue: kiosk, phone, board, counter, settings, figures."""
