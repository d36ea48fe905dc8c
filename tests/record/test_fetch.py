"""Fetching from the SEC's data site, over a real HTTP server on this machine.

Its answers are written by hand in the shapes that the SEC documents, with Meta's figures of 2023 as its filings give them; none is a recording.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import tapeline
from tapeline.app.main import main
from tapeline.errors import InputError, RecordError, UnknownNameError
from tapeline.record import open_record, write
from tapeline.record.fetch import fetch
from tapeline.record.sources import sec

CONTACT = "desk@example.com"
Q1, H1, M9, FY = (
    ("2023-01-01", end, accn, filed, form)
    for end, accn, filed, form in (
        ("2023-03-31", "0001326801-23-000067", "2023-04-27", "10-Q"),
        ("2023-06-30", "0001326801-23-000093", "2023-07-27", "10-Q"),
        ("2023-09-30", "0001326801-23-000132", "2023-10-26", "10-Q"),
        ("2023-12-31", "0001326801-24-000012", "2024-02-02", "10-K"),
    )
)


def entry(stretch: tuple[str, str, str, str, str], val: float, *, start: str = "", at: bool = False) -> dict[str, Any]:
    begun, end, accn, filed, form = stretch
    return {
        **({} if at else {"start": start or begun}),
        "end": end,
        "val": val,
        "accn": accn,
        "filed": filed,
        "form": form,
        "fy": 2023,
        "fp": "Q1",
    }


FACTS = {
    "cik": 1326801,
    "entityName": "Meta Platforms, Inc.",
    "facts": {
        "dei": {},
        "us-gaap": {
            "RevenueFromContractWithCustomerExcludingAssessedTax": {"units": {"USD": [
                entry(Q1, 28645000000), entry(H1, 60644000000), entry(H1, 31999000000, start="2023-04-01"),
                entry(M9, 94790000000), entry(M9, 34146000000, start="2023-07-01"), entry(FY, 134902000000),
                entry(("2022-01-01", "2022-12-31", "0001326801-23-000013", "2023-02-02", "10-K"), 116609000000),
                entry(("2022-01-01", "2022-12-31", "0001326801-24-000012", "2024-02-02", "10-K"), 116609000000),
            ]}},
            "NetCashProvidedByUsedInOperatingActivities": {"units": {"USD": [
                entry(Q1, 13998000000), entry(H1, 31307000000), entry(M9, 51709000000), entry(FY, 71113000000)]}},
            "EarningsPerShareDiluted": {"units": {"USD/shares": [entry(Q1, 2.20), entry(H1, 5.18), entry(H1, 2.98, start="2023-04-01")]}},
            "Assets": {"units": {"USD": [entry(FY, 229623000000, at=True)]}},
        },
    },
}  # fmt: skip
WHO = {
    "cik": "1326801", "name": "Meta Platforms, Inc.", "tickers": ["META"], "exchanges": ["Nasdaq"], "fiscalYearEnd": "1231",
    "sicDescription": "Services-Computer Programming", "formerNames": [{"name": "Facebook Inc"}],
    "filings": {"recent": {
        "form": ["8-K", "8-K", "10-K"], "items": ["2.02,9.01", "8.01", ""], "filingDate": ["2024-02-01", "2023-03-14", "2024-02-02"],
        "acceptanceDateTime": ["2024-02-01T21:05:27.000Z", "2023-03-14T12:00:00.000Z", "2024-02-02T11:00:00.000Z"],
        "accessionNumber": ["0001326801-24-000010", "0001326801-23-000031", "0001326801-24-000012"]}},
}  # fmt: skip
PAGES = {
    "/files/company_tickers.json": {"0": {"cik_str": 1326801, "ticker": "META", "title": "Meta Platforms, Inc."}},
    "/submissions/CIK0001326801.json": WHO,
    "/api/xbrl/companyfacts/CIK0001326801.json": FACTS,
}


@dataclass
class Sec:
    url: str
    paths: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    busy: int = 0
    waited: list[float] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Sec]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.paths.append(self.path)
            told.agents.add(self.headers["User-Agent"])
            page = PAGES.get(self.path)
            body = b"not here" if page is None else json.dumps(page).encode()
            if told.busy:
                told.busy -= 1
                self.send_response(429)
                self.send_header("Retry-After", "7")
                body = b"slow down"
            else:
                self.send_response(404 if page is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing on standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told = Sec(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield told
        server.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write.init(tmp_path / "desk", "desk")
    return tmp_path / "desk"


def test_what_was_fetched_is_measured(site: Sec, folder: Path) -> None:
    found = fetch(folder, "meta", CONTACT, mirror=site.url, sleep=site.waited.append)
    assert found.added == {"securities": 1, "events": 1, "shares": 0, "facts": 14}
    ask = {"subject": "Facebook Inc", "metric": "revenue", "record": folder}
    fourth = tapeline.measure("fact.value", start="2023-10-01", end="2023-12-31", **ask)
    assert fourth.value == 134902000000 - 94790000000
    assert "0001326801-24-000012 less 0001326801-23-000132" in fourth.trail[0].source
    assert tapeline.measure("fact.growth", start="2023-01-01", end="2023-12-31", **ask).value == pytest.approx(
        15.69, abs=0.01
    )
    with pytest.raises(tapeline.TapelineError):
        tapeline.measure("fact.value", start="2023-10-01", end="2023-12-31", as_of="2024-02-01", **ask)


def test_cash_flows_that_are_told_up_to_a_day_give_each_quarter() -> None:
    rows = {
        r["period_end"]: r["value"]
        for r in sec.facts("META", FACTS)
        if r["metric"] == "operating_cash_flow" and r["period_start"] != "2023-01-01"
    }
    assert rows == {"2023-06-30": 17309000000, "2023-09-30": 20402000000, "2023-12-31": 19404000000}


def test_figures_a_share_do_not_add_up_and_are_never_subtracted() -> None:
    rows = [r for r in sec.facts("META", FACTS) if r["metric"] == "eps_diluted"]
    assert [(r["period_start"], r["value"], r["unit"], r["precision"]) for r in rows] == [
        ("2023-01-01", 2.20, "USD/share", 0.01),
        ("2023-04-01", 2.98, "USD/share", 0.01),
    ]


def test_a_figure_counts_from_the_day_it_was_first_filed(site: Sec, folder: Path) -> None:
    fetch(folder, "META", CONTACT, mirror=site.url, sleep=site.waited.append)
    rows = [r for r in open_record(folder).rows("facts") if r["period_end"] == date(2022, 12, 31)]
    assert [(r["value"], r["filed"], r["precision"]) for r in rows] == [(116609000000, date(2023, 2, 2), 1e6)]


def test_results_days_have_the_time_in_new_york_and_act_on_the_next_session(site: Sec, folder: Path) -> None:
    fetch(folder, "META", CONTACT, mirror=site.url, sleep=site.waited.append)
    (row,) = open_record(folder).rows("events")
    assert (row["date"], row["time"], row["kind"]) == (date(2024, 2, 1), "16:05", "results")


def test_a_second_run_asks_nothing_and_adds_nothing(site: Sec, folder: Path) -> None:
    fetch(folder, "META", CONTACT, mirror=site.url, sleep=site.waited.append)
    assert len(site.paths) == 3
    again = fetch(folder, "META", CONTACT, mirror=site.url, sleep=site.waited.append)
    assert (len(site.paths), set(again.added.values())) == (3, {0})
    fresh = fetch(folder, "META", CONTACT, mirror=site.url, fresh=True, sleep=site.waited.append)
    assert (len(site.paths), set(fresh.added.values())) == (6, {0})


def test_the_site_is_told_who_asks_and_given_time(site: Sec, folder: Path) -> None:
    site.busy = 1
    fetch(folder, "META", CONTACT, mirror=site.url, sleep=site.waited.append)
    assert site.agents == {f"tapeline ({CONTACT})"}
    assert 7.0 in site.waited
    assert len(site.waited) == len(site.paths) + 1


def test_what_was_broken_off_goes_on(site: Sec, folder: Path) -> None:
    fetch(folder, "META", CONTACT, mirror=site.url, sleep=site.waited.append)
    (folder / "fetched" / "META-companyfacts.json").unlink()
    site.paths.clear()
    fetch(folder, "META", CONTACT, mirror=site.url, sleep=site.waited.append)
    assert site.paths == ["/api/xbrl/companyfacts/CIK0001326801.json"]


@pytest.mark.parametrize(
    ("ticker", "contact", "kind", "words"),
    [
        ("NOPE", CONTACT, UnknownNameError, "no company with the ticker 'NOPE'"),
        ("META", "", InputError, "--contact you@example.com"),
        ("META", "a@b.c\r\nX-Other: 1", InputError, "--contact you@example.com"),
    ],
)
def test_what_cannot_be_fetched_says_what_to_do(
    site: Sec, folder: Path, ticker: str, contact: str, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        fetch(folder, ticker, contact, mirror=site.url, sleep=site.waited.append)


def test_a_busy_site_a_wrong_answer_and_no_site_are_one_line_each(site: Sec, folder: Path, tmp_path: Path) -> None:
    site.busy = 99
    with pytest.raises(InputError, match="status 429"):
        fetch(folder, "META", CONTACT, mirror=site.url, sleep=site.waited.append)
    with pytest.raises(InputError, match="no answer from"):
        fetch(folder, "META", CONTACT, mirror="http://127.0.0.1:9", sleep=site.waited.append)
    with pytest.raises(RecordError):
        fetch(tmp_path / "none", "META", CONTACT, mirror=site.url)
    (folder / "fetched").mkdir()
    (folder / "fetched" / "company_tickers.json").write_text("<html>", encoding="utf-8")
    with pytest.raises(InputError, match="--fresh"):
        fetch(folder, "META", CONTACT, mirror=site.url, sleep=site.waited.append)


@pytest.mark.usefixtures("no_network")
def test_one_switch_refuses_the_network(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAPELINE_OFFLINE", "1")
    with pytest.raises(InputError, match="TAPELINE_OFFLINE is set"):
        fetch(folder, "META", CONTACT)


def test_the_command_says_what_it_added(site: Sec, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", "fetch", "META", "--record", str(folder), "--contact", CONTACT, "--mirror", site.url]) == 0
    assert "Meta Platforms, Inc. (META): added 1 securities, 1 events, 0 shares, 14 facts" in capsys.readouterr().err
    assert main(["record", "verify", "--record", str(folder)]) == 0


def test_a_story_is_checked_against_what_was_fetched(site: Sec, folder: Path) -> None:
    fetch(folder, "META", CONTACT, mirror=site.url, sleep=site.waited.append)
    text = "Meta Platforms said on Feb. 1, 2024 that revenue in 2023 rose 16% to $134.9 billion. Revenue in the second quarter of 2023 was $38.0 billion."
    story = tapeline.read(text, company="META", published="2024-02-03", record=folder)
    verdicts = [
        (c.measure, v.verdict) for c, v in zip(story.claims, tapeline.check(story, record=folder).verdicts, strict=True)
    ]
    assert ("fact.growth", "supported") in verdicts
    assert ("fact.value", "supported") in verdicts
    assert ("fact.value", "contradicted") in verdicts
