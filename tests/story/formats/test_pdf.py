"""A PDF as text: reading order, words parted at line ends, running lines, pages; and what cannot be read, in one line."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapeline.errors import InputError
from tapeline.story.formats.pdf import from_pdf, is_pdf
from tapeline.story.formats.pdf_flow import paragraphs
from tapeline.story.formats.pdf_lines import Line
from tapeline.story.loading import load

CHINESE_FONT = "STSong-Light"
"""A font that readers hold; none is embedded."""


def written(
    *pages: list[tuple[float, float, str]], chinese: bool = False, running: bool = True, lock: str | None = None
) -> bytes:
    """A PDF of lines at places (x, y); with a header and a footer on each page where they are wanted."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE_FONT))
    out = io.BytesIO()
    encrypt = None if lock is None else StandardEncryption(lock, ownerPassword="owner")
    canvas = Canvas(out, invariant=1, encrypt=encrypt)
    for number, lines in enumerate(pages, start=1):
        font = CHINESE_FONT if chinese else "Helvetica"
        canvas.setFont(font, 9)
        if running:
            canvas.drawString(60, 805, "Northern Daily, 25 April 2024")
            canvas.drawCentredString(300, 30, f"Page {number}")
        canvas.setFont(font, 11)
        for x, y, text in lines:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def down(lines: list[str], x: float = 60, top: float = 740) -> list[tuple[float, float, str]]:
    return [(x, top - 14 * i, text) for i, text in enumerate(lines) if text]


ONE = down(["Northmoor Pumps said on Thursday that quarterly reve-", "nue rose 12% to $410 million, a long-term record for", "the firm, which sells pumps on long-",
            "term contracts in many lands.", "", "Shares of the company fell 3% in late trading."])  # fmt: skip
LEFT = ["Left column begins here and", "says revenue rose 12% in the", "first quarter of the year, and", "ends here."]
RIGHT = ["Right column begins here and", "says income fell 4% in the", "second quarter of the year, and", "ends there."]


def test_lines_are_joined_and_parted_words_are_whole_again() -> None:
    assert from_pdf(written(ONE, running=False), "a.pdf").text == (
        "Northmoor Pumps said on Thursday that quarterly revenue rose 12% to $410 million, a long-term record for the firm, which sells "
        "pumps on long-term contracts in many lands.\n\nShares of the company fell 3% in late trading.\n"
    )


@pytest.mark.parametrize("by_line", [True, False])
def test_columns_are_read_one_after_the_other(by_line: bool) -> None:
    headline = [(60.0, 760.0, "A headline that spans both of the columns of the page and is long")]
    left, right = down(LEFT), down(RIGHT, 320)
    body = [x for pair in zip(left, right, strict=True) for x in pair] if by_line else [*left, *right]
    text = from_pdf(written(headline + body), "a.pdf").text
    assert (
        text.index("A headline")
        < text.index("Left column begins here and says revenue rose 12% in the first")
        < text.index("Right column")
    )
    assert "and says income fell 4% in the second quarter of the year, and ends there." in text


def test_the_rows_of_a_table_stay_together() -> None:
    rows = [
        ("Quarter", "Revenue"),
        ("Q1 2023", "$366 million"),
        ("Q1 2024", "$410 million"),
        ("Q2 2024", "$412 million"),
    ]
    cells = [(60 + 160 * j, 700 - 14 * i, cell) for i, row in enumerate(rows) for j, cell in enumerate(row)]
    assert "Q1 2024\t$410 million\n" in from_pdf(written(cells), "a.pdf").text


def test_chinese_lines_are_joined_without_spaces() -> None:
    lines = ["北沼水泵公司周四表示，第一季度营收同比增", "长12%，达到4.1亿美元，创下最高纪录。"]
    found = from_pdf(written(down(lines), chinese=True), "a.pdf")
    assert "北沼水泵公司周四表示，第一季度营收同比增长12%，达到4.1亿美元，创下最高纪录。" in found.text


def test_running_headers_and_footers_are_left_out_and_said_so() -> None:
    found = from_pdf(written(down(["First page."]), down(["Second page."]), down(["Third page."])), "a.pdf")
    assert found.text == "First page.\n\nSecond page.\n\nThird page.\n"
    assert found.notes == ("6 running headers and footers were left out of a.pdf",)


