"""From a story's text to its claims: sentences become scenes, frames draft claims, and what no frame took is listed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tapeline.story import (
    dates,
    lexicon,
    money,
    predicates,
    quotes,
    tables,
    text,
    topics,
    trades,
    unknown_companies,
    unknown_people,
)
from tapeline.story.clauses import clauses
from tapeline.story.frames import frames_for
from tapeline.story.frames.accounts.adjusted import as_adjusted
from tapeline.story.frames.accounts.figure_than import than
from tapeline.story.frames.accounts.figures_so_far import of_the_year_so_far
from tapeline.story.frames.accounts.several_years import CHANGES, over_several_years
from tapeline.story.frames.accounts.whose_users import of_one_or_all
from tapeline.story.frames.beside.at_their_price import at_their_price
from tapeline.story.frames.beside.beside import beside
from tapeline.story.frames.beside.ellipsis import going_on
from tapeline.story.frames.beside.growth_beside import growth_beside
from tapeline.story.frames.beside.in_brackets import in_brackets
from tapeline.story.frames.beside.market_beside import in_the_same_time
from tapeline.story.frames.beside.paired import at_respective_times
from tapeline.story.frames.left.doubted import doubted
from tapeline.story.frames.left.leftover import leftover
from tapeline.story.frames.left.plain_words import plainly
from tapeline.story.frames.slots import MARKET
from tapeline.story.frames.subjects.figure_names import or_of_the_part
from tapeline.story.frames.times.not_when import counts_from, of_results
from tapeline.story.frames.times.when import is_an_eve
from tapeline.story.frames.unsettled.said import paraphrase
from tapeline.story.inferred import inferred
from tapeline.story.learned import Words
from tapeline.story.lexicon import wording
from tapeline.story.numbering import NEEDS_A_DAY, extent, numbered, unread
from tapeline.story.quantities import find as find_quantities
from tapeline.story.scene import Discourse, Scene
from tapeline.story.sentence_dates import dates_of, is_base, told_on
from tapeline.story.settling import settle, without_background
from tapeline.story.tense import as_said
from tapeline.story.tokens import Draft, Token
from tapeline.story.wordfinder import Laid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from tapeline.claim import Period, Story
    from tapeline.story.names import Names


LONGEST = 1200
"""A longer sentence is read in pieces of this many code points, so that reading stays linear."""
MOST_SESSIONS = 5
"""So many days that have been told of may be a later move's."""
MOST_ERAS = 3
SEVERAL = 4
"""A sentence on so many companies is on none of them ("the stock" behind it is the one before's)."""
LONG_PAST = 366
"""A day so many days before publication dates the moves of its own paragraph only."""
CHECKABLE = frozenset({"superlative", "record", "high", "lowest", "cause", "because", "rescue", "ever", "chart_top"})
_DIGIT = re.compile(r"\d")
NAMING_KINDS = frozenset({"name", "metric", "date", "who"})
"""A sentence without any of these hands on what it was handed."""


@dataclass(frozen=True, slots=True)
class SecondReader:
    """Another reader, asked of each sentence after the frames.

    Attributes:
        read: a sentence and the frames' drafts -> the drafts that stand.
        alone: whether the quotes that the built-in reader finds are left out as well.
    """

    read: Callable[[Scene, list[Draft]], list[Draft]]
    alone: bool


@dataclass
class Reading:
    """What one pass over a story gathers."""

    published: date
    language: str
    drafts: list[Draft] = field(default_factory=list)
    unread: list[tuple[int, int, str]] = field(default_factory=list)
    sessions: list[Period] = field(default_factory=list)
    headed: list[str] = field(default_factory=list)
    dated: dict[int, list[Period]] = field(default_factory=dict)
    blocks: list[int] = field(default_factory=list)
    days: list[Token] = field(default_factory=list)
    second: SecondReader | None = None


