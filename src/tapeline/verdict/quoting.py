"""A quote or a paraphrase beside the record's documents: the rule of docs/verdicts.md, in its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from tapeline.claim import Cite, Measured, Nearest, Verdict
from tapeline.quantity import Quantity
from tapeline.story import text as views
from tapeline.story.metadata import language_of
from tapeline.verdict.changes import content, numbers, substantial
from tapeline.verdict.passages import Passage, Text, near, tokens, verbatim
from tapeline.verdict.reasons import unmeasured

if TYPE_CHECKING:
    from tapeline.claim import Claim, VerdictName
    from tapeline.record import Record, Row
    from tapeline.verdict.terms import Terms

NEAR = 0.8
"""From so much agreement on, a passage is the quote with small edits."""
SHOWN = 0.5
"""From so much on, it is shown as the nearest passage."""
TELLING = {"en": 6, "zh": 12}
"""A quote of so many words or characters is not said twice by chance."""
CONTENT = 0.6
SENTENCES = 2
SLACK = timedelta(days=1)
"""A call after the close in New York is the next day's in Shanghai."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A claim with the documents that it is looked for in."""

    record: Record
    claim: Claim
    terms: Terms
    language: str
    texts: tuple[Text, ...]

    def speaks(self, passage: Passage) -> bool:
        """Whether a passage may be the claim's speaker's: it says so, or does not say who speaks."""
        return not self.claim.speaker or not passage.speaker or same(self.record, self.claim.speaker, passage.speaker)

    def then(self, row: Row) -> bool:
        """Whether a document is of the occasion that the story names; of any where it names none."""
        periods = [p for p in (self.claim.period, *self.claim.also) if p is not None]
        return not periods or any(p.start - SLACK <= row["date"] <= p.end + SLACK for p in periods)

    def complete(self) -> Text | None:
        """A document of the very day that the story names in which the speaker speaks, where every such one is complete."""
        days = [p for p in (self.claim.period, *self.claim.also) if p is not None]
        theirs = [t for t in self.texts if any(p.contains(t.row["date"]) for p in days) and self._takes_part(t)]
        return theirs[0] if theirs and all(t.row["complete"] for t in theirs) else None

    def _takes_part(self, text: Text) -> bool:
        who = [text.row["speaker"]] if text.row["speaker"] else [name for _, name in text.turns]
        return bool(self.claim.speaker) and any(same(self.record, self.claim.speaker, w) for w in who)


def same(record: Record, a: str, b: str) -> bool:
    """Whether two names are of one speaker: by the record's people, or one holding every word of the other."""
    one, other = _person(record, a), _person(record, b)
    if one and other:
        return one == other
    words = {t.word for t in tokens(a)}, {t.word for t in tokens(b)}
    return bool(words[0]) and bool(words[1]) and (words[0] <= words[1] or words[1] <= words[0])


def _person(record: Record, name: str) -> str:
    view = views.normalise(name).casefold()
    for row in record.rows("people"):
        surfaces = [row["person"], *(row["aliases"] or "").split("|")]
        if any(s and views.normalise(s).casefold() in view for s in surfaces):
            return str(row["person"])
    for row in record.rows("people"):
        if row["person"].split()[-1].casefold() == view:
            return str(row["person"])
    return ""


def judge_words(record: Record, claim: Claim, terms: Terms) -> Verdict:
    """The verdict on a quote or a paraphrase, by the documents that were there when the story ran."""
    rows = record.rows("documents", known=terms.then, entity=claim.subject)
    language = language_of(views.normalise(claim.text))
    texts = tuple(
        t for t in _texts(record, claim.subject) if t.row["date"] <= terms.then and t.row["language"] == language
    )
    case = _Case(record, claim, terms, language, texts)
    if not rows:
        return _unsettled(case, _missing(claim))
    if not texts:
        return _other_language(case, rows[0])
    return _paraphrase(case) if is_paraphrase(claim) else _quote(case)


_READY: WeakKeyDictionary[Record, dict[str, tuple[Text, ...]]] = WeakKeyDictionary()


