"""A study written out: text, JSON, CSV, Parquet, LaTeX, Markdown, HTML, Excel."""

from __future__ import annotations

import html
import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import InputError, UnknownNameError
from tapeline.study.results import finite

if TYPE_CHECKING:
    from collections.abc import Callable

    from tapeline.study.results import Study

FORMATS = ("table", "json", "csv", "parquet", "latex", "markdown", "html", "xlsx")
TEST_HEADER = ("test", "window", "statistic", "p-value", "n", "convention")


def render(study: Study, fmt: str = "table") -> str | bytes:
    """A study in one of the formats: text for all but "parquet" and "xlsx", which are bytes.

    "csv" and "parquet" hold the events with their figures; "xlsx" one sheet for each table.

    Raises:
        UnknownNameError: no such format.
    """
    writers = {
        "table": as_text, "json": _json_text, "csv": _csv, "parquet": _parquet, "latex": as_latex,
        "markdown": as_markdown, "md": as_markdown, "html": as_html, "xlsx": _xlsx,
    }  # fmt: skip
    if fmt not in writers:
        raise UnknownNameError(f"no format is called {fmt!r}; there are {', '.join(FORMATS)}")
    writer: Callable[[Study], str | bytes] = writers[fmt]  # type: ignore[assignment]
    return writer(study)


def as_json(study: Study) -> dict[str, Any]:
    """The study as plain values, schema tapeline.study/1."""
    return {
        "schema": "tapeline.study/1",
        "model": study.setting.model,
        "estimation": list(study.setting.estimation),
        "window": list(study.setting.window),
        "n_in": study.n_in,
        "n_kept": study.n_kept,
        "events": _events_json(study),
        "aar": [finite(v) for v in study.aar_columns()["aar"]] if study.n_kept else [],
        "caar": [finite(v) for v in study.caar_columns()["caar"]] if study.n_kept else [],
        "tests": [
            {
                "name": r.name, "window": list(r.window), "statistic": finite(r.statistic), "p_value": finite(r.p_value),
                "n": r.n, "df": finite(r.df), "null": r.null, "convention": r.convention, "note": r.note,
            }
            for r in study.results
        ],
        "dropped": _dropped_json(study),
        "notes": list(study.notes),
        "advice": [{"test": a.test, "trust": a.trust, "why": a.why} for a in study.advice().tests],
    }  # fmt: skip


def _labels(study: Study, rows: np.ndarray) -> list[dict[str, Any]]:
    taken = study.taken
    frame = taken.table.frame
    ids = frame.get_column("id").to_list() if "id" in frame.columns else range(1, study.n_in + 1)
    names = frame.get_column(taken.security_column).to_list()
    ids_list = list(ids)
    days = [None if np.isnat(d) else str(d) for d in taken.days]
    return [
        {"id": ids_list[r], "security": None if names[r] is None else str(names[r]), "date": days[r]}
        for r in rows.tolist()
    ]


def _events_json(study: Study) -> list[dict[str, Any]]:
    labels = _labels(study, study.kept)
    if not labels:
        return labels
    columns = study.columns()
    scalars = [n for n in columns if not n.startswith("ar[") and n != "session"]
    ar = study.sample.fit.ar
    for j, label in enumerate(labels):
        label["session"] = str(columns["session"][j])
        for name in scalars:
            value = columns[name][j]
            label[name] = int(value) if name == "n_estimation" else finite(float(value))
        label["ar"] = [finite(float(v)) for v in ar[j]]
        if study.taken.moved[study.kept[j]]:
            label["moved"] = True
    return labels


def _dropped_json(study: Study) -> list[dict[str, Any]]:
    rows = np.flatnonzero(study.code)
    labels = _labels(study, rows)
    for label, row in zip(labels, rows, strict=True):
        label["reason"] = study.reason(int(row))
    return labels