def read_claims(
    story: Story, names: Names, *, fiscal_year_end_month: int = 12, second: SecondReader | None = None
) -> Story:
    """The story with its claims and with the stretches that no claim came from.

    Args:
        story: text, language, company and publication day must be there.
        names: what the text may speak of by name.
        fiscal_year_end_month: the last month of the company's fiscal year.
        second: another reader, beside the frames or in their place.
    """
    if story.published is None:
        return story
    view = text.normalise(story.text)
    reading = Reading(story.published, story.language, second=second)
    discourse = start = Discourse(story.company, gauge=topics.own_index(story.company, story.language))
    paragraph = -1
    headings = {h.start for h in text.headings(view)}
    blocks = reading.blocks = [p.start for p in text.paragraphs(view)]
    origin = dates.Origin()
    headed: tuple[Period, ...] = ()
    lead, listed = start.company, None
    found = _found(view, story.language, names)
    said = quotes.find(view, story.language, found, story.company)
    monies = money.currencies(view, found, traditional=story.language == "zh" and lexicon.is_traditional(story.text))
    for span, tokens in _tokens(view, found):
        here = bisect_left(blocks, span.start + 1) - 1
        heading = here >= 0 and blocks[here] in headings
        if here != paragraph:
            paragraph, listed = here, None
            origin = dates.Origin() if heading else origin._replace(narrated=False)
            if heading:
                headed, lead = (), _section_company(view, span, tokens) or start.company
            answers = view[max(0, span.start - 4) : span.start].rstrip().endswith(("?", "？"))
            about = discourse.company if answers or wording("reading.goes_on").match(view, span.start) else lead
            lately = tuple(p for p in discourse.session if (story.published - p.end).days <= LONG_PAST)
            discourse = replace(
                discourse,
                session=lately,
                company=about,
                eras=headed,
                of_an_era=bool(headed),
                segment="",
                dividend=topics.SPOKEN if discourse.dividend == topics.SPOKEN else 0,
            )
        dated = dates_of(view, span, story, discourse, origin, fiscal_year_end_month)
        told = (discourse.company, discourse.latter, start.company)
        settled = trades.by_trade(view, settle(view, [*tokens, *dated]), told, story.language)
        settled = topics.with_its_index(without_background(view, settled), listed)
        named = topics.last_index(settled)
        listed = named or listed
        settled = money.without_conversions(view, settled)
        settled = money.denominated(view, settled, monies, discourse.metric, index=named is not None)
        scene = Scene(view, span.start, span.end, settled, discourse, story.published, story.language,
                      heading, clauses(view, span.start, span.end))  # fmt: skip
        drafts = _drafts(scene, reading)
        reading.days.extend(t for t in dated if t.dated and t.dated.role == "on" and t.dated.period.grain == "day")
        reading.dated.setdefault(here, []).extend(t.dated.period for t in dated if t.dated and t.dated.role != "per")
        origin = told_on(view, dated, origin, story.published)
        table = _table(scene, reading, fiscal_year_end_month, monies.facts)
        discourse = _handed_on(scene, drafts, reading)
        discourse = discourse if table is None else replace(discourse, table=table)
        headed = discourse.eras if heading else headed
    alone = second is not None and second.alone
    reading.drafts = _spoken(reading.drafts, said, story.company)
    if not alone:
        reading.drafts += _quoted(view, said, found, reading, story.company)
    return replace(story, claims=numbered(story, reading), unread=unread(story, reading))


def _dates_a_session(scene: Scene, d: Draft) -> bool:
    """Whether a draft without a measure dates a session: one of a move whose size is not told (3月25日，沪指下跌), or of its rank."""
    return (d.kind == "record" and "direction" in d.args) or (
        "extended_hours" not in scene.senses
        and d.kind in {"price_move", "index"}
        and bool(d.subject)
        and (d.asserted is None or d.asserted.figure is None)
    )


_HEADS = re.compile(r" ?(?:\(|:|：|-|–|—|\||$|[*#])|\s{1,3}[+-]?[0-9]")


def _table(scene: Scene, reading: Reading, month: int, currency: str) -> tables.Head | None:
    """What the head of a table says behind a line; a line that is a head, or goes on with one, was read and is not listed as left out."""
    old, span = scene.discourse.table, (scene.start, scene.end)
    found = tables.following(scene.view, scene.language, span, scene.tokens, old, month, currency)
    if found is not None and found != old and reading.unread[-1:] and reading.unread[-1][:2] == span:
        reading.unread[-1] = (*span, "the head of a table, by which its rows are read")
    return found


