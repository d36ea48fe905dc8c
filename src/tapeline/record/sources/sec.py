"""The rows in what the SEC's data site answers for a company: its names, its reported figures, its count of shares, its results days.

Source: the shapes of `submissions/CIK….json` and `api/xbrl/companyfacts/CIK….json` as the SEC documents them ("EDGAR application
programming interfaces"). Figures are those that a filing tags with a period; what a filing says by class or by segment is not in them.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from tapeline.record.store import Row

Json = dict[str, Any]
METRICS: dict[str, tuple[str, ...]] = {
    "revenue": ("Revenues", "RevenueFromContractWithCustomerExcludingAssessedTax", "SalesRevenueNet"),
    "net_income": ("NetIncomeLoss",),
    "operating_income": ("OperatingIncomeLoss",),
    "costs_and_expenses": ("CostsAndExpenses",),
    "research_and_development": ("ResearchAndDevelopmentExpense",),
    "gross_profit": ("GrossProfit",),
    "operating_cash_flow": ("NetCashProvidedByUsedInOperatingActivities",),
    "capital_expenditure": ("PaymentsToAcquirePropertyPlantAndEquipment", "PaymentsToAcquireProductiveAssets"),
    "eps_diluted": ("EarningsPerShareDiluted",),
    "weighted_shares_diluted": ("WeightedAverageNumberOfDilutedSharesOutstanding",),
    "total_assets": ("Assets",),
    "cash_and_equivalents": ("CashAndCashEquivalentsAtCarryingValue",),
    "marketable_securities": ("MarketableSecuritiesCurrent", "AvailableForSaleSecuritiesDebtSecuritiesCurrent"),
}
"""The record's name of a figure, and the tags of US-GAAP that are it, the one that counts first where a filing has several."""
UNITS = {"USD": "USD", "USD/shares": "USD/share", "shares": "shares"}
ADDS_UP = frozenset({"USD"})
"""Units in which a quarter is what a longer stretch has more than the one before it; means and figures a share do not add up."""
EXCHANGES = {"Nasdaq": "XNAS", "NYSE": "XNYS", "NYSE American": "XASE", "Cboe": "BATS"}
NEW_YORK = ZoneInfo("America/New_York")
COARSEST = 1e6
"""Filings round to millions at most; a figure with more noughts is known as well as that."""
LENGTHS = ((80, 100), (350, 380))
"""So many days a quarter and a year have, of whole weeks or of months."""


def securities(entity: str, told: Json) -> list[Row]:
    """The one row that says who a company is."""
    end = str(told.get("fiscalYearEnd") or "1231")
    former = [str(n["name"]) for n in told.get("formerNames") or []]
    first = min(told["filings"]["recent"]["filingDate"], default="1994-01-01")
    exchange = next((e for e in told.get("exchanges") or [] if e), "")
    return [{
        "entity": entity, "name": told["name"], "aliases": "|".join(dict.fromkeys(former)), "ticker": entity,
        "exchange": EXCHANGES.get(exchange, exchange or "unknown"), "from": first, "currency": "USD",
        "sector": told.get("sicDescription"), "fiscal_year_end_month": int(end[:2]),
        "note": "from the first filing that the list holds, not from the listing", "source": f"SEC submissions, CIK {told['cik']}",
    }]  # fmt: skip


def results(entity: str, told: Json) -> list[Row]:
    """The days on which results came out, with the New York time at which the SEC accepted the filing (8-K, item 2.02)."""
    recent = told["filings"]["recent"]
    rows: list[Row] = []
    columns = ("form", "items", "acceptanceDateTime", "accessionNumber")
    for form, items, accepted, accession in zip(*(recent[c] for c in columns), strict=True):
        if form != "8-K" or "2.02" not in str(items).split(","):
            continue
        at = datetime.fromisoformat(str(accepted)).astimezone(NEW_YORK)
        rows.append({
            "entity": entity, "date": at.date(), "time": f"{at:%H:%M}", "kind": "results", "what": "Results of operations (8-K, item 2.02)",
            "what_zh": "发布业绩", "source": f"SEC filing {accession}",
        })  # fmt: skip
    return rows


