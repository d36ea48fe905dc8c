"""Build the sample record inside the package from a folder of gathered evidence.

    python scripts/build_sample_record.py EVIDENCE_DIR

EVIDENCE_DIR holds `record/*.csv` and `prices/*.csv`. The result replaces `src/tapeline/record/sample`.
"""

from __future__ import annotations

import csv
import re
import shutil
import sys
from datetime import date
from pathlib import Path

from tapeline.record import write

OUT = Path(__file__).parent.parent / "src/tapeline/record/sample"
FISCAL_YEAR_END = {"AAPL": 9, "MSFT": 6, "NVDA": 1, "AVGO": 10, "QCOM": 9, "GSPC": None}
ENGLISH_ALIASES = {
    "META": "Meta|Facebook", "AAPL": "Apple", "AMZN": "Amazon", "GOOGL": "Alphabet|Google", "MSFT": "Microsoft", "NVDA": "Nvidia",
    "TSLA": "Tesla", "AVGO": "Broadcom", "QCOM": "Qualcomm", "LLY": "Eli Lilly", "GSPC": "S&P 500|标普500指数|标普",
}  # fmt: skip
# classes of shares that are listed beside the one whose prices the record holds
OTHER_CLASSES: dict[str, dict[str, object]] = {
    "GOOGL": {
        "ticker": "GOOG",
        "from": "2014-04-03",
        "note": "class C, listed beside class A; its prices are not held",
    },
}
# segments and products, by the names that stories use
OTHER_NAMES = [
    ("META", "segment", "reality_labs", "Reality Labs|现实实验室|元宇宙|metaverse|the metaverse|Metaverse"),
    ("META", "segment", "family_of_apps", "Family of Apps|family of apps|应用家族|应用程序家族|应用程式家族"),
    ("META", "product", "Threads", "Threads"), ("META", "product", "PyTorch", "PyTorch"), ("META", "product", "LLaMA", "LLaMA"),
    ("META", "product", "Llama 2", "Llama 2|Llama2"), ("META", "product", "Llama 3 released", "Llama 3"),
    ("META", "product", "Code Llama", "Code Llama"), ("META", "product", "OPT-175B", "OPT-175B|OPT"),
]  # fmt: skip
# people by the names that Chinese stories give them in full, and in Taiwan and Hong Kong
FULL_NAMES = {
    "Susan Li": "苏珊·李", "Javier Olivan": "哈维尔·奥利万", "Chris Cox": "克里斯·考克斯", "Andrew Bosworth": "安德鲁·博斯沃思",
    "Adam Mosseri": "亚当·莫塞里", "Sheryl Sandberg": "谢丽尔·桑德伯格|雪莉·桑德伯格|桑德柏格",
    "Mark Zuckerberg": "祖克柏|马克·祖克柏|朱克伯格", "Dave Wehner": "戴夫·韦纳", "Yann LeCun": "杨·勒昆",
}  # fmt: skip
SPLIT_VINTAGE = date(2023, 12, 29)  # the peers' closes are adjusted for every split up to this day
MARKS = re.compile(r"\s*\((?:rounded; )?to be confirmed[^)]*\)")

