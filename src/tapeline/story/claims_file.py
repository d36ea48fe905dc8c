"""A claims file (`tapeline.claims/1`) as a story: written by hand, by this reader or by a language model, all the same."""

from __future__ import annotations

import math
import sys
from datetime import date
from typing import Any, cast, get_args

from tapeline.claim import (
    INFERRED,
    KINDS,
    MODALITIES,
    Asserted,
    Claim,
    Grain,
    Inferred,
    ModelReading,
    Period,
    Story,
    Unread,
)
from tapeline.errors import InputError
from tapeline.quantity import HEDGES, Figure, Quantity
from tapeline.story.claims_schema import CLAIMS as SCHEMA

LARGEST_PLACE = 2**53
"""A larger offset is a slip: JSON numbers are exact up to here."""
LONGEST_SHOWN = 60


def story_of(raw: dict[str, Any], where: str) -> Story:
    """The story of a claims file's content.

    Raises:
        InputError: another schema, a field that is missing or of another kind: which claim, which field.
    """
    if raw.get("schema") != SCHEMA:
        raise InputError(
            f"{where} is no claims file: its schema is {_shown(raw.get('schema'))} and should be {SCHEMA!r}"
        )
    told = _object(raw, "story", where)
    claims = tuple(_claim(c, i, where) for i, c in enumerate(_list(raw, "claims", where), start=1))
    if len({c.id for c in claims}) < len(claims):
        raise InputError(f"{where}: two claims have the same id; give each its own")
    unread = tuple(
        Unread(_place(u, "start", where), _place(u, "end", where), _text(u, "text", where), _text(u, "reason", where))
        for u in _list(raw, "unread", where, needed=False)
    )
    published = told.get("published")
    beside = f"{where}: story"
    return Story(
        _text(raw, "text", where), _text(told, "title", beside), _text(told, "language", beside) or "en", _text(told, "company", beside),
        _day(published, f"{beside}.published") if published else None, _text(told, "source", beside) or where,
        _text(told, "sha256", beside), claims, unread, model=_model(raw.get("model"), where),
    )  # fmt: skip


def _model(raw: Any, where: str) -> ModelReading | None:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise InputError(f"{where}: model is {_shown(raw)}, not an object; mend it or take it out")
    beside = f"{where}: model"
    dropped = tuple((_text(d, "reason", beside), _place(d, "count", beside)) for d in _list(raw, "dropped", beside))
    reader, name, prompt = (_text(raw, key, beside) for key in ("reader", "name", "prompt"))
    seed, pieces, pieces_read, proposed = (
        _place(raw, key, beside) for key in ("seed", "pieces", "pieces_read", "proposed")
    )
    return ModelReading(reader, name, seed, prompt, pieces, pieces_read, proposed, dropped)


def _object(raw: dict[str, Any], key: str, where: str) -> dict[str, Any]:
    found = raw.get(key)
    if not isinstance(found, dict):
        raise InputError(f"{where}: {key} is missing or no object")
    return found


def _list(raw: dict[str, Any], key: str, where: str, *, needed: bool = True) -> list[dict[str, Any]]:
    found = raw.get(key)
    if found is None and not needed:
        return []
    if not isinstance(found, list) or not all(isinstance(x, dict) for x in found):
        raise InputError(f"{where}: {key} is missing or no list of objects")
    return found


def _text(raw: dict[str, Any], key: str, where: str) -> str:
    found = raw.get(key)
    if found is not None and not isinstance(found, str):
        raise InputError(f"{where}: {key} is {_shown(found)}, not a text")
    return found or ""


def _place(raw: dict[str, Any], key: str, where: str) -> int:
    """An offset in the story's text, or a count; 0 where there is none."""
    found = raw.get(key)
    if found is None:
        return 0
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= LARGEST_PLACE:
        raise InputError(f"{where}: {key} is {_shown(found)}, not a whole number from 0 on")
    return found


def _number(value: Any, name: str) -> float:
    number = math.nan
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max:
        number = float(value)
    if not math.isfinite(number):
        raise InputError(f"{name} is {_shown(value)}, not a number; leave an open end out")
    return number


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | float) or (isinstance(value, int) and abs(value) <= LARGEST_PLACE)


def _shown(value: Any) -> str:
    """A value in a message: what holds others by its kind alone (a YAML alias may make it huge), a long text cut."""
    if isinstance(value, dict | list | set | tuple):
        return f"a {type(value).__name__}"
    if isinstance(value, int) and abs(value) > LARGEST_PLACE:
        return "a number beyond all bounds"
    shown = repr(value)
    return shown if len(shown) <= LONGEST_SHOWN else shown[:LONGEST_SHOWN] + "…"


