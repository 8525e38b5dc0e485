"""Workflows as data: edited as drafts, played through, published as versions; and the steps beside the usual moves."""