def shares(entity: str, told: Json) -> list[Row]:
    """The shares outstanding on filings' covers, where a company has one class."""
    entries = _entries(told, "dei", "EntityCommonStockSharesOutstanding", "shares")
    return [
        {"entity": entity, "class": "common", "as_of": e["end"], "shares": e["val"], "precision": _precision(e["val"], "shares"),
         "filed": e["filed"], "form": e["form"], "source": f"SEC filing {e['accn']}, cover page"}
        for e in _first_filed(entries)
    ]  # fmt: skip


def facts(entity: str, told: Json) -> list[Row]:
    """The reported figures of quarters, years and days, each value of a period as it was first filed; and quarters that only longer stretches tell."""
    rows: list[Row] = []
    for metric, tags in METRICS.items():
        seen: set[tuple[str, str]] = set()
        for tag in tags:
            for unit, name in UNITS.items():
                entries = _first_filed(_entries(told, "us-gaap", tag, unit))
                entries += _differences(entries) if unit in ADDS_UP else []
                kept = [e for e in entries if _is_a_period(e) and _span(e) not in seen]
                seen |= {_span(e) for e in kept}
                rows += [_fact(entity, metric, name, e) for e in kept]
    return rows


def _entries(told: Json, taxonomy: str, tag: str, unit: str) -> list[Json]:
    """What a tag was filed with in a unit, in the order of filing."""
    found = told.get("facts", {}).get(taxonomy, {}).get(tag, {}).get("units", {}).get(unit, [])
    return sorted(found, key=lambda e: (e["filed"], e["end"], e.get("start") or ""))


def _first_filed(entries: list[Json]) -> list[Json]:
    """Each value of a period once, as it was first filed; a value that was changed later is another."""
    kept: dict[tuple[str, str, float], Json] = {}
    for e in entries:
        kept.setdefault((*_span(e), float(e["val"])), e)
    return list(kept.values())


def _span(e: Json) -> tuple[str, str]:
    return str(e.get("start") or ""), str(e["end"])


def _days(e: Json) -> int:
    return (date.fromisoformat(e["end"]) - date.fromisoformat(e["start"])).days + 1


def _is_a_period(e: Json) -> bool:
    """Whether a figure is that of a day, a quarter or a year; other stretches are those of cash flows up to a quarter's end."""
    return "start" not in e or any(low <= _days(e) <= high for low, high in LENGTHS)


def _differences(entries: list[Json]) -> list[Json]:
    """The quarters of a year that no filing gives: what the stretch to a quarter's end has more than that to the end of the one before."""
    own = {_span(e) for e in entries}
    begun: dict[str, dict[str, Json]] = {}
    for e in entries:
        if "start" in e:
            begun.setdefault(e["start"], {}).setdefault(e["end"], e)
    out: list[Json] = []
    for stretches in begun.values():
        for before, e in pairwise(sorted(stretches.values(), key=lambda e: e["end"])):
            start = date.fromordinal(date.fromisoformat(before["end"]).toordinal() + 1).isoformat()
            quarter = {**e, "start": start, "val": e["val"] - before["val"], "less": before["accn"]}
            if (start, e["end"]) not in own and LENGTHS[0][0] <= _days(quarter) <= LENGTHS[0][1]:
                out.append(quarter)
    return out


def _fact(entity: str, metric: str, unit: str, e: Json) -> Row:
    less = f" less {e['less']}" if "less" in e else ""
    return {
        "entity": entity, "metric": metric, "period_start": e.get("start"), "period_end": e["end"], "value": float(e["val"]),
        "precision": _precision(e["val"], unit) * (2 if less else 1), "unit": unit, "filed": e["filed"], "form": e["form"],
        "accession": e["accn"], "source": f"SEC filing {e['accn']}{less}",
    }  # fmt: skip


def _precision(value: float, unit: str) -> float:
    """The unit to which a figure is written: its last digit that is no nought, millions at most; cents a share."""
    if unit == "USD/share":
        return 0.01
    step = 1.0
    while step < COARSEST and value and value % (step * 10) == 0:
        step *= 10
    return step


__all__ = ["METRICS", "facts", "results", "securities", "shares"]
