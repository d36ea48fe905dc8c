"""Fuzz the reader, guided by coverage: nothing but claims or a `TapelineError` may come out of any bytes.

    python scripts/fuzz_reader.py [libFuzzer options, such as -max_total_time=60]

Needs atheris (`make fuzz` installs it). The first byte of an input chooses the way in (`WAYS`), the rest is the input. The seeds are made
at each run from the labelled stories, the cases of each language and hostile texts; what is found is kept in `out/fuzz`.
"""

from __future__ import annotations

import copy
import io
import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import atheris

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
OUT = ROOT / "out" / "fuzz"
LABELLED = ROOT / "tests" / "labelled"
PUBLISHED = date(2024, 4, 26)
LONGEST = 2048
"""Longest input, in bytes; a longer seed is cut."""

with atheris.instrument_imports(include=["tapeline"]):
    from tapeline.claim import Story
    from tapeline.errors import TapelineError
    from tapeline.names import names_of
    from tapeline.record import open_record
    from tapeline.report.json_form import claims_json
    from tapeline.story import Names, lexicon, quantities, read_claims
    from tapeline.story.claims_file import story_of
    from tapeline.story.formats.html import from_page
    from tapeline.story.loading import load
    from tapeline.story.metadata import complete
    from tapeline.story.numbers import numerals
    from tapeline.story.scoring.labelled import load_names

    TONGUES, STORIES = lexicon.languages(), lexicon.languages("predicates")
    GRAMMARS = [numerals.grammar(language) for language in TONGUES]

NAMES = Names((*load_names(LABELLED / "names.json"), *names_of(open_record(None)).names))


def numbers(language: str, content: bytes) -> None:
    text = content.decode("utf-8", "surrogateescape")
    last = 0
    for q in quantities(text, language):
        assert last <= q.start < q.end <= len(text), "spans are in the text, in order, and do not overlap"
        assert text[q.start : q.end] == q.text, "a quantity quotes the text"
        assert q.start <= q.number_start < q.number_end <= q.end, "the number lies in its quantity"
        assert q.low <= q.high, "an interval has its ends in order"
        last = q.end


def story(language: str, content: bytes) -> None:
    text = content.decode("utf-8", "surrogateescape")
    examined(read_claims(Story(text, "", language, "META", PUBLISHED, "", ""), NAMES))


def file(_: str, content: bytes) -> None:
    """As `tapeline read -` does: text in any encoding, a page or a PDF; what the text does not tell is found out."""
    sys.stdin = io.TextIOWrapper(io.BytesIO(content))
    loaded = load("-")
    found = complete(loaded.text, NAMES, language=None, company="META", published=None)
    examined(read_claims(Story(loaded.text, found.title, found.language, "META", found.published, "", ""), NAMES))


def page(_: str, content: bytes) -> None:
    source = content.decode("utf-8", "surrogateescape")
    extracted = from_page(source)
    examined(read_claims(Story(extracted.text, "", "en", "META", PUBLISHED, "", ""), NAMES))


def claims(kind: str, content: bytes) -> None:
    path = OUT / f"claims.{kind}"
    path.write_bytes(content)
    given = load(str(path)).claims
    assert given is not None
    round_trip(story_of(given, "a claims file"))


ODD = [None, True, 0, -1, 0.5, 10**20, 10**400, 1e308, "", "x", "9", "2024-02-30", "9999-12-31", [], {}, [None], [{}], {"a": 1}, "\ud800", [[[]]]]  # fmt: skip


