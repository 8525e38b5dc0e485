"""Fees of a dossier: what is due, exempted, paid, refunded, and the receipts for it."""
