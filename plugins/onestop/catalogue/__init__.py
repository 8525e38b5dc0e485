"""The catalogue's growth: where it is read from, what changed between versions, uploads, cases and exemptions."""
