"""Scanned codes: digits with check digits, opaque tokens, Code 128 and QR, and what a scan means."""

from core.codes.check import has_check, with_check
from core.codes.code128 import code128_svg, module_widths, whole_dots
from core.codes.kinds import (
    ASSET,
    DOSSIER_SLIP,
    KINDS,
    MEETING,
    MEETING_TICKET,
    PLACE,
    QUEUE_TICKET,
    SIGNED_PAPER,
    STAFF_CARD,
    CodeKind,
    compose,
    grouped,
    is_valid,
    kind_of,
    parts,
)
from core.codes.qr import code_address, qr_svg
from core.codes.scans import Scan, Unreadable, normalise
from core.codes.tokens import opaque_code, slip_token, token_digest

__all__ = [
    "ASSET",
    "DOSSIER_SLIP",
    "KINDS",
    "MEETING",
    "MEETING_TICKET",
    "PLACE",
    "QUEUE_TICKET",
    "SIGNED_PAPER",
    "STAFF_CARD",
    "CodeKind",
    "Scan",
    "Unreadable",
    "code128_svg",
    "code_address",
    "compose",
    "grouped",
    "has_check",
    "is_valid",
    "kind_of",
    "module_widths",
    "normalise",
    "opaque_code",
    "parts",
    "qr_svg",
    "slip_token",
    "token_digest",
    "whole_dots",
    "with_check",
]
