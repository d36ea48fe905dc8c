"""What stands beside a move that is told: further names with theirs ("…, Amazon 12.2% and Meta 10.2%"), and whom it beat ("more than Nvidia", 跑赢标普500指数)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tapeline.claim import Asserted
from tapeline.quantity import Quantity
from tapeline.story import lexicon
from tapeline.story.frames.slots import asserted, bounds, free
from tapeline.story.frames.subjects.not_moves import is_no_move
from tapeline.story.lexicon import wording, wordlist
from tapeline.story.numbers import numerals
from tapeline.story.tokens import Draft, Token

if TYPE_CHECKING:
    from tapeline.story.scene import Scene

FURTHEST = 200
"""So many characters stand between a move and a name that is set beside it at most."""


def beside(scene: Scene, taken: set[Token], stated: list[Draft]) -> list[Draft]:
    """The drafts of a sentence with what stands beside its moves: of the same time, and the same way unless a word or a sign says otherwise."""
    names = [t for t in scene.all("name", "company") if t.name is not None]
    out = list(stated)
    if not any(d.measure == "price.return" for d in stated):
        return out
    for name in names:
        out += _listed(scene, name, taken, out)
    told = [d for d in stated if d.kind == "price_move"] or stated
    for name in names:
        out = _compared(scene, name, out, told)
    taken.update(t for d in out if d.kind == "comparison" for t in d.tokens if t.kind == "quantity")
    return _placed(scene, out, told)


def _model(scene: Scene, name: Token, drafts: list[Draft]) -> Draft | None:
    """The move of the tape that stands last before a name, of another than it, with no figure's noun and no other kind of move between."""
    before = [d for d in drafts if d.asserted is not None and d.asserted.unit == "%" and _end(d) <= name.start]
    before = [d for d in before if not scene.view.startswith("的", _end(d))]  # 扭转2022年下跌26.83%的颓势
    last = max(before, key=_end, default=None)
    if last is None or last.measure != "price.return" or last.args.get("from") or last.args.get("within"):
        return None
    end = _end(last)
    parted = any(end <= t.start < name.start and t.sense not in {"price", "market_cap"} for t in scene.all("metric"))
    return None if parted or name.start - end > FURTHEST else last


def _end(draft: Draft) -> int:
    """Where a draft ends, its time apart."""
    return max(t.end for t in draft.tokens if not t.dated)


def _down(draft: Draft) -> bool:
    return draft.asserted is not None and draft.asserted.quantity.high <= 0


def _listed(scene: Scene, name: Token, taken: set[Token], drafts: list[Draft]) -> list[Draft]:
    """A name right before a percentage that nothing has taken; in a list of percentages, before a bare number."""
    near = [t for t in free(scene.quantities("%", ""), taken) if name.end <= t.number_start <= name.end + 24]
    m = wording("beside.its").fullmatch(scene.view, name.end, near[0].hedge_start) if near else None
    model = _model(scene, name, drafts)
    if m is None or model is None or name.name is None or wording("beside.share_of").match(scene.view, near[0].end):
        return []
    if is_no_move(scene, near[0]):
        return []  # 跌幅不到Facebook的一半
    amount, sign = near[0], set(lexicon.groups(m))
    if amount.sense == "" and not (
        _in_a_list(scene, name, drafts) and amount.figure.value < MOST and not _counts(amount)
    ):
        return []
    verbs = [
        t
        for t in scene.all("sense", "rise", "fall")
        if t.end <= name.start and t.start >= max(x.end for x in model.tokens)
    ]
    if verbs and verbs[-1].sense == "rise":
        sign.add("up")  # 其余六档都上涨，Meta的8.2%最为突出
    if wording("beside.lower").match(scene.view, amount.end):
        sign.add("down")  # "whereas Amazon, 1.5% weaker, missed the party"
    fell = "down" in sign or (_down(model) and "up" not in sign)
    claim = asserted(amount, sign=-1.0 if fell else 1.0)
    if amount.sense == "" and claim.figure is not None:
        claim = Asserted.of_figure(replace(claim.figure, unit="%"))
    taken.add(amount)
    return [model._replace(kind="index" if name.is_index else "price_move", subject=name.name.key, tokens=(name, amount), asserted=claim,
                    hedge=amount.figure.hedge)]  # fmt: skip


MOST = 1000
"""No number of a list of percentages is larger."""


def _counts(amount: Token) -> bool:
    return amount.mention is not None and bool(amount.mention.noun)


def _in_a_list(scene: Scene, name: Token, drafts: list[Draft]) -> bool:
    """Whether a name goes on with a list of moves: the last one's figure stands in the clause before it."""
    ends = [
        t.end
        for d in drafts
        if d.measure == "price.return"
        for t in d.tokens
        if t.kind == "quantity" and t.end <= name.start
    ]
    if not ends:
        return False
    beaten = wording("beside.than").search(scene.view, max(ends), name.start)  # "8.9%, ahead of Microsoft with 8.2"
    return beaten is not None or wording("beside.next").fullmatch(scene.view, max(ends), name.start) is not None