MARKS = " *#0123456789./、①②③④⑤⑥⑦⑧⑨⑩一二三四五六七八九十()（）•·◆■▲▶►▎◇○●★☆-–—"
"""What may stand before the name at the head of a section."""


def _section_company(view: str, span: text.Span, tokens: Sequence[Token]) -> str:
    """The company that a heading sets its section under, by the name that it begins with ("Walmart (WMT): Buy", "Lowe's"); empty where it does not."""
    first = next((t for t in tokens if t.name and t.name.kind == "company" and t.name.of != "index"), None)
    if first is None or first.name is None or view[span.start : first.start].strip(MARKS):
        return ""
    return first.name.key if _HEADS.match(view, first.end, span.end) or first.end >= span.end else ""


def _spoken(drafts: list[Draft], said: list[quotes.Quote], company: str) -> list[Draft]:
    """The drafts, each inside a quote with its speaker."""
    starts = [q.start for q in said]
    out: list[Draft] = []
    for d in drafts:
        start = extent(d)[0]
        i = bisect_right(starts, start) - 1
        inside = i >= 0 and start < said[i].end
        if inside and d.kind == "opinion":
            continue
        out.append(d._replace(speaker=said[i].speaker) if inside and said[i].speaker != company else d)
    return out


def _quoted(view: str, said: list[quotes.Quote], found: list[Token], reading: Reading, company: str) -> list[Draft]:
    """A draft for every quote, with the day on which it is said to have been said."""
    verbs = [t for t in found if t.kind == "sense" and t.sense == "say"]
    out = []
    for q in said:
        words = Token(q.start, q.end, "topic", "quote")
        day = quotes.day_said(view, q, verbs, reading.days)
        candidates = day.dated.candidates if day and day.dated else ()
        out.append(Draft("quote", "", company, (words,), None, next(iter(candidates), None), candidates[1:], modality="stated",
                         speaker="" if q.speaker == company else q.speaker))  # fmt: skip
    return out


def _found(view: str, language: str, names: Names) -> list[Token]:
    """Every mention of a view but the dates, which depend on the discourse, in order."""
    laid = Laid.of(view)
    words = predicates.find(view, language, laid)
    indexes = {i: (w.start, w.end) for w in words if w.is_index for i in range(w.start, w.end)}
    named = []
    for m in names.find(view, laid):
        a, b = indexes.get(m.start, (m.start, m.end))
        title = view[m.start - 1 : m.start] == "《" and m.name.kind == "company"  # 《大公报》发表评论
        if not title and (b < m.end or (a, b) == (m.start, m.end)):
            named.append(m)  # and none of a longer word of an index
    named += unknown_companies.find(view, language, named, words, laid)
    nouns = {w.start for w in words if w.kind == "metric"}
    named += [m for m in unknown_people.find(view, language, named, laid) if m.start not in nouns]
    taken = {i for m in named if m.name.kind in {"office", "company"} for i in range(m.start, m.end)}
    found: list[Token] = [
        *(Token(m.start, m.end, "quantity", m.figure.unit, mention=m) for m in find_quantities(view, language)),
        *(Token(m.start, m.end, "name", m.name.kind, name=m.name) for m in named),
        *(w for w in words if w.name is None or taken.isdisjoint(range(w.start, w.end))),
    ]
    found.sort(key=lambda t: t.start)
    return found


def _tokens(view: str, found: list[Token]) -> Iterator[tuple[text.Span, list[Token]]]:
    """Each sentence with its mentions but for the dates."""
    starts = [t.start for t in found]
    for sentence in text.sentences(view):
        for a in range(sentence.start, sentence.end, LONGEST):
            span = text.Span(a, min(a + LONGEST, sentence.end))
            yield span, found[bisect_left(starts, span.start) : bisect_left(starts, span.end)]


