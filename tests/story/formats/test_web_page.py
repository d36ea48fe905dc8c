"""A web page as text: what is read, what is not, and the way back to the source."""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from web_pages import ENGLISH, TEXTS, page

from tapeline.errors import InputError, TapelineError
from tapeline.story.formats import article as articles
from tapeline.story.formats import blocks
from tapeline.story.formats import page as pages
from tapeline.story.formats.html import from_page, html_text, is_page
from tapeline.story.loading import load

PARTS = {"br", "p", "div", "td", "th", "tr", "li", "h1"}
UNSEEN = {"script", "style", "rt", "rp", "template", "noscript", "title"}


class _Oracle(HTMLParser):
    """The standard library's reading of a slice of source: tags and references decoded, what is never shown left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.stack: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(" " if tag in PARTS else "")
        if tag not in {"br", "img", "wbr"}:
            self.stack.append(
                (tag, tag in UNSEEN or dict(attrs).get("aria-hidden") == "true" or "hidden" in dict(attrs))
            )

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(" " if tag in PARTS else "")
        while self.stack and self.stack.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        if not any(hides for _, hides in self.stack):
            self.parts.append(data)


def decoded(source: str) -> str:
    oracle = _Oracle()
    oracle.feed(source)
    oracle.close()
    return " ".join("".join(oracle.parts).replace("\u00ad", "").split())


def slices_agree(source: str, spans: list[tuple[int, int]]) -> None:
    found = from_page(source)
    for start, end in spans:
        piece = found.text[start:end]
        if not piece.strip():
            continue
        begin, stop = found.origin.span(start, end) or (0, 0)
        # a stray end tag parts words for the one reader and not for the other
        assert "".join(decoded(source[begin:stop]).split()) == "".join(piece.split()), (piece, source[begin:stop])


WORDS = st.sampled_from(
    ["Meta", "rose", "5%", "&amp;", "&nbsp;", "&#36;", "&euro;4", "&ldquo;", "股价", "上涨", "\n  ", " ", "<b>", "</b>", "<i class=x>", "</i>",
     "<br>", "<p>", "</p>", "<a href='?a=1&amp;b'>", "</a>", "<!-- Tesla -->", "<script>Tesla fell</script>", "<span aria-hidden=true>x</span>",
     "<td>", "</td>", "<tr>", "<li>", "<div>", "</div>", "&shy;", "שלום", "😀", "x&lty", "&AMP;", "<img alt='a>b' src=x>", "."]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=40).map("".join))
def test_every_stretch_leads_back_to_source_that_reads_the_same(source: str) -> None:
    text = from_page(source).text
    words = [(m.start(), m.end()) for m in re.finditer(r"[^\s<>&]+", text)]
    inside = [(a, b) for (a, _), (_, b) in pairwise(words) if "\n" not in text[a:b]]
    slices_agree(source, [*words, *inside])


@pytest.mark.parametrize("semantic", [True, False])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_article_is_kept_and_what_surrounds_it_is_left_out(language: str, semantic: bool) -> None:
    found = from_page(page(language, semantic=semantic))
    t = TEXTS[language]
    for kept in [t["title"], t["caption"], *t["body"], "Q1 2024\t$410 million"]:
        assert unescape(kept) in found.text
    for gone in [*t["related"], *t["comments"], t["cookies"], t["footer"]]:
        assert gone not in found.text
    assert [x for x in t["menu"] if f"{x}\n" in found.text] == []
    assert "blocks of boilerplate were left out" in found.notes[0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_claims_of_a_page_carry_their_place_in_its_source(language: str, tmp_path: Path, capsysbinary) -> None:  # type: ignore[no-untyped-def]
    from tapeline.app.main import main

    file = tmp_path / "story.html"
    source = page(language, semantic=True).replace("Northmoor Pumps", "Meta").replace("北沼水泵公司", "Meta")
    file.write_text(source, encoding="utf-8")
    assert (
        main(["--quiet", "read", str(file), "--company", "META", "--published", "2024-04-26", "--format", "json"]) == 0
    )
    claims = json.loads(capsysbinary.readouterr().out)["claims"]
    assert len(claims) >= 4
    for c in claims:
        assert decoded(source[c["source_start"] : c["source_end"]]) == " ".join(c["text"].split())


def test_without_the_extra_a_page_is_read_whole_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resiliparse.extract.html2text", None)
    found = from_page(page("en", semantic=False))
    assert found.notes == (articles.NO_EXTRA,)
    assert ENGLISH["footer"] in found.text
    assert "pip install 'tapeline[formats]'" in articles.NO_EXTRA


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a<script>b</script>c<style>d</style>e", "ace"),
        ("a<span hidden>b</span>c<i aria-hidden=true>d</i>e<u style='DISPLAY: none'>f</u>g", "aceg"),
        ("<div hidden>a<p>b</div>c", "c"),
        ("<li hidden>a<li>b", "b"),
        ("<b><div hidden>a</b>b</div>c", "c"),
        ("a&nbsp;&nbsp;b &amp; c&lt;d &#x4e2d;&unknown;", "a b & c<d 中&unknown;"),
        ("rev&shy;e\u200bnue", "revenue"),
        ("a<br>b<p>c<p>d", "a\n\nb\n\nc\n\nd"),
        ("<table><tr><td>1<td>2<tr><th>3</th><th>4</table>", "1\t2\n\n3\t4"),
        ("revenue<sup>1</sup> rose 5%<sup><a href=#n>2</a></sup>, 10<sup>9</sup>", "revenue rose 5%, 10^9"),
        ("21<sup>st</sup>", "21st"),
        ("<ruby>株<rp>(</rp><rt>かぶ</rt><rp>)</rp></ruby>価", "株価"),
        ("<p dir=rtl>מניות עלו 5%</p>", "מניות עלו 5%"),
        ("<q>we did</q>", "“we did”"),
        ("a < b and c<d>e", "a < b and ce"),
        ("<p>one\n   line\tof words", "one line of words"),
        ("<head><title>t</title><p>a", "a"),
        ("a<!-- b -- c > d -->e<!doctype x><?php y ?>f", "aef"),
        ("<p title='a > b' x>c", "c"),
        ("a</x></p></td>b", "ab"),
        ("a<textarea><p>b</textarea>c<noscript>d</noscript>e", "ace"),
    ],
)
def test_what_a_reader_of_the_page_sees(source: str, text: str) -> None:
    assert html_text(source) == text + "\n"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<title>T &amp; U</title>", {"title": "T & U"}),
        ("<meta property='og:title' content='O'><title>T</title>", {"title": "O"}),
        ("<meta property=article:published_time content='2024-02-10T08:00:00+08:00'>", {"published": "2024-02-10"}),
        (
            '<script type="application/ld+json">{"@graph":[{"datePublished":"2023-11-02T01:00Z"}]}</script>',
            {"published": "2023-11-02"},
        ),
        ('<script type="application/ld+json">{"datePublished": broken</script>', {}),
        (
            "<meta name=date content='20240210'><meta property=article:published_time content='no day'>",
            {"published": "2024-02-10"},
        ),
        ("<meta name=date content='2024-02-31'>", {}),
        ("<time datetime=2022-11-12>then</time>", {"published": "2022-11-12"}),
    ],
)
def test_what_a_page_says_of_itself(head: str, expected: dict[str, str]) -> None:
    assert from_page(f"<html><head>{head}</head><body><p>Shares rose 5%.</p>").metadata == expected


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [("zh-CN", "股价上涨", "zh"), ("en-GB", "Shares rose", "en"), ("en", "股价上涨了不少", None), ("fr", "Shares rose", None), ("zh", "Shares", None)],
)  # fmt: skip
def test_a_language_is_believed_where_the_text_is_written_in_it(declared: str, text: str, language: str | None) -> None:
    assert from_page(f"<html lang={declared}><p>{text}").metadata.get("language") == language


def test_options_and_the_sibling_go_before_what_a_page_says(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("<title>Page</title><meta name=date content=2024-02-10><p>Meta shares rose 5%.", encoding="utf-8")
    assert load(str(file)).metadata == {"title": "Page", "published": "2024-02-10"}
    (tmp_path / "a.json").write_text('{"published": "2024-02-11"}', encoding="utf-8")
    assert load(str(file)).metadata == {"title": "Page", "published": "2024-02-11"}


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [
        ("gb18030", "gb2312"),
        ("big5", "big5"),
        ("utf-8", "gb2312"),
        ("utf-8", "utf-8"),
        ("utf-16", "utf-16"),
        ("gb18030", "nonsense"),
    ],
)
def test_bytes_go_before_the_declared_charset(encoding: str, charset: str, tmp_path: Path) -> None:
    text = "股價上漲百分之五" if encoding == "big5" else "股价上涨百分之五，市值增加。"
    file = tmp_path / "a.html"
    file.write_bytes(f"<meta charset={charset}><p>{text}</p>".encode(encoding))
    assert load(str(file)).text.strip() == text


def test_a_latin_page_is_read_as_it_declares(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(
        b"<meta http-equiv=content-type content='text/html; charset=iso-8859-1'><p>Caf\xe9 shares rose 5%</p>"
    )
    assert load(str(file)).text == "Café shares rose 5%\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><p>x", True), ("\n<html lang=en>", True), ("<?xml version='1.0'?>\n<!-- a --><html>", True),
        ("<p>x", False), ("Meta said <html> is fine", False), ("", False), ("<!--" * 3000, False),
    ],
)  # fmt: skip
def test_a_page_is_known_by_its_opening(text: str, expected: bool) -> None:
    assert is_page(text) is expected


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 100_000 + "Meta shares rose 5% on Thursday.",
        "<" * 1_000_000,
        "<b>" * 50_000 + "</i>" * 50_000,
        "<b><div><i>" * 20_000 + "</b>" * 20_000,
        '<p a="' * 100_000,
        "<!--" * 200_000,
        "<p" + " " * 1_000_000,
        "1<sup>" * 50_000,
        "&" * 400_000,
        "<ruby><rt>" * 30_000,
        "<table><tr><td>" * 30_000,
        '<html lang="' + "[" * 300_000,
        '<script type="application/ld+json">' + "[" * 500_000 + "</script>x",
    ],
    ids=range(13),
)
def test_a_hostile_page_gives_text(source: str) -> None:
    assert isinstance(from_page(source).text, str)


def test_a_page_of_too_many_tags_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MOST_PIECES", 100)
    with pytest.raises(InputError, match="tags and pieces"):
        from_page("<b>x</b>" * 50)
    with pytest.raises(InputError, match="tags and pieces"):
        from_page("&amp;x" * 60)


@pytest.mark.parametrize("piece", ["<div>", "<", "<b></i>", '<p a="', "<!--", "x&", "<sup>1", "<p>x ", "<td>"])
def test_work_grows_with_the_length_of_a_page_and_no_faster(piece: str) -> None:
    def steps(times: int) -> int:
        count = 0

        def tracer(frame: object, event: str, arg: object) -> None:
            nonlocal count
            count += event in {"call", "c_call"}

        source = piece * times
        sys.setprofile(tracer)
        try:
            pages.read_page(source)
        finally:
            sys.setprofile(None)
        return count

    assert steps(4000) <= 2.2 * steps(2000) + 1000


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/abp= \"'!-&;x1\n[]^qsu"), max_size=200))
def test_any_page_gives_text_that_leads_back(source: str) -> None:
    try:
        found = from_page(source)
    except TapelineError:
        return
    assert found.origin.length == len(found.text)
    for i in range(len(found.text)):
        begin, stop = found.origin.span(i, i + 1) or (-1, -1)
        assert 0 <= begin <= stop <= len(source)