def _compared(scene: Scene, name: Token, drafts: list[Draft], told: list[Draft]) -> list[Draft]:
    """The drafts with what says that a move was more, or less, than another's of the same time."""
    m = wording("beside.than").search(scene.view, max(scene.start, name.start - 48), name.start)
    model = _model(scene, name, [d for d in told if d.kind != "comparison" and not any(t is name for t in d.tokens)])
    if m is None or model is None or name.name is None or model.subject == name.name.key:
        return drafts
    if wording("beside.of_money").match(scene.view, name.end, scene.end):
        return drafts  # "more than Amazon's $191 billion"
    owners = [t.name.key for t in _named_before(scene, name, m.start()) if t.name]
    if owners and model.subject not in owners and owners[-1] != name.name.key:
        model = model._replace(subject=owners[-1], asserted=None)  # Meta涨10.25%，微软的8.23%稍逊于苹果
    kinds = lexicon.groups(m)
    ahead = "more" in kinds or "better" in kinds
    down = _down(model) and not kinds.keys() & {"better", "worse"}
    span = Quantity(0.0, float("inf"), "points") if ahead else Quantity(float("-inf"), 0.0, "points")
    words = Token(m.start() + (m[0][:1] == " "), name.end, "topic", "comparison")
    args = {"than": name.name.key, **({"direction": "down"} if down else {}), **_told(model)}
    by = _by_points(scene, name)
    lead = (
        Asserted(scene.view[words.start : words.end], span) if by is None else asserted(by, sign=1.0 if ahead else -1.0)
    )
    used = (words,) if by is None else (words, by)
    claim = Draft("comparison", "price.compare", model.subject, used, lead, model.period, model.also, args,
                  "exact" if by is None else by.figure.hedge)  # fmt: skip
    if any(d.kind == "comparison" and d.measure and _overlaps(d, words) for d in drafts):
        return drafts  # 市值低于微软
    rest = [d for d in drafts if not (d.kind == "comparison" and not d.measure and _overlaps(d, words))]
    return [*rest, claim]


def _by_points(scene: Scene, name: Token) -> Token | None:
    """By how many points a move beats another's, told behind its name ("beating the S&P 500 by about 19 percentage points", 跑赢标普500约19pct)."""
    return next(
        (t for t in scene.quantities("points") if wording("beside.by").fullmatch(scene.view, name.end, t.hedge_start)),
        None,
    )


def _named_before(scene: Scene, token: Token, end: int) -> list[Token]:
    """The companies that the clause of a token names up to a place."""
    return [t for t in scene.all("name", "company") if t.name and t.end <= end and scene.together(t, token)]


def _told(model: Draft) -> dict[str, str]:
    """The size of the move that something is said of, by which the time that it speaks of is known."""
    return {} if model.asserted is None else {"amount": bounds(model.asserted.quantity)}


def _placed(scene: Scene, drafts: list[Draft], told: list[Draft]) -> list[Draft]:
    """The drafts with the place that a move took among the seven large companies (七大科技股中排第五, "the best of the seven")."""
    m = wording("beside.place").search(scene.view, scene.start, scene.end)
    if m is None:
        return drafts
    words = Token(m.start(), m.end(), "topic", "comparison")
    own = [d for d in told if d.measure == "price.return" and d.kind == "price_move" and not d.args.get("from")]
    own = [d for d in own if not scene.view.startswith("的", _end(d))]
    before = [d for d in own if _end(d) <= m.start()]
    model = before[-1] if before else next(iter(own), None)
    named = _apposed(scene, m.end()) or _named_before(scene, words, m.start())
    if len(named) > 1 and wording("market.and").fullmatch(scene.view, named[-2].end, named[-1].start):
        return drafts  # "Tesla and Meta fared worst of the seven"
    if model is not None and named and named[-1].name is not None and named[-1].name.key != model.subject:
        model = model._replace(subject=named[-1].name.key, asserted=None)  # 特斯拉在七大科技股中垫底：Meta跌64.2%
    if model is None or model.subject not in wordlist("beside.seven"):
        return drafts
    kinds = lexicon.groups(m)
    nth = _number(kinds["nth"], scene.language) if "nth" in kinds else 1
    falls = "best" in kinds and wording("beside.of_falls").search(scene.view, scene.start, m.end()) is not None
    down = "worst" in kinds or (("most" in kinds or falls) and _down(model))
    args = {
        "among": "|".join(sorted(wordlist("beside.seven") - {model.subject})),
        **({"direction": "down"} if down else {}),
        **_told(model),
    }
    claim = Draft("comparison", "price.place", model.subject, (words,), Asserted(scene.view[m.start() : m.end()], Quantity.exact(float(nth), "rank")),
                  model.period, model.also, args)  # fmt: skip
    rest = [d for d in drafts if not (d.kind in {"comparison", "record"} and not d.measure and _overlaps(d, words))]
    return [*rest, claim]


def _apposed(scene: Scene, end: int) -> list[Token]:
    """The company that stands alone behind the words of a place ("the laggard among the seven, Apple, still added 48.2%")."""
    named, alone = wording("beside.named"), wording("beside.named_alone")
    names = scene.all("name", "company")
    return [t for t in names if named.fullmatch(scene.view, end, t.start) and alone.match(scene.view, t.end, scene.end)]


def _number(word: str, language: str) -> int:
    """The number that an ordinal of a place says."""
    told = lexicon.table(language, "predicates")["streaks"]["numbers"].get(word.lower())
    read = None if told is not None else numerals.read(word, 0, language)
    return int(told if told is not None else read.value if read is not None else 1)


def _overlaps(draft: Draft, words: Token) -> bool:
    return any(t.start < words.end and words.start < t.end for t in draft.tokens)


__all__ = ["beside"]