def test_every_paragraph_knows_its_page_and_may_run_over_its_end() -> None:
    found = from_pdf(
        written(
            down(["One is on the first page.", "", "Two begins on the first"]),
            down(["and ends on the second page.", "", "Three."]),
        ),
        "a.pdf",
    )
    assert "Two begins on the first and ends on the second page." in found.text
    assert [found.origin.page(found.text.index(w)) for w in ("One", "Two", "and ends", "Three")] == [1, 1, 2, 2]
    assert found.origin.span(0, 3) is None


def test_claims_of_a_pdf_carry_their_page(tmp_path: Path, capsysbinary) -> None:  # type: ignore[no-untyped-def]
    from tapeline.app.main import main

    file = tmp_path / "s.pdf"
    file.write_bytes(
        written(down(["Apple shares rose 8.9% on Thursday."]), down(["Apple shares fell 1.9% on Friday."]))
    )
    assert main(["read", str(file), "--company", "AAPL", "--published", "2022-11-12", "--format", "json"]) == 0
    out, err = capsysbinary.readouterr()
    assert [c["page"] for c in json.loads(out)["claims"]] == [1, 2]
    assert b"running headers and footers" in err


@pytest.mark.parametrize("name", ["s.pdf", "s.txt"])
def test_a_pdf_is_known_by_its_signature(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(written(ONE))
    assert "revenue rose 12%" in load(str(file)).text
    assert not is_pdf(b"<html>about %PDF- files")


def test_standard_input_may_be_a_page_or_a_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    for content, kind in (
        (written(ONE), "pdf"),
        (b"<!doctype html><p>Apple shares rose 5%<script>x</script></p>", "page"),
        (b"a < b <p>", "text"),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        found = load("-")
        assert (found.origin is None) == (kind == "text")
        assert "script" not in found.text


GOOD = written(ONE)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (written(ONE, lock="secret"), "is encrypted"),
        (written([], running=False), "no text layer"),
        (GOOD[: len(GOOD) // 2], "is damaged"),
        (b"%PDF-1.7\n" + b"\xff\x00" * 500, "is damaged"),
        (b"not one at all", "is no PDF"),
        (b"", "is empty"),
    ],
    ids=["encrypted", "scanned", "cut short", "junk", "text", "empty"],
)
def test_what_cannot_be_read_is_one_clear_line(content: bytes, words: str, tmp_path: Path) -> None:
    file = tmp_path / "s.pdf"
    file.write_bytes(content)
    with pytest.raises(InputError, match=words) as e:
        load(str(file))
    assert "\n" not in str(e.value)


def test_a_lock_on_printing_alone_does_not_keep_a_pdf_from_being_read() -> None:
    assert "revenue rose 12%" in from_pdf(written(ONE, lock=""), "a.pdf").text


def test_pages_without_text_among_others_are_named() -> None:
    assert from_pdf(written(ONE, [], running=False), "a.pdf").notes == ("a.pdf: no text on page 2; it was not read",)


def test_without_the_extra_a_pdf_is_refused_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(InputError, match=r"pip install 'tapeline\[formats\]'"):
        from_pdf(GOOD, "a.pdf")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=40), st.integers(0, len(GOOD)))
def test_a_damaged_pdf_gives_text_or_a_named_error(changes: list[tuple[int, int]], kept: int) -> None:
    content = bytearray(GOOD)
    for at, value in changes:
        content[at] = value
    for piece in (bytes(content), bytes(content[:kept])):
        try:
            text = from_pdf(piece, "a.pdf").text
        except InputError:
            continue
        assert text.strip()


@pytest.mark.parametrize("cells", [2, 40])
def test_many_rows_and_cells_take_no_recursion(cells: int) -> None:
    lines = [
        Line("word", 10.0 * j, 10.0 * j + 3, 9.0 * i, 9.0 * i + 8) for i in range(1500 // cells) for j in range(cells)
    ]
    assert sum(p.count("word") for p in paragraphs(lines)) == len(lines)