def _texts(record: Record, entity: str) -> tuple[Text, ...]:
    """The documents of a company, the newest first; made ready once for all its quotes."""
    ready = _READY.setdefault(record, {})
    if entity not in ready:
        rows = sorted(record.rows("documents", entity=entity), key=lambda r: (r["date"], r["id"]), reverse=True)
        ready[entity] = tuple(Text(r) for r in rows)
    return ready[entity]


def is_paraphrase(claim: Claim) -> bool:
    """Whether a claim gives someone's meaning and not their words."""
    return claim.kind == "forecast" or claim.args.get("form") == "paraphrase"


def _quote(case: _Case) -> Verdict:
    claim = case.claim
    exact = [p for text in case.texts for p in verbatim(text, claim.text)]
    right = [p for p in exact if case.speaks(p) and case.then(p.document)]
    if right:
        return _found(case, min(right, key=lambda p: not p.speaker), "supported")
    if exact and len(tokens(claim.text)) >= TELLING.get(case.language, TELLING["en"]):
        return _elsewhere(case, exact)
    close = sorted((p for text in case.texts for p in near(text, claim.text)), key=lambda p: -p.share)
    fitting = [p for p in close if case.speaks(p) and case.then(p.document)]
    if fitting and fitting[0].share >= NEAR and not substantial(fitting[0].changed):
        return _found(case, fitting[0], "imprecise")
    if case.complete() is not None:
        return _absent(case, fitting)
    return _unsettled(case, _missing(claim), close[0] if close and close[0].share >= SHOWN else None)


def _paraphrase(case: _Case) -> Verdict:
    """Supported where its numbers and most of its content words stand in one passage by the speaker; never contradicted."""
    wanted, figures = content(case.claim.text), numbers(case.claim.text)
    best: Passage | None = None
    for text in case.texts:
        view = views.normalise(text.row["text"])
        spans = views.sentences(view)
        for i in range(len(spans)):
            who = text.speaker(spans[i].start)
            end = next(x.end for x in reversed(spans[i : i + SENTENCES]) if text.speaker(x.start) == who)
            words = text.row["text"][spans[i].start : end]
            share = len(wanted & content(words)) / max(1, len(wanted))
            passage = Passage(text.row, spans[i].start, end, who, share)
            if not case.speaks(passage) or not case.then(text.row) or (best is not None and share <= best.share):
                continue
            if figures <= numbers(words):
                best = passage
    if best is not None and wanted and best.share >= CONTENT:
        return _found(case, best, "supported")
    return _unsettled(case, _missing(case.claim), best if best is not None and best.share > 0 else None)


def _found(case: _Case, passage: Passage, verdict: VerdictName) -> Verdict:
    who = passage.speaker or ("一份未标明讲话者的文件" if _zh(case) else "a document that does not say who speaks")
    where = _where(passage)
    if verdict == "supported":
        why = (
            f"记录中的文件载有此言：{who}，{where}。" if _zh(case) else f"The record holds these words: {who}, {where}."
        )
        if is_paraphrase(case.claim):
            why = f"记录中的一段话载有其数字与大部分内容：{who}，{where}。" if _zh(case) else f"One passage of the record holds its figures and most of its content: {who}, {where}."  # fmt: skip
        return Verdict(case.claim.id, "supported", why, _measured(passage))
    differing = ", ".join(passage.changed)
    why = (
        f"与记录中的原话相近而不全同（{differing}）：{who}，{where}。"
        if _zh(case)
        else f"The record's words are close and not the same ({differing or 'their order'}): {who}, {where}."
    )
    return Verdict(case.claim.id, "imprecise", why, _measured(passage), nearest=(_nearest(passage, "the exact words"),))


def _elsewhere(case: _Case, exact: list[Passage]) -> Verdict:
    """The words are there, and another says them, or the same on another day."""
    claim = case.claim
    own = [p for p in exact if case.speaks(p)]
    passage = (own or exact)[0]
    if own:
        why = (
            f"此言出自{_where(passage)}，而非文中所说的日期。"
            if _zh(case)
            else f"These words were said on another day than the story says: {_where(passage)}."
        )
        reason = "the same words, on their own day"
    else:
        why = (
            f"此言出自{passage.speaker}（{_where(passage)}），而非{claim.speaker}。"
            if _zh(case)
            else f"These words are {passage.speaker}'s ({_where(passage)}), not {claim.speaker}'s."
        )
        reason = f"the same words, said by {passage.speaker}"
    return Verdict(claim.id, "contradicted", why, _measured(passage), nearest=(_nearest(passage, reason),))