EVENT_VALUES = {  # the figures that an event's own words state
    ("META", "2022-11-09", "layoffs"): (11000, "people", ""),
    ("META", "2023-03-14", "layoffs"): (10000, "people", ""),
    ("META", "2023-02-01", "buyback"): (40e9, "USD", ""),
    ("META", "2024-02-01", "buyback"): (50e9, "USD", ""),
    ("META", "2024-02-01", "dividend"): (0.50, "USD/share", ""),
    ("META", "2012-05-18", "listing"): (38.0, "USD/share", ""),
    ("AAPL", "2022-11-10", "market"): (190.9e9, "USD", "market_cap.change"),
    ("AMZN", "2022-02-03", "results"): (190.8e9, "USD", "market_cap.change"),
    ("NVDA", "2024-02-21", "results"): (277e9, "USD", "market_cap.change"),
}
ACTS_ON = {
    ("AAPL", "2022-11-10"): "2022-11-10",
    ("AMZN", "2022-02-03"): "2022-02-04",
    ("NVDA", "2024-02-21"): "2024-02-22",
}
EVENT_ZH = {
    "founding": "Facebook 在哈佛上线", "listing": "首次公开发行", "buyback": "增加股票回购授权", "dividend": "首次派发股息",
    "results": "发布业绩", "layoffs": "裁员", "rival": "OpenAI 发布 ChatGPT",
}  # fmt: skip
ROLE_ZH = {
    "Founder, chairman and CEO": "联合创始人|创始人|董事长|首席执行官|CEO", "Chief operating officer": "首席运营官|COO",
    "Chief product officer": "首席产品官|CPO", "Head of Facebook": "Facebook负责人", "Head of Instagram": "Instagram负责人",
    "Head of WhatsApp": "WhatsApp负责人", "Chief technology officer": "首席技术官|CTO",
    "Chief AI scientist": "首席人工智能科学家|首席AI科学家", "Chief financial officer": "首席财务官|CFO",
    "Chief strategy officer": "首席战略官", "Chief privacy officer, policy": "首席隐私官",
}  # fmt: skip
# what the notes beside a row say in words, as rows of their own: person, role, zh, from earliest, from latest, to earliest, to latest
NOTED_ROLES = [
    ("Chris Cox", "Chief product officer", "首席产品官|CPO", "2014-01-01", "2014-12-31", "2019-03-01", "2019-03-31"),
    (
        "Dave Wehner",
        "Chief financial officer",
        "首席财务官|CFO",
        "2014-01-01",
        "2014-12-31",
        "2022-11-01",
        "2022-11-01",
    ),
]
LEFT = {"Chris Cox": [("2019-03-01", "2019-03-31"), ("2020-06-11", "2020-06-11")]}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def source_of(row: dict[str, str]) -> dict[str, object]:
    marked = "to be confirmed" in row["source"]
    return {"source": MARKS.sub("", row["source"]), "to_be_confirmed": marked}


def as_filed(row: dict[str, object]) -> dict[str, object]:
    """Amazon's count of January 2022 comes restated for the split of that June; a record keeps what the cover said."""
    if row["entity"] == "AMZN":
        row["shares"], row["precision"] = float(str(row["shares"])) / 20, float(str(row["precision"])) / 20
    return row


def securities(folder: Path) -> list[dict[str, object]]:
    out = []
    for row in read(folder / "record/securities.csv"):
        keep = {k: row[k] for k in ("entity", "name", "ticker", "exchange", "from", "to", "currency", "sector", "note")}
        month = FISCAL_YEAR_END.get(row["entity"], 12)
        out.append(
            {
                **keep,
                "aliases": "|".join(filter(None, [row["name_zh"], ENGLISH_ALIASES.get(row["entity"], "")])),
                "fiscal_year_end_month": month,
                "source": "exchange listing and company filings",
            }
        )
    return [*out, *({**r, **OTHER_CLASSES[e]} for r in out if (e := str(r["entity"])) in OTHER_CLASSES)]


def prices(folder: Path, splits: list[dict[str, object]]) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for row in read(folder / "prices/closes.csv"):
        day, entity = date.fromisoformat(row["date"]), row["ticker"]
        factor = 1.0
        for s in splits:
            ex = date.fromisoformat(str(s["ex_date"]))
            if entity != "META" and s["entity"] == entity and day < ex <= SPLIT_VINTAGE:
                factor *= float(str(s["ratio"]))
        values = {k: round(float(row[k]) * factor, 4) for k in ("open", "high", "low", "close")}
        source = "daily prices as traded" if entity == "META" else "daily prices, split adjustment undone"
        out.append(
            {
                "entity": entity,
                "date": row["date"],
                **values,
                "volume": round(float(row["volume"]) / factor),
                "source": source,
            }
        )
    index = {"entity": "GSPC", "source": "S&P 500 index, daily close"}
    out.extend({**index, "date": row["date"], "close": row["close"]} for row in read(folder / "prices/sp500.csv"))
    return sorted(out, key=lambda r: (str(r["entity"]), str(r["date"])))


def facts(folder: Path) -> list[dict[str, object]]:
    out = []
    for row in read(folder / "record/facts.csv"):
        per_share, heads = row["unit"] == "USD/share", row["metric"] == "headcount"
        precision = 0.01 if per_share else 1 if heads else 1e7 if row["unit"] == "people" else 1e6
        if row["metric"] == "facebook_daily_active_users" and row["period_end"] == "2021-12-31":
            precision = 1e6
        out.append({**{k: v for k, v in row.items() if k != "source"}, "precision": precision, **source_of(row)})
    return out


