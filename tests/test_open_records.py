"""A record named by its folder is opened once for a thread, and again when it has changed."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import tapeline
from tapeline.checking import MOST_OPEN, opened
from tapeline.names import names_of
from tapeline.record import open_record
from tapeline.record.write import init

SAID = {"language": "en", "company": "META", "published": "2024-02-03"}


def test_the_same_folder_is_one_record():
    assert opened(None) is opened(None)
    assert opened(str(opened(None).folder)) is opened(None)
    assert open_record(None) is not open_record(None)


def test_a_record_is_itself():
    own = open_record(None)
    assert opened(own) is own


def test_the_names_of_a_record_are_gathered_once():
    assert names_of(opened(None)) is names_of(opened(None))
    assert names_of(open_record(None)) is not names_of(opened(None))


def test_a_record_that_has_changed_is_opened_anew(tmp_path):
    init(tmp_path / "own", "own")
    before = opened(tmp_path / "own")
    manifest = tmp_path / "own" / "record.json"
    changed = json.loads(manifest.read_text(encoding="utf-8")) | {"as_of": "2024-02-03"}
    manifest.write_text(json.dumps(changed), encoding="utf-8")
    after = opened(tmp_path / "own")
    assert after is not before
    assert after.as_of.isoformat() == "2024-02-03"


def test_only_the_last_few_stay_open(tmp_path):
    first = opened(None)
    for n in range(MOST_OPEN):
        init(tmp_path / str(n), f"record {n}")
        opened(tmp_path / str(n))
    assert opened(None) is not first
    assert opened(tmp_path / str(MOST_OPEN - 1)) is opened(tmp_path / str(MOST_OPEN - 1))


def test_each_thread_has_records_of_its_own():
    def check(_):
        story = tapeline.read("Meta shares rose 20.3% on Friday.", **SAID)
        return opened(None), [v.verdict for v in tapeline.check(story).verdicts]

    with ThreadPoolExecutor(1) as one:
        other, verdicts = one.submit(check, None).result()
    assert other is not opened(None)
    assert verdicts == check(None)[1] == ["supported"]
    with ThreadPoolExecutor(4) as several:
        assert {tuple(v) for _, v in several.map(check, range(24))} == {("supported",)}
