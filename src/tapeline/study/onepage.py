"""A study on one page: the headline, the advice, the tests, the pictures, what was left out."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import numpy as np

from tapeline.errors import DesignError
from tapeline.study.export import as_html

if TYPE_CHECKING:
    from tapeline.study.results import Study

STYLE = """body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c}
table{border-collapse:collapse;font-size:13px}td,th{padding:.15rem .6rem;border-bottom:1px solid #ddd;text-align:left}
.pictures{display:flex;flex-wrap:wrap;gap:1rem}.pictures svg{width:29rem;max-width:100%;height:auto}"""


def one_page(study: Study, title: str = "Event study", *, sensitivity: bool = True) -> str:
    """The study as one self-contained HTML page; every text from the data is escaped, no script, nothing fetched.

    Takes:
        study: the study. title: the page's heading.
        sensitivity: also measure the events under other windows and models and draw it.
    """
    from tapeline.study.plot import as_svg, draw

    parts = [f"<h1>{html.escape(title)}</h1>", as_html(study)]
    if study.n_kept:
        from tapeline.study.after.power import smallest_visible_effect

        parts.append(f"<p>{html.escape(str(smallest_visible_effect(study)))}.</p>")
        parts.append("<h2>Which tests to trust</h2><ul>" + _items(study.advice().lines()) + "</ul>")
        pictures = [as_svg(draw(study, kind)) for kind in ("caar", "aar", "distribution", "events")]
        if sensitivity:
            pictures.append(_sensitivity(study))
        parts.append('<h2>Pictures</h2><div class="pictures">' + "".join(pictures) + "</div>")
    dropped = np.flatnonzero(study.code)
    if dropped.size:
        counts: dict[str, int] = {}
        for row in dropped:
            reason = study.reason(int(row))
            counts[reason] = counts.get(reason, 0) + 1
        parts.append(
            "<h2>Left out</h2><ul>" + _items([f"{n} x {reason}" for reason, n in sorted(counts.items())]) + "</ul>"
        )
    if study.notes:
        parts.append("<h2>Notes</h2><ul>" + _items(list(study.notes)) + "</ul>")
    head = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title><style>{STYLE}</style></head>'
    return f"{head}<body>{''.join(parts)}</body></html>\n"


def _items(lines: list[str]) -> str:
    return "".join(f"<li>{html.escape(line.strip())}</li>" for line in lines)


def _sensitivity(study: Study) -> str:
    from tapeline.study.after.sensitivity import sensitivity
    from tapeline.study.plot import as_svg

    try:
        return as_svg(sensitivity(study).plot())
    except DesignError as error:
        return f"<p>{html.escape(str(error))}</p>"


__all__ = ["one_page"]