def _drafts(scene: Scene, reading: Reading) -> list[Draft]:
    taken: set[Token] = set()
    drafts: list[Draft] = []
    for frame in frames_for(scene.senses) if _may_state(scene) else ():
        for draft in frame(scene, taken):
            told = _as_told(scene, draft)
            taken.update(t for t in told.tokens if t.kind == "quantity")
            if not (draft.asserted is not None and _asked(scene, draft.tokens)):
                drafts.append(told)
    drafts = _with_what_goes_on(scene, taken, drafts) if drafts else []
    words = Words(scene)
    wrong = [] if reading.second is not None else doubted(scene, drafts, words)
    if wrong:
        drafts = [d for d in drafts if d not in wrong]
        taken -= {t for d in wrong for t in d.tokens} - {t for d in drafts for t in d.tokens}
    standing, said = _unlike(drafts), [] if drafts else paraphrase(scene)
    alone = reading.second is not None and reading.second.alone
    if reading.second is not None:
        standing = [_as_told(scene, d) for d in reading.second.read(scene, standing or said)]
        taken = {t for d in standing for t in d.tokens if t.kind == "quantity"} | (set() if alone else taken)
    if not alone:
        standing += [_as_told(scene, d) for d in leftover(scene, taken, standing, words) if not _asked(scene, d.tokens)]
        standing += [_as_told(scene, d) for d in plainly(scene, standing, words)] if standing or not said else []
    standing = standing or ([] if alone else said)
    reading.drafts.extend(_inferring(scene, _told_by_an_era(d, scene.discourse)) for d in standing)
    _list_unread(scene, standing, taken, reading)
    return drafts


def _with_what_goes_on(scene: Scene, taken: set[Token], drafts: list[Draft]) -> list[Draft]:
    """The drafts of a sentence with those that lean on them: what goes on with one, stands beside it or in brackets, or dates it."""
    drafts += [_as_told(scene, d) for d in going_on(scene, taken, drafts) if not _asked(scene, d.tokens)]
    drafts = beside(scene, taken, in_the_same_time(scene, taken, at_respective_times(scene, taken, drafts)))
    return in_brackets(scene, taken, than(scene, at_their_price(scene, growth_beside(scene, taken, drafts))))


def _as_told(scene: Scene, draft: Draft) -> Draft:
    """A draft with how it is said, of what accounts its figure is, and whose."""
    for step in (
        _of_a_company,
        as_adjusted,
        or_of_the_part,
        of_one_or_all,
        of_the_year_so_far,
        over_several_years,
        as_said,
    ):
        draft = step(scene, draft)
    return draft


def _of_a_company(scene: Scene, draft: Draft) -> Draft:
    """No index does or owes anything: what is told behind one ("the first member of the Dax to do so. It owes …", "It joined the S&P 500 and moved to …") is the company's."""
    named = {t.name.key for t in scene.all("name", "company") if t.name and t.is_index}
    handed_on = draft.subject == scene.discourse.index and draft.subject not in named
    owes = handed_on and draft.measure.startswith(OF_COMPANIES)
    deed = draft.measure == "event.date" and draft.subject in named
    return draft._replace(subject=scene.discourse.company) if owes or deed else draft


OF_COMPANIES = ("fact.", "dividend.", "holding.", "market_cap.", "person.")
"""How the measures begin that an index has none of."""


def _asked(scene: Scene, tokens: Sequence[Token]) -> bool:
    """Whether a statement is a question's: in Chinese only its last clause asks (高盛把目标价提到了150，你现在跑？)."""
    if scene.view[scene.end - 1 : scene.end] not in {"?", "？"}:
        return False
    return scene.language != "zh" or max(t.end for t in tokens) > scene.clauses[-1][0]


STATING = frozenset(
    {"high", "exceed", "worse_than", "superlative", "record", "lowest", "cause", "because", "after", "rescue", "began", "multiply", "succeed",
     "chart_top", "first", "all_of", "opinion", "anniversary", "forecast", "conditional", "negated", "denied", "rank_two", "rank_three", "rank_four", "rank_five",
     "appoint", "leave", "split", "compare_year", "compare_quarter", "unrelated", "most_valuable", "set_beside", "place", "streak"}
)  # fmt: skip
"""Words that can state something without a number or a date beside them."""


