"""Papers: typst templates with the fonts and the layout of official documents."""

from core.printing.amounts import dong_in_words, number_in_words
from core.printing.fonts import FontMissingError
from core.printing.foreign import TemplateFault, TemplateFaultError, foreign_pdf, foreign_png, pdf_page_png
from core.printing.render import PrintingError, pdf, png, render_pdf
from core.printing.wording import dong, official_date, official_moment

__all__ = [
    "FontMissingError",
    "PrintingError",
    "TemplateFault",
    "TemplateFaultError",
    "dong",
    "dong_in_words",
    "foreign_pdf",
    "foreign_png",
    "number_in_words",
    "official_date",
    "official_moment",
    "pdf",
    "pdf_page_png",
    "png",
    "render_pdf",
]
