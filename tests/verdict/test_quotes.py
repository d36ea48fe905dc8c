"""Quotes and paraphrases against documents: a company, people and words that do not exist anywhere else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tapeline.app.main import main
from tapeline.claim import Claim, Period
from tapeline.record import Record, open_record, write
from tapeline.verdict import Terms, judge
from tapeline.verdict.changes import content, numbers, substantial
from tapeline.verdict.passages import Text, near, segments, verbatim
from tapeline.verdict.quoting import same

SOURCE = "written for this test"
CALL = """Operator: Good evening and welcome to the first-quarter call of Northmoor Pumps.

Ada Quill: Thank you. We sold more pumps than we thought we could build, and we are not done. Revenue will grow by 10% next year if the
rivers keep rising, and we will not borrow a single dollar to get there.

Ben Marlow: Our costs fell faster than we had planned, which is a pleasant problem for a finance chief to have.

Ada Quill: The new plant at Eastwick opens in May, and it will make forty thousand pumps a year.
"""
LETTER = "To our shareholders. Patience is the only pump that never clogs, and we have plenty of it. We will open two plants this year."
ZH_CALL = "艾达·奎尔：我们卖出的水泵比我们以为能造出来的还要多，明年营收将增长10%。\n\n本·马洛：成本下降得比计划更快，这是愉快的烦恼。\n"
SECURITY = {"entity": "NMP", "name": "Northmoor Pumps", "ticker": "NMP", "exchange": "XNYS", "from": "2000-01-01", "currency": "USD",
            "aliases": "Northmoor|北沼水泵", "source": SOURCE}  # fmt: skip
PEOPLE = [
    {"person": "Ada Quill", "aliases": "艾达·奎尔|奎尔", "source": SOURCE},
    {"person": "Ben Marlow", "aliases": "本·马洛", "source": SOURCE},
]


def document(name: str, day: str, text: str, **others: str) -> dict[str, str]:
    row = {
        "entity": "NMP",
        "id": name,
        "date": day,
        "kind": "transcript",
        "title": f"The {name}",
        "language": "en",
        "source": SOURCE,
    }
    return row | {"text": text} | others


def made(folder: Path, *documents: dict[str, str]) -> Record:
    write.init(folder, "pumps")
    write.add(folder, "securities", [SECURITY])
    write.add(folder, "people", PEOPLE)
    if documents:
        write.add(folder, "documents", documents)
    return open_record(folder)


@pytest.fixture(scope="module")
def pumps(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return made(
        tmp_path_factory.mktemp("pumps") / "record",
        document("call", "2024-04-25", CALL, complete="true"),
        document("letter", "2024-02-01", LETTER, kind="letter", speaker="Ada Quill"),
        document("later call", "2024-07-25", "Ada Quill: We never sold a pump to the moon, whatever people say.\n"),
    )


TERMS = Terms(date(2024, 5, 1), date(2024, 12, 31))
SAID = "We sold more pumps than we thought we could build"


def quote(text: str, speaker: str = "Ada Quill", on: str = "", **args: str) -> Claim:
    period = Period.of_day(date.fromisoformat(on)) if on else None
    return Claim("c1", 0, len(text), text, "quote", "", "NMP", period, args=args, speaker=speaker)


@pytest.mark.parametrize(
    "text",
    [
        SAID,
        "we sold  more pumps, than we thought we could build",
        "We sold more pumps than we thought we could build, and we are not done.",
        "We sold more pumps … and we are not done",
        "We sold more pumps than [the board] thought we could build",
        "[W]e sold more pumps than we thought",
        "ｗｅ sold more “pumps”",
    ],
)
@pytest.mark.parametrize("speaker", ["Ada Quill", "Quill", ""])
def test_the_same_words_by_the_same_speaker_are_supported(pumps: Record, text: str, speaker: str) -> None:
    v = judge(pumps, quote(text, speaker), TERMS)
    assert v.verdict == "supported"
    assert v.measured is not None
    (row,) = v.measured.trail
    assert (row.table, row.source) == ("documents", SOURCE)
    assert "2024-04-25" in row.key
    start, end = (int(w) for w in row.value.split(":")[0].removeprefix("characters ").split(" to "))
    assert CALL[start:end].startswith("We sold more pumps")


def test_small_edits_are_imprecise_with_the_exact_words(pumps: Record) -> None:
    v = judge(pumps, quote("We sold more pumps than we believed we could build"), TERMS)
    assert v.verdict == "imprecise"
    assert f"“{SAID}”" in v.nearest[0].what
    assert "believed" in v.reason


@pytest.mark.parametrize(
    "text",
    [
        "Revenue will grow by 20% next year if the rivers keep rising",
        "Revenue will shrink by 10% next year if the rivers keep rising",
        "and we will borrow a single dollar to get there",
        "it will make fifty thousand pumps a year",
    ],
)
def test_another_number_negation_or_direction_is_no_small_edit(pumps: Record, text: str) -> None:
    undated = judge(pumps, quote(text), TERMS)
    assert undated.verdict == "unverifiable"
    assert undated.nearest
    dated = judge(pumps, quote(text, on="2024-04-25"), TERMS)
    assert dated.verdict == "contradicted"
    assert "has other words" in dated.reason


def test_the_words_of_another_are_contradicted_with_who_said_them(pumps: Record) -> None:
    v = judge(pumps, quote("Our costs fell faster than we had planned"), TERMS)
    assert v.verdict == "contradicted"
    assert "Ben Marlow" in v.nearest[0].what
    assert "Ben Marlow" in v.reason


def test_the_words_of_another_day_are_contradicted_with_when(pumps: Record) -> None:
    v = judge(pumps, quote("Patience is the only pump that never clogs", on="2024-04-25"), TERMS)
    assert v.verdict == "contradicted"
    assert "2024-02-01" in v.nearest[0].what
    assert (
        judge(pumps, quote("Patience is the only pump that never clogs", on="2024-02-02"), TERMS).verdict == "supported"
    )


def test_a_few_words_that_anyone_may_say_contradict_nothing(pumps: Record) -> None:
    assert judge(pumps, quote("a finance chief"), TERMS).verdict == "unverifiable"


def test_what_a_complete_document_does_not_hold_is_contradicted_and_else_unverifiable(pumps: Record) -> None:
    invented = "We are buying every river in the country by Christmas"
    assert judge(pumps, quote(invented, on="2024-04-25"), TERMS).verdict == "contradicted"
    assert (
        judge(pumps, quote(invented, on="2024-02-01"), TERMS).verdict == "unverifiable"
    )  # the letter is not marked complete
    assert (
        judge(pumps, quote(invented, "Carla Finch", on="2024-04-25"), TERMS).verdict == "unverifiable"
    )  # she is not on the call
    undated = judge(pumps, quote(invented), TERMS)
    assert undated.verdict == "unverifiable"
    assert "record add documents" in undated.missing


def test_absence_counts_on_the_very_day_and_where_all_that_was_said_is_there(tmp_path: Path) -> None:
    invented = "We are buying every river in the country by Christmas"
    letter = document("letter", "2024-04-25", LETTER, kind="letter", speaker="Ada Quill")
    record = made(tmp_path / "r", document("call", "2024-04-25", CALL, complete="true"))
    assert judge(record, quote(invented, on="2024-04-25"), TERMS).verdict == "contradicted"
    assert judge(record, quote(invented, on="2024-04-26"), TERMS).verdict == "unverifiable"
    write.add(tmp_path / "r", "documents", [letter])
    assert judge(open_record(tmp_path / "r"), quote(invented, on="2024-04-25"), TERMS).verdict == "unverifiable"


def test_what_was_said_after_the_story_ran_is_not_its_source(pumps: Record) -> None:
    later = quote("We never sold a pump to the moon, whatever people say")
    assert judge(pumps, later, TERMS).verdict == "unverifiable"
    assert judge(pumps, later, replace(TERMS, then=date(2024, 8, 1))).verdict == "supported"


def test_a_document_that_does_not_say_who_speaks_supports_and_says_so(tmp_path: Path) -> None:
    record = made(
        tmp_path / "r",
        document("filing", "2024-03-01", "The company sold more pumps than it could count.", kind="filing"),
    )
    v = judge(record, quote("sold more pumps than it could count"), TERMS)
    assert v.verdict == "supported"
    assert "does not say who speaks" in v.reason


def test_without_documents_the_card_names_what_would_settle_it(tmp_path: Path) -> None:
    v = judge(made(tmp_path / "r"), quote(SAID, on="2024-04-25"), TERMS)
    assert v.verdict == "unverifiable"
    assert v.missing.startswith("a document in which Ada Quill says so (2024-04-25); tapeline record add documents")


def test_a_translated_quote_is_not_compared(pumps: Record) -> None:
    v = judge(pumps, quote("我们卖出的水泵比我们以为能造出来的还要多"), TERMS)
    assert v.verdict == "unverifiable"
    assert "The document is in English; the story quotes in Chinese" in v.reason


@pytest.mark.parametrize(
    ("text", "speaker", "verdict"),
    [
        ("我们卖出的水泵，比我们以为能造出来的还要多", "Ada Quill", "supported"),
        ("我們賣出的水泵比我們以為能造出來的還要多", "奎尔", "supported"),
        ("我们卖掉的水泵比我们以为能造出来的还要多", "Ada Quill", "imprecise"),
        ("我们卖出的水泵比我们以为能造出来的还要少", "Ada Quill", "unverifiable"),
        ("成本下降得比计划更快，这是愉快的烦恼", "Ada Quill", "contradicted"),
    ],
)
def test_chinese_quotes_go_by_characters(tmp_path: Path, text: str, speaker: str, verdict: str) -> None:
    record = made(tmp_path / "r", document("call", "2024-04-25", ZH_CALL, language="zh"))
    assert judge(record, quote(text, speaker), replace(TERMS, language="zh")).verdict == verdict


@pytest.mark.parametrize(
    ("text", "speaker", "verdict"),
    [
        ("revenue would grow by 10% next year", "Ada Quill", "supported"),
        ("revenue would grow by 12% next year", "Ada Quill", "unverifiable"),
        ("costs had fallen faster than planned, a pleasant problem", "Ben Marlow", "supported"),
        ("costs had fallen faster than planned, a pleasant problem", "Ada Quill", "unverifiable"),
        ("the firm would buy a railway", "Ada Quill", "unverifiable"),
    ],
)
def test_a_paraphrase_is_supported_by_one_passage_and_never_contradicted(
    pumps: Record, text: str, speaker: str, verdict: str
) -> None:
    assert judge(pumps, quote(text, speaker, on="2024-04-25", form="paraphrase"), TERMS).verdict == verdict
    forecast = replace(quote(text, speaker), kind="forecast", modality="forecast")
    assert judge(pumps, forecast, TERMS).verdict == verdict


def test_a_forecast_of_nobodys_or_without_documents_stays_an_opinion(pumps: Record, tmp_path: Path) -> None:
    forecast = replace(quote("revenue will grow by 10% next year", ""), kind="forecast", modality="forecast")
    assert judge(pumps, forecast, TERMS).verdict == "opinion"
    assert judge(made(tmp_path / "r"), replace(forecast, speaker="Ada Quill"), TERMS).verdict == "opinion"


def test_names_of_one_speaker_are_one(pumps: Record) -> None:
    assert same(pumps, "Ada Quill", "Ada Quill, Chief Executive")
    assert same(pumps, "Ada Quill", "QUILL")
    assert same(pumps, "奎尔", "Ada Quill")
    assert not same(pumps, "Ada Quill", "Ben Marlow")
    assert not same(pumps, "Ada Quill", "Operator")


def test_segments_keep_the_order_and_the_gaps_of_a_quote() -> None:
    assert [w for w, _ in segments("We [the firm] sold… [m]ore")] == [["we"], ["sold"], ["more"]]
    row = {"text": "more we did what sold", "speaker": "", "kind": "letter"}
    assert list(verbatim(Text(row), "we … sold"))
    assert not list(verbatim(Text(row), "sold … more"))
    assert not list(verbatim(Text(row), "…"))
    assert near(Text(row), "…") == []


def test_what_changes_a_statement() -> None:
    assert substantial(["12"])
    assert substantial(["don't"])
    assert substantial(["fell"])
    assert not substantial(["believed", "the"])
    assert numbers("up 10% to $4.1 billion") == {"10", "4.1"}
    assert content("we sold the pumps") == {"sold", "pump"}


@pytest.mark.parametrize("text", ["a " * 5000, "a b " * 2000, "…" * 2000, "[x] " * 1000, "1 " * 3000])
def test_hostile_quotes_come_to_an_end(text: str) -> None:
    row = {"text": "a b " * 3000, "speaker": "", "kind": "letter"}
    assert isinstance(near(Text(row), text), list)
    assert isinstance(sum(1 for _ in verbatim(Text(row), text)), int)


def test_from_a_text_file_to_a_checked_story(tmp_path: Path, capsysbinary) -> None:  # type: ignore[no-untyped-def]
    folder = str(tmp_path / "r")
    made(tmp_path / "r")
    (tmp_path / "q1.txt").write_text(CALL, encoding="utf-8")
    told = {"entity": "NMP", "date": "2024-04-25", "kind": "transcript", "title": "Q1 call", "language": "en"}
    (tmp_path / "q1.json").write_text(json.dumps(told), encoding="utf-8")
    add = ["--quiet", "record", "add", "documents", str(tmp_path / "q1.txt"), "--record", folder]
    assert main(add) == 1  # the source is missing
    assert b"column source is empty" in capsysbinary.readouterr().err
    assert main([*add, "--set", f"source={SOURCE}", "--set", "complete=true"]) == 0
    assert main(["record", "show", "documents", "--record", folder]) == 0
    assert "characters)" in capsysbinary.readouterr().out.decode()
    assert main(["record", "verify", "--record", folder]) == 0
    capsysbinary.readouterr()
    story = tmp_path / "story.txt"
    story.write_text(
        f"Northmoor Pumps had a good quarter.\n\n“{SAID},” said Ada Quill on a call with analysts.\n", encoding="utf-8"
    )
    options = ["--record", folder, "--company", "NMP", "--published", "2024-04-26"]
    for chosen in ("terminal", "md", "latex", "html", "claimreview"):
        assert main(["--quiet", "check", str(story), *options, "--format", chosen]) == 0
        assert "sold more pumps" in capsysbinary.readouterr().out.decode()
    assert main(["--quiet", "check", str(story), *options, "--format", "json"]) == 0
    raw = json.loads(capsysbinary.readouterr().out)
    assert [v["verdict"] for v in raw["checks"]] == ["supported"]
    assert raw["checks"][0]["measured"]["trail"][0]["key"] == "NMP q1 2024-04-25"


def test_a_long_document_with_quotes_and_lines_comes_back_to_the_letter(tmp_path: Path) -> None:
    text = 'He said "no",\nthen left; 涨了.\n' * 120_000
    record = made(tmp_path / "r", document("long", "2024-01-01", text))
    assert record.rows("documents")[0]["text"] == text


STORY = """Northmoor Pumps had a good quarter. On Thursday, Ada Quill said: “We sold more pumps than we thought we could build.”

