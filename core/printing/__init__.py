"""Papers: typst templates with the fonts and the layout of official documents."""

from core.printing.fonts import FontMissingError
from core.printing.render import PrintingError, pdf, png, render_pdf
from core.printing.wording import dong, official_date, official_moment

__all__ = ["FontMissingError", "PrintingError", "dong", "official_date", "official_moment", "pdf", "png", "render_pdf"]