def _may_state(scene: Scene) -> bool:
    """Whether any frame could take anything of a sentence: it has a number, a date, a person, or a word that states alone."""
    return not scene.senses.isdisjoint(STATING) or any(
        t.kind in {"quantity", "date"} or (t.name and t.name.kind == "person") for t in scene.tokens
    )


def _unlike(drafts: Sequence[Draft]) -> list[Draft]:
    kept: dict[tuple[object, ...], Draft] = {}
    for d in drafts:
        value = d.asserted.quantity if d.asserted else None
        kept.setdefault((d.measure, d.subject, tuple(sorted(d.args.items())), value, d.tokens[0].start, d.period), d)
    return list(kept.values())


def _list_unread(scene: Scene, drafts: list[Draft], taken: set[Token], reading: Reading) -> None:
    if not drafts:
        counted = any(t.kind in {"quantity", "date"} for t in scene.tokens) or _has_digits(scene)
        if counted or any(t.sense in CHECKABLE for t in scene.all("sense")):
            reading.unread.append((scene.start, scene.end, _why(scene)))
        return
    for t in scene.tokens:
        if t.kind == "quantity" and t not in taken:
            reading.unread.append((t.start, t.end, "a number that no statement of this sentence takes"))


def _has_digits(scene: Scene) -> bool:
    """Whether a sentence has digits other than those of a time of day ("4:05 p.m.")."""
    every = [m.start() for m in _DIGIT.finditer(scene.view, scene.start, scene.end)]
    if not every:
        return False
    clocks = [m.span() for m in wording("reading.clock").finditer(scene.view, scene.start, scene.end)]
    return any(all(not a <= at < b for a, b in clocks) for at in every)


def _why(scene: Scene) -> str:
    if any(t.kind == "quantity" for t in scene.tokens):
        return "a number, and no statement that the reader knows takes it"
    if any(t.kind == "date" for t in scene.tokens):
        return "a date, and nothing that the reader can date by it"
    if any(t.sense in {"cause", "because", "rescue"} for t in scene.all("sense")):
        return "a word of cause, without a dated cause and a move of a price"
    if any(t.sense in CHECKABLE for t in scene.all("sense")):
        return "a word of record, without a figure that the reader knows"
    return "digits that are no quantity and no date"


def _day_alone(scene: Scene) -> tuple[Period, ...]:
    """The day that a sentence is no more than, or that the title of an item names, which dates what follows it ("Feb. 3. Daily users have slipped …", 【科技巨头周三遭抛售】…)."""
    if scene.view[scene.start : scene.end].endswith("】"):
        named = [t.dated for t in scene.dates("on") if t.dated and dates.is_day(t.dated)]
        return named[-1].candidates if named and named[-1].period.end <= scene.published else ()
    day = scene.tokens[0].dated if len(scene.tokens) == 1 else None
    if day is None or day.period.grain != "day" or scene.view[scene.tokens[0].end : scene.end].strip(" .:：。—–-"):
        return ()
    before = scene.view[scene.start : scene.tokens[0].start].strip(" *#-•")
    return day.candidates if not before or wording("reading.then_came").fullmatch(before) else ()


def _of_an_aside(scene: Scene, date_token: Token) -> bool:
    """Whether a date is told in a clause with "which", which says more of a name and not of what the paragraph tells ("Nvidia, which was founded in 1993, fell 2%")."""
    left = scene.clause(date_token)[0]
    return left > scene.start and wording("scene.which").match(scene.view, left) is not None


def _inferring(scene: Scene, d: Draft) -> Draft:
    """A draft with what its own clause does not say."""
    guessed = () if "measure" in d.inferred else inferred(scene, d)
    return d._replace(inferred=guessed) if guessed else d


