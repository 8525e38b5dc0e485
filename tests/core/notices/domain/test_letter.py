from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from core.contracts.notices import Letter
from core.notices.domain.letter import as_html, as_text

LETTER = Letter(
    heading="Giấy mời: Họp giao ban",
    greeting="Kính gửi ông Trần Văn Bốn,",
    paragraphs=("Trân trọng kính mời ông tới dự.",),
    facts=(("Thời gian", "08:00"), ("Nội dung", "1. Thu thuế\n2. Làm đường")),
    buttons=(("Trả lời", "https://xa.vn/hop/abc?a=1&b=2"),),
    closing=("Xin trả lời trước ngày họp.",),
    sender="UBND xã Đức Hòa Hạ",
)


class Reader(HTMLParser):
    """Collects tags, link targets and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def test_plain_text() -> None:
    assert as_text(LETTER) == (
        "Kính gửi ông Trần Văn Bốn,\n\n"
        "Trân trọng kính mời ông tới dự.\n\n"
        "Thời gian: 08:00\nNội dung: 1. Thu thuế\n  2. Làm đường\n\n"
        "Trả lời:\nhttps://xa.vn/hop/abc?a=1&b=2\n\n"
        "Xin trả lời trước ngày họp.\n\n"
        "-- \nUBND xã Đức Hòa Hạ\n"
    )


def test_html_says_the_same() -> None:
    reader = read(as_html(LETTER))
    assert reader.links == ["https://xa.vn/hop/abc?a=1&b=2"]
    for words in ("Kính gửi ông Trần Văn Bốn,", "Thu thuế", "2. Làm đường", "Xin trả lời trước ngày họp.", "UBND xã"):
        assert words in reader.text


@given(st.text(st.sampled_from("<>&\"'/=ab\n đ"), max_size=60))
def test_no_text_becomes_markup(text: str) -> None:
    odd = Letter(
        heading=text,
        greeting=text,
        paragraphs=(text,),
        facts=((text, text),),
        buttons=((text, "https://a.vn/" + text),),
        closing=(text,),
        sender=text,
        language=text,
    )
    assert read(as_html(odd)).tags <= read(as_html(LETTER)).tags | {"br"}
