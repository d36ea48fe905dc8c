"""The page that a story is given on, in the language of the browser."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from tapeline.report.html import PAGE
from tapeline.report.words import words
from tapeline.story.loading import load, samples

if TYPE_CHECKING:
    from tapeline.app.desk import Asked
    from tapeline.record import Record

HERE = Path(__file__).parent
FORMATS = {"html": "text/html", "md": "text/markdown", "json": "application/json", "latex": "application/x-latex",
           "claimreview": "application/ld+json"}  # fmt: skip
"""How an answer can be written, and what a browser is told that it is."""
WORDS = {
    "en": {
        "title": "Measure a story against the tape", "story": "The story", "paste": "Paste it here, in English or Chinese",
        "file": "or a file (text, Markdown, HTML, PDF, or claims as JSON)", "company": "Company", "published": "Published",
        "language": "Language", "as_of": "Known up to", "format": "Answer as", "check": "Check", "told": "from the text",
        "more": "More", "samples": "Or look at a sample", "html": "page", "md": "Markdown", "json": "JSON", "latex": "LaTeX",
        "claimreview": "ClaimReview", "zh": "Chinese", "en": "English",
        "private": "The story stays on this machine, and is not kept.",
    },
    "zh": {
        "title": "用行情记录核对一篇报道", "story": "报道全文", "paste": "把中文或英文报道粘贴到这里",
        "file": "或选择文件（文本、Markdown、HTML、PDF，或 JSON 陈述文件）", "company": "公司", "published": "发稿日期",
        "language": "语言", "as_of": "资料截至", "format": "结果形式", "check": "核对", "told": "由正文判断",
        "more": "更多选项", "samples": "或看一篇样例", "html": "网页", "md": "Markdown", "json": "JSON", "latex": "LaTeX",
        "claimreview": "ClaimReview", "zh": "中文", "en": "英文",
        "private": "报道只留在这台电脑上，不会被保存。",
    },
}  # fmt: skip


def render(record: Record, language: str, asked: Asked, wrong: str = "", chosen: str = "html") -> str:
    """The page, with what was asked already in its fields.

    Args:
        record: whose companies are offered.
        language: of the page, `zh` or `en`.
        asked: what was typed before; a file has to be chosen again.
        wrong: what to do, where it could not be answered.
        chosen: the format that was asked for.
    """
    w = WORDS[language]
    report = words(language)
    return Template((HERE / "form.html").read_text(encoding="utf-8")).substitute(
        lang=language,
        css=(PAGE / "page.css").read_text(encoding="utf-8") + (HERE / "form.css").read_text(encoding="utf-8"),
        wrong=f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else "",
        companies="".join(f'<option value="{escape(e)}">{escape(n)}</option>' for e, n in _companies(record)),
        languages=_options({"": w["told"], "zh": w["zh"], "en": w["en"]}, asked.language),
        formats=_options({k: w[k] for k in FORMATS}, chosen),
        samples="".join(f'<li><a href="/sample/{escape(s)}">{escape(_titled(s))}</a></li>' for s in samples()),
        footer=f"{escape(report['record'])}: {escape(record.name)}, {escape(report['as_of'])} {record.as_of}",
        **{k: escape(getattr(asked, k)) for k in ("text", "company", "published", "as_of")},
        **{f"w_{k}": escape(v) for k, v in w.items()},
    )


def _options(named: dict[str, str], chosen: str) -> str:
    return "".join(
        f'<option value="{escape(k)}"{" selected" if k == chosen else ""}>{escape(v)}</option>'
        for k, v in named.items()
    )


def _titled(sample: str) -> str:
    return load(f"sample:{sample}").metadata.get("title", sample)


def _companies(record: Record) -> list[tuple[str, str]]:
    """Each entity with the name that it goes by now."""
    return [(e, str(record.security(e)["name"])) for e in record.entities()]


__all__ = ["FORMATS", "WORDS", "render"]
