"""One look for all mails of the platform: the same words as plain text and as HTML, escaped in one place."""

from html import escape

from core.contracts.notices import Letter


def as_text(letter: Letter) -> str:
    """Return the letter as plain text, ending in a line end."""
    blocks = [letter.greeting, *letter.paragraphs]
    if letter.facts:
        blocks.append("\n".join(_fact_text(label, value) for label, value in letter.facts))
    if letter.buttons:
        blocks.append("\n".join(f"{label}:\n{address}" for label, address in letter.buttons))
    blocks.extend(letter.closing)
    if letter.sender:
        blocks.append(f"-- \n{letter.sender}")
    return "\n\n".join(blocks) + "\n"


def as_html(letter: Letter) -> str:
    """Return the letter as an HTML document with styles inside: mail readers drop style sheets."""
    parts = [f'<h1 style="{_HEADING}">{_lines(letter.heading)}</h1>', _paragraph(letter.greeting)]
    parts += [_paragraph(text) for text in letter.paragraphs]
    if letter.facts:
        rows = "".join(_fact_row(label, value) for label, value in letter.facts)
        parts.append(f'<table role="presentation" style="{_TABLE}">{rows}</table>')
    if letter.buttons:
        links = " ".join(
            f'<a href="{escape(address)}" style="{_BUTTON}">{escape(label)}</a>' for label, address in letter.buttons
        )
        parts.append(f'<p style="{_TEXT}">{links}</p>')
    parts += [f'<p style="{_SMALL}">{_lines(text)}</p>' for text in letter.closing]
    if letter.sender:
        parts.append(f'<p style="{_SMALL}">{_lines(letter.sender)}</p>')
    return (
        f'<!doctype html>\n<html lang="{escape(letter.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(letter.heading)}</title></head>\n"
        f'<body style="margin:0;padding:16px"><div style="{_SHEET}">\n' + "\n".join(parts) + "\n</div></body></html>\n"
    )


def _fact_text(label: str, value: str) -> str:
    first, *rest = value.split("\n")
    return "\n".join([f"{label}: {first}", *(f"  {line}" for line in rest)])


def _fact_row(label: str, value: str) -> str:
    return f'<tr><th scope="row" style="{_LABEL}">{_lines(label)}</th><td style="{_VALUE}">{_lines(value)}</td></tr>'


def _paragraph(text: str) -> str:
    return f'<p style="{_TEXT}">{_lines(text)}</p>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


_FONT = "font-family:Arial,Helvetica,sans-serif"
_SHEET = f"max-width:600px;margin:0 auto;{_FONT}"
_HEADING = f"{_FONT};font-size:20px;line-height:1.3;margin:0 0 16px"
_TEXT = f"{_FONT};font-size:16px;line-height:1.5;margin:0 0 16px"
_SMALL = f"{_FONT};font-size:14px;line-height:1.5;margin:0 0 12px"
_TABLE = "border-collapse:collapse;width:100%;margin:0 0 16px"
_LABEL = f"{_FONT};font-size:14px;text-align:left;vertical-align:top;padding:6px 16px 6px 0;width:30%"
_VALUE = f"{_FONT};font-size:16px;vertical-align:top;padding:6px 0"
_BUTTON = (
    f"{_FONT};font-size:16px;display:inline-block;padding:10px 16px;margin:0 8px 8px 0;background:#0b5cab;"
    "color:#ffffff;text-decoration:none;border-radius:4px"
)