def fields(_: str, content: bytes) -> None:
    """A claims file of the labelled stories in which single values are odd, or gone; three bytes are one edit."""
    given = json.loads(WHOLE[content[0] % len(WHOLE)])
    for where, what in zip(content[1:13:2], content[2:14:2], strict=False):
        places = list(_places(given))
        holder, key = places[(where * 7 + what // len(ODD)) % len(places)]
        if what % (len(ODD) + 1) == len(ODD):
            del holder[key]
        else:
            holder[key] = copy.deepcopy(ODD[what % (len(ODD) + 1)])
        if not given:
            return
    round_trip(story_of(given, "a claims file"))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def examined(read: Story) -> None:
    """What holds of any story that was read."""
    for c in read.claims:
        assert 0 <= c.start < c.end <= len(read.text), "a claim lies in the text"
        assert read.text[c.start : c.end] == c.text, "a claim quotes the text"
        if c.asserted is not None:
            assert c.asserted.quantity.low <= c.asserted.quantity.high, "an interval has its ends in order"
    for u in read.unread:
        assert 0 <= u.start < u.end <= len(read.text), "what is unread lies in the text"
        assert read.text[u.start : u.end] == u.text, "what is unread quotes the text"
        assert u.reason, "what is unread has a reason"
    round_trip(read)


def round_trip(read: Story) -> None:
    """A story written as a claims file is the same story when it is read again."""
    again = story_of(json.loads(json.dumps(claims_json(read), allow_nan=False)), "a claims file")
    assert [known(c) for c in again.claims] == [known(c) for c in read.claims], "a claims file says what was written"


def known(c: object) -> tuple[object, ...]:
    asserted = getattr(c, "asserted")  # noqa: B009  (claims of two stories, compared field by field)
    fields = ("id", "start", "end", "text", "kind", "measure", "subject", "period", "modality", "hedge", "speaker")
    return (*(getattr(c, name) for name in fields), asserted and asserted.quantity)


def whole() -> list[str]:
    """Claims files of the labelled stories: a paragraph and its claims in each."""
    found = []
    for path in sorted(LABELLED.rglob("*.txt")):
        read = read_claims(Story(path.read_text("utf-8")[:900], "", STORIES[0], "META", PUBLISHED, "", ""), NAMES)
        found += [json.dumps(claims_json(replace(read, claims=(c,))), ensure_ascii=False) for c in read.claims[:2]]
    return found[:40]


WHOLE = whole()
WAYS = [
    *((numbers, language) for language in TONGUES),
    *((story, language) for language in STORIES),
    (file, ""),
    (page, ""),
    (claims, "json"),
    (claims, "yaml"),
    (fields, ""),
]


def one(data: bytes) -> None:
    if len(data) < 2:
        return
    way, language = WAYS[data[0] % len(WAYS)]
    try:
        way(language, data[1:])
    except TapelineError:
        return


def seeds() -> list[bytes]:
    """Paragraphs of the labelled stories, each language's cases and hostile texts, by every way that they can go."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(LABELLED.rglob("*.txt"))]
    pieces = [piece for t in texts for piece in t.split("\n") if piece.strip()][::3]
    hostile = [
        "9" * 200,
        "9," * 100,
        "(" * 200,
        "亿" * 100,
        "1亿" * 50,
        '"a said ' * 30,
        "\u202e\x00İ😀5%",
        "百分之" * 40,
        "1-2-3-4/5:6.7.8",
    ]
    found = []
    for i, (way, language) in enumerate(WAYS):
        if way is claims:
            made = [read_claims(Story(t[:900], "", "en", "META", PUBLISHED, "", ""), NAMES) for t in texts[:12]]
            inputs = [json.dumps(claims_json(s), ensure_ascii=False)[:LONGEST] for s in made]
            inputs += [
                json.dumps(
                    claims_json(Story("", "", "en", "META", PUBLISHED, "", "", s.claims[:1])), ensure_ascii=False
                )
                for s in made
            ]
        elif way is page:
            inputs = [
                f"<!doctype html><html lang=en><body><h1>A</h1><p>{p}</p><ul><li>x<td>1</ul></body></html>"
                for p in pieces[:60]
            ]
        elif way is numbers:
            inputs = [*cases_of(language), *hostile]
        elif way is fields:
            inputs = ["".join(map(chr, (n, *range(n, 128, 11)))) for n in range(1, 60)]
        else:
            inputs = [*pieces[:120], *hostile]
        found += [bytes([i]) + text.encode("utf-8")[: LONGEST - 1] for text in inputs]
        found += [bytes([i]) + text.encode("gb18030") for text in inputs[:8] if way is file]
    return found


def cases_of(language: str) -> list[str]:
    groups = lexicon.table(language, "cases").values()
    return [row if isinstance(row, str) else row[0] for rows in groups for row in rows]


def words() -> list[str]:
    """A dictionary for the fuzzer: what the tables of numbers, units and hedges know, and what holds a page or a claims file together."""
    found = {
        '"claims"',
        '"asserted"',
        '"figure"',
        '"period"',
        "null",
        "<td>",
        "</p>",
        "<script>",
        "&amp;",
        "<meta charset=",
        "1e999",
    }

    def gather(value: object) -> None:
        if isinstance(value, str):
            found.add(value)
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            gather(inner)

    for language in TONGUES:
        for name in ("numbers", "units", "hedges", "ranges"):
            gather(lexicon.table(language, name))
    return sorted(w for w in found if 1 < len(w.encode()) < 40)


def main() -> None:
    corpus, dictionary = OUT / "corpus", OUT / "words"
    corpus.mkdir(parents=True, exist_ok=True)
    for i, seed in enumerate(seeds()):
        (corpus / f"seed-{i:04}").write_bytes(seed)
    quoted = ("".join(f"\\x{b:02x}" for b in w.encode()) for w in words())
    dictionary.write_text("".join(f'"{w}"\n' for w in quoted), encoding="ascii")
    options = [
        f"-max_len={LONGEST}",
        f"-dict={dictionary}",
        f"-artifact_prefix={OUT}/",
        "-timeout=20",
        "-rss_limit_mb=3000",
    ]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:], str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