def _claim(raw: dict[str, Any], number: int, where: str) -> Claim:
    name = f"{where}: claim {raw['id'] if isinstance(raw.get('id'), str) else number}"
    for key in ("id", "text", "kind", "measure", "subject"):
        if not isinstance(raw.get(key), str):
            raise InputError(f"{name}: {key} is missing or no text")
    for key, allowed in (("kind", KINDS), ("modality", MODALITIES), ("hedge", tuple(HEDGES))):
        if raw.get(key) is not None and raw[key] not in allowed:
            raise InputError(f"{name}: {key} is {_shown(raw[key])}; it must be one of {', '.join(allowed)}")
    args = raw.get("args") or {}
    if not isinstance(args, dict) or not all(_is_plain(v) for v in args.values()):
        raise InputError(f"{name}: args is no object of texts and numbers")
    also = tuple(p for p in (_period(x, name) for x in _list(raw, "also", name, needed=False)) if p)
    hedge = raw.get("hedge") or "exact"
    return Claim(
        raw["id"], _place(raw, "start", name), _place(raw, "end", name), raw["text"], raw["kind"], raw["measure"], raw["subject"],
        _period(raw.get("period"), name), _asserted(raw.get("asserted"), hedge, name), hedge,
        raw.get("modality") or "stated", {str(k): str(v) for k, v in args.items()}, _text(raw, "speaker", name),
        _text(raw, "found_by", name) or "claims file", also, _inferred(raw, name),
    )  # fmt: skip


def _inferred(raw: dict[str, Any], name: str) -> tuple[Inferred, ...]:
    found = raw.get("inferred") or []
    if not isinstance(found, list) or not all(x in INFERRED for x in found):
        raise InputError(f"{name}: inferred is {_shown(found)}; it must be a list of {', '.join(INFERRED)}")
    return tuple(found)


def _period(raw: Any, name: str) -> Period | None:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise InputError(f"{name}: period is {_shown(raw)}, not an object")
    start, end = _day(raw.get("start"), f"{name}: period.start"), _day(raw.get("end"), f"{name}: period.end")
    grain = raw.get("grain") or ("day" if start == end else "span")
    if grain not in get_args(Grain):
        raise InputError(f"{name}: period.grain is {_shown(grain)}; it must be one of {', '.join(get_args(Grain))}")
    return Period(_text(raw, "text", f"{name}: period"), start, end, cast("Grain", grain))


def _asserted(raw: Any, hedge: str, name: str) -> Asserted | None:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise InputError(f"{name}: asserted is {_shown(raw)}, not an object")
    unit, text = raw.get("unit"), _text(raw, "text", f"{name}: asserted")
    if not isinstance(unit, str):
        raise InputError(f"{name}: asserted.unit is missing or no text")
    low, high = (_end(raw.get(k), unit, f"{name}: asserted.{k}") for k in ("low", "high"))
    quantity = Quantity(-math.inf if low is None else low, math.inf if high is None else high, unit)
    return Asserted(text, quantity, _figure(raw.get("figure"), quantity, hedge, text, f"{name}: asserted.figure"))


def _figure(raw: Any, quantity: Quantity, hedge: str, text: str, name: str) -> Figure | None:
    if raw is None:
        if quantity.unit in {"date", "rank"} or math.isinf(quantity.low) or math.isinf(quantity.high):
            return None
        return Figure(text, quantity.middle, 2 * quantity.half_width, quantity.unit, hedge)
    if not isinstance(raw, dict):
        raise InputError(f"{name} is {_shown(raw)}, not an object")
    own = raw.get("hedge") or hedge
    if own not in tuple(HEDGES):
        raise InputError(f"{name}.hedge is {_shown(own)}; it must be one of {', '.join(HEDGES)}")
    if not isinstance(raw.get("unit"), str):
        raise InputError(f"{name}.unit is missing or no text")
    top = None if raw.get("top") is None else _number(raw["top"], f"{name}.top")
    value, step = (_number(raw.get(key), f"{name}.{key}") for key in ("value", "step"))
    return Figure(text, value, step, raw["unit"], own, top)


def _end(value: Any, unit: str, name: str) -> float | None:
    if value is None:
        return None
    return float(_day(value, name).toordinal()) if unit == "date" else _number(value, name)


def _day(value: Any, name: str) -> date:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)  # YAML reads a moment where there is one
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as e:
        raise InputError(f"{name} is {_shown(value)}; write it as YYYY-MM-DD") from e


__all__ = ["SCHEMA", "story_of"]