“Our costs fell faster than we had planned,” Ben Marlow said on Friday.

“We bought the moon and all its rivers,” Ada Quill said on Thursday. Shares rose on Wednesday.

“The new plant at Eastwick opens in May,” said Ada Quill, whose company reported on Wednesday.

Ada Quill said that revenue would grow 10% next year.
"""


def test_a_story_gives_the_day_and_the_speaker_of_what_it_quotes(pumps: Record) -> None:
    import tapeline

    story = tapeline.read(STORY, company="NMP", published="2024-04-26", record=pumps)
    said = [(c.speaker, c.period.start.isoformat() if c.period else "") for c in story.claims if c.kind == "quote"]
    assert said == [
        ("Ada Quill", "2024-04-25"),
        ("Ben Marlow", "2024-04-26"),
        ("Ada Quill", "2024-04-25"),
        ("Ada Quill", ""),
    ]
    checked = tapeline.check(story, record=pumps)
    verdicts = [
        v.verdict for c, v in zip(story.claims, checked.verdicts, strict=True) if c.kind in {"quote", "forecast"}
    ]
    assert verdicts == ["supported", "supported", "contradicted", "supported", "supported"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("周四，艾达·奎尔表示：“我们卖出的水泵比想象的多。”", "2024-04-25"),
        ("周四股价上涨。奎尔表示：“我们卖出的水泵比想象的多。”", ""),
    ],
)
def test_a_chinese_quote_has_a_day_only_beside_its_verb(pumps: Record, text: str, day: str) -> None:
    import tapeline

    story = tapeline.read(text, company="NMP", published="2024-04-26", record=pumps)
    (quoted,) = [c for c in story.claims if c.kind == "quote"]
    assert (quoted.period.start.isoformat() if quoted.period else "") == day
