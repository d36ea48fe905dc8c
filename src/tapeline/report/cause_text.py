"""A causal assessment for a terminal of 80 columns."""

from __future__ import annotations

from typing import Any

from tapeline.report.terminal import wrap

COLUMNS = 80
RIVALS_SHOWN = 12


def headline(raw: dict[str, Any]) -> str:
    """Subject, date and verdict; the outcome too where it is not the price."""
    path, _, against = str(raw["outcome"]).partition(":")
    what = against if path == "fact" else "total return" if path in {"relative", "return"} else path
    beside = f" relative to the {against or 'index'}" if path == "relative" or (against and path != "fact") else ""
    shown = "" if raw["outcome"] == "price" else f", {what.replace('_', ' ')}{beside}"
    return f"{raw['subject']}{shown}, {raw['event']['date']}: {raw['words']}"


def render(raw: dict[str, Any]) -> str:
    """An assessment (`tapeline.cause/1`) as text: the verdict first, then the timing, the evidence and the rivals."""
    lines = [headline(raw), *wrap(raw["reason"], COLUMNS, "  "), ""]
    t = raw["timing"]
    if t and t["turn"]:
        lines += wrap(
            f"Turn: {t['turn']} ({t['low']} to {t['high']}); the turn came before the event: {_yes(t['before_event'])}",
            COLUMNS,
        )
    lines += ["", "Evidence"]
    for e in raw["evidence"]:
        lines += wrap(f"{e['method']}: {shown_estimate(e)} [{_number(e['low'])}, {_number(e['high'])}], {_p(e['p_value'])}, "
                      f"n = {e['n']}{'' if e['valid'] else ' (not valid)'}", COLUMNS, "  ")  # fmt: skip
        lines += wrap(f"null: {e['null']}", COLUMNS, "    ")
        if e.get("caveat"):
            lines += wrap(f"caveat: {e['caveat']}", COLUMNS, "    ")
    for b in raw["breaks"]:
        lines += wrap(f"break in {b['series']}: {b['date']} ({b['low']} to {b['high']}), {_p(b['p_value'])}"
                      f"{'' if b['valid'] else ' (not valid)'}", COLUMNS, "  ")  # fmt: skip
    if raw["counterfactual"]:
        c = raw["counterfactual"]
        lines += wrap(f"counterfactual ({c['method']}): gap {_number(c['end_gap'])}, pre-fit error {_number(c['pre_rmspe'])}, "
                      f"placebo {_p(c['placebo_p'])}", COLUMNS, "  ")  # fmt: skip
    if raw["rivals"]:
        lines += ["", "What else happened"]
    for r in raw["rivals"][:RIVALS_SHOWN]:
        share = f", {100 * r['share']:.0f}% of the move" if r.get("share") is not None else ""
        lines += wrap(f"{r['date']} {r['what']}: {_number(r['estimate'])}, {_p(r['p_value'])}{share}", COLUMNS, "  ")
    if len(raw["rivals"]) > RIVALS_SHOWN:
        lines.append(f"  and {len(raw['rivals']) - RIVALS_SHOWN} more (--format json lists all)")
    return "\n".join([*lines, *_closing(raw)]) + "\n"


def _closing(raw: dict[str, Any]) -> list[str]:
    """Who gave how much of the move, what would change the verdict, what could have been seen, what was refused."""
    lines: list[str] = []
    if raw["split"]:
        lines += ["", *wrap(f"{raw['split']}.", COLUMNS)]
    if raw["sensitivity"]:
        lines += wrap(raw["sensitivity"], COLUMNS)
    if raw["smallest_visible_effect"] is not None:
        lines += [
            "",
            *wrap(
                f"The smallest effect that this design could have seen: {_number(raw['smallest_visible_effect'])}",
                COLUMNS,
            ),
        ]
    for x in raw["refused"]:
        lines += wrap(f"refused: {x['method']}: {x['why']}", COLUMNS)
    return lines


def shown_estimate(e: dict[str, Any]) -> str:
    """An estimate for a person: a return in percent, or the bare statistic of a monitoring test."""
    if isinstance(e["estimate"], int | float) and str(e["method"]).endswith("SUM"):
        return f"{e['estimate']:.2f}"
    return _number(e["estimate"])


def _yes(value: bool | None) -> str:
    return "unknown" if value is None else "yes" if value else "no"


def _number(value: float | str | None) -> str:
    return "–" if value is None else f"{100 * value:+.2f}%" if isinstance(value, int | float) else str(value)


def _p(value: float | None) -> str:
    return "no p-value" if value is None else f"p = {value:.3f}" if value >= 0.001 else "p < 0.001"


__all__ = ["headline", "render", "shown_estimate"]