def _json_text(study: Study) -> str:
    return json.dumps(as_json(study), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def test_rows(study: Study) -> list[tuple[str, ...]]:
    """The tests as text, one tuple for each: name, window, statistic, p-value, n, convention or note."""
    return [
        (
            r.name,
            f"[{r.window[0]}, {r.window[1]}]",
            f"{r.statistic:.4f}" if np.isfinite(r.statistic) else "-",
            f"{r.p_value:.4f}" if np.isfinite(r.p_value) else "-",
            str(r.n),
            r.note or r.convention,
        )
        for r in study.results
    ]


test_rows.__test__ = False  # type: ignore[attr-defined]


def headline(study: Study) -> list[str]:
    """The study in three lines: what was run, what was kept, what the mean came to."""
    s = study.setting
    lines = [
        f"Event study: model {s.model}, estimation [{s.estimation[0]}, {s.estimation[1]}], window [{s.window[0]}, {s.window[1]}] (sessions)",
        f"{study.n_in} events in, {study.n_kept} kept, {study.n_in - study.n_kept} dropped",
    ]
    if study.n_kept:
        car = study.sample.view().car
        lines.append(f"mean CAR {car.mean():+.4%}, median {np.median(car):+.4%}, above zero {np.mean(car > 0):.1%}")
    return lines


def as_text(study: Study) -> str:
    """The study for a terminal."""
    rows = [TEST_HEADER, *test_rows(study)]
    widths = [max(len(row[c]) for row in rows) for c in range(len(TEST_HEADER))]
    lines = [*headline(study), ""]
    for row in rows:
        cells = [row[c].rjust(widths[c]) if c in {2, 3, 4} else row[c].ljust(widths[c]) for c in range(len(row))]
        lines.append("  ".join(cells).rstrip())
    dropped = _dropped_counts(study)
    if dropped:
        lines += ["", "Dropped:", *(f"  {count} x {reason}" for reason, count in dropped)]
    if study.notes:
        lines += ["", "Notes:", *(f"  {note}" for note in study.notes)]
    if study.n_kept:
        lines += ["", *study.advice().lines()]
    return "\n".join(lines) + "\n"


def _dropped_counts(study: Study) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for row in np.flatnonzero(study.code):
        reason = study.reason(int(row))
        counts[reason] = counts.get(reason, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def as_markdown(study: Study) -> str:
    """The headline and the tests as Markdown."""
    head = "| " + " | ".join(TEST_HEADER) + " |"
    rule = "|" + "|".join("---" if c not in {2, 3, 4} else "---:" for c in range(len(TEST_HEADER))) + "|"
    body = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in test_rows(study)]
    return "\n".join([*(f"{line}  " for line in headline(study)), "", head, rule, *body]) + "\n"


LATEX = {"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}  # fmt: skip


def as_latex(study: Study) -> str:
    """The tests as a LaTeX table (booktabs)."""

    def escape(text: str) -> str:
        return "".join(LATEX.get(ch, ch) for ch in text)

    lines = [r"\begin{table}", r"\caption{" + escape(headline(study)[0] + "; " + headline(study)[1]) + "}", r"\begin{tabular}{llrrrl}", r"\toprule"]  # fmt: skip
    lines += [" & ".join(escape(cell) for cell in row) + r" \\" for row in [TEST_HEADER]]
    lines.append(r"\midrule")
    lines += [" & ".join(escape(cell) for cell in row) + r" \\" for row in test_rows(study)]
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}", r"\end{table}"]) + "\n"


def as_html(study: Study) -> str:
    """The headline and the tests as an HTML fragment; every text is escaped."""
    cells = "".join(f"<th>{html.escape(name)}</th>" for name in TEST_HEADER)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in test_rows(study)
    )
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in headline(study))
    return (
        f'<div class="tapeline-study">{lines}<table><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _columns_of_events(study: Study) -> dict[str, Any]:
    labels = _labels(study, study.kept)
    columns: dict[str, Any] = {name: [label[name] for label in labels] for name in ("id", "security", "date")}
    return columns | study.columns()


def _csv(study: Study) -> str:
    import csv

    columns = _columns_of_events(study)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([repr(float(v)) if isinstance(v, np.floating) else v for v in row])
    return out.getvalue()


def _parquet(study: Study) -> bytes:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError("Parquet output needs pyarrow; install tapeline[study]") from error
    out = io.BytesIO()
    pq.write_table(pa.table({name: pa.array(values) for name, values in _columns_of_events(study).items()}), out)
    return out.getvalue()


def _xlsx(study: Study) -> bytes:
    try:
        from openpyxl import Workbook  # type: ignore[import-untyped]
    except ImportError as error:
        raise InputError("Excel output needs openpyxl; install tapeline[study]") from error
    book = Workbook()
    book.remove(book.active)
    sheets: dict[str, dict[str, Any]] = {
        "tests": {name: [row[c] for row in test_rows(study)] for c, name in enumerate(TEST_HEADER)},
        "events": _columns_of_events(study),
        "aar": study.aar_columns(),
        "caar": study.caar_columns(),
        "dropped": _by_column(_dropped_json(study), ("id", "security", "date", "reason")),
    }
    for title, columns in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append(list(columns))
        for row in zip(*columns.values(), strict=True):
            sheet.append([_cell(v) for v in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _by_column(rows: list[dict[str, Any]], names: tuple[str, ...]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in names}


def _cell(value: Any) -> Any:
    """A value that a sheet can hold; text that a sheet would run as a formula is kept as text."""
    if isinstance(value, np.datetime64):
        return str(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    if isinstance(value, str) and value[:1] in {"=", "+", "@"}:
        return "'" + value
    return value


__all__ = ["FORMATS", "as_html", "as_json", "as_latex", "as_markdown", "as_text", "headline", "render", "test_rows"]
