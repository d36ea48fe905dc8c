"""A claims file (`tapeline.claims/1`) as a story: written by hand, by this reader or by a language model, all the same."""

from __future__ import annotations

import math
from datetime import date
from typing import Any, cast, get_args

from tapeline.claim import KINDS, MODALITIES, Asserted, Claim, Grain, ModelReading, Period, Story, Unread
from tapeline.errors import InputError
from tapeline.quantity import HEDGES, Figure, Quantity
from tapeline.story.claims_schema import CLAIMS as SCHEMA


def story_of(raw: dict[str, Any], where: str) -> Story:
    """The story of a claims file's content.

    Raises:
        InputError: another schema, a field that is missing or of another kind: which claim, which field.
    """
    if raw.get("schema") != SCHEMA:
        raise InputError(f"{where} is no claims file: its schema is {raw.get('schema')!r} and should be {SCHEMA!r}")
    told = _object(raw, "story", where)
    claims = tuple(_claim(c, i, where) for i, c in enumerate(_list(raw, "claims", where), start=1))
    if len({c.id for c in claims}) < len(claims):
        raise InputError(f"{where}: two claims have the same id; give each its own")
    unread = tuple(Unread(u["start"], u["end"], u["text"], u["reason"]) for u in raw.get("unread") or [])
    published = told.get("published")
    return Story(
        raw.get("text", ""), told.get("title", ""), told.get("language", "en"), told.get("company", ""),
        _day(published, f"{where}: story.published") if published else None, told.get("source", where), told.get("sha256", ""),
        claims, unread, model=_model(raw.get("model"), where),
    )  # fmt: skip


def _model(raw: Any, where: str) -> ModelReading | None:
    if raw is None:
        return None
    try:
        dropped = tuple((str(d["reason"]), int(d["count"])) for d in raw["dropped"])
        return ModelReading(str(raw["reader"]), str(raw["name"]), int(raw["seed"]), str(raw["prompt"]), int(raw["pieces"]),
                            int(raw["pieces_read"]), int(raw["proposed"]), dropped)  # fmt: skip
    except (LookupError, TypeError, ValueError) as e:
        raise InputError(
            f"{where}: model is not as `tapeline schema claims` describes it; mend it or take it out"
        ) from e


def _object(raw: dict[str, Any], key: str, where: str) -> dict[str, Any]:
    found = raw.get(key)
    if not isinstance(found, dict):
        raise InputError(f"{where}: {key} is missing or no object")
    return found


def _list(raw: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    found = raw.get(key)
    if not isinstance(found, list) or not all(isinstance(x, dict) for x in found):
        raise InputError(f"{where}: {key} is missing or no list of objects")
    return found


def _claim(raw: dict[str, Any], number: int, where: str) -> Claim:
    name = f"{where}: claim {raw.get('id', number)}"
    for key in ("id", "text", "kind", "measure", "subject"):
        if not isinstance(raw.get(key), str):
            raise InputError(f"{name}: {key} is missing or no text")
    for key, allowed in (("kind", KINDS), ("modality", MODALITIES), ("hedge", tuple(HEDGES))):
        if raw.get(key) is not None and raw[key] not in allowed:
            raise InputError(f"{name}: {key} is {raw[key]!r}; it must be one of {', '.join(allowed)}")
    args = raw.get("args") or {}
    if not isinstance(args, dict):
        raise InputError(f"{name}: args is no object")
    also = tuple(p for p in (_period(x, name) for x in raw.get("also") or []) if p)
    return Claim(
        raw["id"], int(raw.get("start", 0)), int(raw.get("end", 0)), raw["text"], raw["kind"], raw["measure"], raw["subject"],
        _period(raw.get("period"), name), _asserted(raw.get("asserted"), raw.get("hedge") or "exact", name), raw.get("hedge") or "exact",
        raw.get("modality") or "stated", {str(k): str(v) for k, v in args.items()}, raw.get("speaker") or "",
        raw.get("found_by") or "claims file", also,
    )  # fmt: skip


def _period(raw: dict[str, Any] | None, name: str) -> Period | None:
    if raw is None:
        return None
    start, end = _day(raw.get("start"), f"{name}: period.start"), _day(raw.get("end"), f"{name}: period.end")
    grain = raw.get("grain") or ("day" if start == end else "span")
    if grain not in get_args(Grain):
        raise InputError(f"{name}: period.grain is {grain!r}; it must be one of {', '.join(get_args(Grain))}")
    return Period(raw.get("text") or "", start, end, cast("Grain", grain))


def _asserted(raw: dict[str, Any] | None, hedge: str, name: str) -> Asserted | None:
    if raw is None:
        return None
    unit = raw.get("unit")
    if not isinstance(unit, str):
        raise InputError(f"{name}: asserted.unit is missing or no text")
    low, high = (_end(raw.get(k), unit, f"{name}: asserted.{k}") for k in ("low", "high"))
    quantity = Quantity(-math.inf if low is None else low, math.inf if high is None else high, unit)
    return Asserted(raw.get("text") or "", quantity, _figure(raw.get("figure"), quantity, hedge, raw.get("text") or ""))


def _figure(raw: dict[str, Any] | None, quantity: Quantity, hedge: str, text: str) -> Figure | None:
    if raw is not None:
        return Figure(
            text, float(raw["value"]), float(raw["step"]), raw["unit"], raw.get("hedge") or hedge, raw.get("top")
        )
    if quantity.unit in {"date", "rank"} or math.isinf(quantity.low) or math.isinf(quantity.high):
        return None
    return Figure(text, quantity.middle, 2 * quantity.half_width, quantity.unit, hedge)


def _end(value: Any, unit: str, name: str) -> float | None:
    if value is None:
        return None
    if unit == "date":
        return float(_day(value, name).toordinal())
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise InputError(f"{name} is {value!r}, not a number")
    return float(value)


def _day(value: Any, name: str) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as e:
        raise InputError(f"{name} is {value!r}; write it as YYYY-MM-DD") from e


__all__ = ["SCHEMA", "story_of"]