def events(folder: Path) -> list[dict[str, object]]:
    out = []
    for row in read(folder / "record/events.csv"):
        value, unit, measure = EVENT_VALUES.get((row["entity"], row["date"], row["kind"]), (None, None, None))
        out.append({
            "entity": row["entity"], "date": row["date"], "time": row["time_new_york"], "kind": row["kind"], "what": row["what"],
            "what_zh": EVENT_ZH.get(row["kind"], ""), "value": value, "unit": unit, "measure": measure,
            "acts_on": ACTS_ON.get((row["entity"], row["date"]), "") if measure else "", **source_of(row),
        })  # fmt: skip
    return out


def roles(folder: Path) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for row in read(folder / "record/people.csv"):
        person, source = {"person": row["person"], "entity": "META"}, source_of(row)
        title = row["role"].split(", former")[0]
        out.append({**person, "role": title, "role_zh": ROLE_ZH[title], "from_earliest": row["role_from"], "from_latest": row["role_from"],
                    "to_earliest": row["role_to"], "to_latest": row["role_to"], **source})  # fmt: skip
        if row["joined"]:
            first = date.fromisoformat(row["joined"])
            latest = row["joined"] if first.day != 1 else str(date(first.year, first.month, 28))
            left = LEFT.get(row["person"], [("", "")])
            out.append({**person, "role": "employee", "role_zh": "", "from_earliest": row["joined"], "from_latest": latest,
                        "to_earliest": left[0][0], "to_latest": left[0][1], **source})  # fmt: skip
            out.extend(
                {**person, "role": "employee", "role_zh": "", "from_earliest": a, "from_latest": b, **source}
                for a, b in left[1:]
            )
        for who, role, zh, a, b, c, d in NOTED_ROLES:
            if who == row["person"]:
                out.append({**person, "role": role, "role_zh": zh, "from_earliest": a, "from_latest": b,
                            "to_earliest": c, "to_latest": d, **source})  # fmt: skip
    return out


def main(folder: Path) -> None:
    moves = read(folder / "record/splits_dividends.csv")
    splits: list[dict[str, object]] = [
        {"entity": r["entity"], "declared": r["declared"], "ex_date": r["ex_date"], "ratio": r["value"], **source_of(r)}
        for r in moves if r["kind"] == "split"
    ]  # fmt: skip
    dividends = [
        {**{k: r[k] for k in ("entity", "declared", "ex_date", "pay_date", "unit")}, "amount": r["value"], **source_of(r)}
        for r in moves if r["kind"] == "dividend"
    ]  # fmt: skip
    people = [
        {k: r[k] for k in ("person", "born_earliest", "born_latest")}
        | {"aliases": "|".join(filter(None, (r["aliases"], FULL_NAMES.get(r["person"]))))}
        | source_of(r)
        for r in read(folder / "record/people.csv")
    ]
    adjusted = [
        {"entity": r["ticker"], "date": r["date"], "adjusted_close": r["adjusted_close"], "volume": r["volume"],
         "vintage": "2025-09", "source": "daily closes adjusted for splits and dividends, vintage 2025-09"}
        for r in sorted(read(folder / "prices/adjusted.csv"), key=lambda r: (r["ticker"], r["date"]))
    ]  # fmt: skip
    holdings = [
        {**{k: v for k, v in r.items() if k != "source"}, **source_of(r)} for r in read(folder / "record/holdings.csv")
    ]
    shares = [
        as_filed({**{k: v for k, v in r.items() if k != "source"}, **source_of(r)})
        for r in read(folder / "record/shares.csv")
    ]
    shutil.rmtree(OUT, ignore_errors=True)
    write.init(OUT, "sample", "Meta in full, the S&P 500 index and large peers, 2012 to 2024")
    for table, rows in {
        "securities": securities(folder), "prices": prices(folder, splits), "adjusted": adjusted, "splits": splits,
        "dividends": dividends, "shares": shares, "facts": facts(folder), "events": events(folder), "people": people,
        "roles": roles(folder), "holdings": holdings,
        "names": [{"entity": e, "kind": k, "key": key, "surfaces": surfaces, "source": "company filings and announcements"}
                  for e, k, key, surfaces in OTHER_NAMES],
    }.items():  # fmt: skip
        write.add(OUT, table, rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