def _told_by_an_era(d: Draft, discourse: Discourse) -> Draft:
    """A reported figure may be of any period that its date's words can mean; without one, of those that its paragraph has named."""
    if d.measure not in {"fact.value", "fact.streak", *CHANGES}:
        return d
    meant = [p for t in d.tokens if t.dated and t.dated.period == d.period for p in t.dated.candidates[1:]]
    more = discourse.eras if d.period is None else tuple(meant)
    return d._replace(also=tuple(dict.fromkeys((*d.also, *more)))) if more else d


def _handed_on(scene: Scene, drafts: list[Draft], reading: Reading) -> Discourse:
    old = scene.discourse
    if not drafts and not any(t.kind in NAMING_KINDS for t in scene.tokens):
        dividend = topics.of_dividends(scene, [], old)
        if not old.index and old.table is None and old.dividend == dividend:
            return old
        return replace(old, index="", dividend=dividend, table=None)
    named = [t for t in scene.all("name", "company") if t.name and t.name.of != "index"]
    companies = [t.name.key for t in named if t.name and topics.leads(scene, t)]
    people = [t for t in scene.all("name", "person") if t.name]
    header = scene.header()
    if header and header.name:
        reading.headed.append(header.name.key)
    metrics = [t.sense for t in scene.all("metric") if t.sense in MARKET]
    days = [d for d in drafts if (d.measure in NEEDS_A_DAY or _dates_a_session(scene, d)) and d.period and d.period.grain == "day" and "after" not in d.args
            and not all(is_an_eve(scene, t) for t in d.tokens if t.dated)
            and any(t.dated and (t.dated.role != "since" or t.dated.period.start != d.period.start) and not is_base(scene.view, t) for t in d.tokens)]  # fmt: skip
    over = [[p for p in (d.period, *d.also) if p is not None and p.start <= scene.published] for d in days]
    last_days = [told_days[0] for told_days in reversed(over) if told_days]
    last_days.sort(
        key=lambda p: (scene.published - p.end).days > LONG_PAST
    )  # "rose 24%, eclipsing the 17% pop of March 2020"
    less_likely = (p for told_days in reversed(over) for p in told_days[1:])
    session = (*_day_alone(scene), *last_days, *old.session, *less_likely)
    session = tuple(dict.fromkeys(session))[:MOST_SESSIONS]
    for told_days in over:
        reading.sessions.extend(p for p in told_days if p not in reading.sessions)
    outright = [t.dated.period for t in scene.tokens if t.dated and t.dated.period.grain == "day" and t.dated.role == "on" and len(t.dated.candidates) == 1
                and t.dated.relative_to != "anchor"]  # fmt: skip
    subject = next((t for t in scene.tokens if t in people or (t.kind == "who" and t.sense == "person")), None)
    person = subject.name.key if subject and subject.name else old.person
    last = named[-1].name.key if named and named[-1].name else old.latter
    told = [
        t
        for t in scene.dates("on")
        if t.dated
        and t.dated.period.start <= scene.published
        and not scene.in_figured_brackets(t)
        and not is_base(scene.view, t)
        and not _of_an_aside(scene, t)
        and not counts_from(scene, t)
    ]
    named_eras = (t.dated.period for t in reversed(told) if t.dated and dates.is_era(t.dated.period))
    eras = tuple(dict.fromkeys([*named_eras, *old.eras]))[:MOST_ERAS]
    segment = topics.segment_told(scene, drafts)
    indexed = topics.last_index(scene.tokens)
    last_told = told[-1].dated if told and not of_results(scene, told[-1]) else None
    listed = len({t.name.key for t in named if t.name}) >= SEVERAL
    return Discourse(companies[0] if companies and not listed else old.company, person, metrics[-1] if metrics else old.metric,
                     tuple(p for p in session if p), outright[-1] if outright else old.dateline, last,
                     eras, dates.is_era(last_told.period) if last_told else old.of_an_era and not told, topics.index_alone(scene), indexed.key if indexed is not None else old.gauge, segment, topics.is_by_name(scene, segment), topics.part_told(scene, segment), dividend=topics.of_dividends(scene, drafts, old), figure=topics.figure_told(drafts), stretch=topics.stretch_told(scene, drafts, old.stretch))  # fmt: skip


__all__ = ["Reading", "SecondReader", "read_claims"]