def _absent(case: _Case, fitting: list[Passage]) -> Verdict:
    """A complete document of the occasion, and not these words in it."""
    text = case.complete()
    inside = [p for p in fitting if text is not None and p.document is text.row and p.share >= SHOWN]
    title = text.row["title"] if text is not None else ""
    day = text.row["date"] if text is not None else ""
    if inside and inside[0].share >= NEAR:
        differing = ", ".join(inside[0].changed)
        why = (
            f"{day}《{title}》（全文）中的原话不同：{differing}。"
            if _zh(case)
            else f"The complete document of {day}, {title!r}, has other words: {differing}."
        )
    else:
        why = (
            f"{day}《{title}》（全文）中没有这句话。"
            if _zh(case)
            else f"The complete document of {day}, {title!r}, does not hold these words."
        )
    return Verdict(case.claim.id, "contradicted", why, _measured(inside[0]) if inside else None,
                   nearest=tuple(_nearest(p, "the nearest passage") for p in inside[:1]))  # fmt: skip


def _other_language(case: _Case, row: Row) -> Verdict:
    names = {"en": ("English", "英文"), "zh": ("Chinese", "中文")}
    theirs, ours = names.get(row["language"], (row["language"],) * 2), names.get(case.language, (case.language,) * 2)
    why = (
        f"文件为{theirs[1]}，而文中引语为{ours[1]}，无法逐字核对。"
        if _zh(case)
        else f"The document is in {theirs[0]}; the story quotes in {ours[0]}: the words cannot be compared."
    )
    return Verdict(
        case.claim.id, "unverifiable", why, missing=f"{_missing(case.claim)} in {ours[0]}; {_command(case.claim)}"
    )


def _unsettled(case: _Case, missing: str, passage: Passage | None = None) -> Verdict:
    why = unmeasured(missing, case.terms.language)
    if passage is not None:
        why += (
            f"最接近的一段见下。（{_where(passage)}）"
            if _zh(case)
            else f" The nearest passage is shown ({_where(passage)})."
        )
    near_words = () if passage is None else (_nearest(passage, "the nearest passage; it settles nothing"),)
    return Verdict(case.claim.id, "unverifiable", why, nearest=near_words, missing=f"{missing}; {_command(case.claim)}")


def _missing(claim: Claim) -> str:
    day = f" ({claim.period.start})" if claim.period else ""
    return f"a document in which {claim.speaker or 'the speaker'} says so{day}"


def _command(claim: Claim) -> str:
    return f"tapeline record add documents TRANSCRIPT.txt --set entity={claim.subject} --record DIR"


def _where(passage: Passage) -> str:
    row = passage.document
    return f"{row['title']}, {row['date']}"


def _cite(passage: Passage) -> Cite:
    from tapeline.measures.registry import cite

    found = cite("documents", passage.document, f"characters {passage.start} to {passage.end}: “{passage.text}”")
    return Cite(found.table, f"{found.key} {passage.document['date']}", found.value, found.source)


def _measured(passage: Passage) -> Measured:
    """A passage as a reading: how much of the words agree, in percent."""
    share = 100 * passage.share
    basis = f"{passage.document['kind']} of {passage.document['date']}: {passage.document['title']}; {passage.speaker or 'speaker not named'}"
    return Measured(Quantity.exact(share, "%"), share, basis, passage.document["date"], f"the words agree to {share:.0f}% with “{passage.text}”",
                    (_cite(passage),))  # fmt: skip


def _nearest(passage: Passage, why: str) -> Nearest:
    what = f"“{passage.text}” ({passage.speaker or 'speaker not named'}, {_where(passage)}): agreement"
    return Nearest(what, 100 * passage.share, "%", why, (_cite(passage),))


def _zh(case: _Case) -> bool:
    return case.terms.language == "zh"


__all__ = ["is_paraphrase", "judge_words", "same"]
