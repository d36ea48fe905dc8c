"""What there is: every return model and test statistic with its source, for help texts and the reference page."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from tapeline.study.models import base as model_base
from tapeline.study.models import load as load_models
from tapeline.study.statistics import base as statistic_base
from tapeline.study.statistics import load as load_statistics

if TYPE_CHECKING:
    from tapeline.study.models.base import Model
    from tapeline.study.statistics.base import Statistic


def models_table() -> dict[str, Model]:
    """Every return model by name."""
    load_models()
    return dict(model_base.MODELS)


def statistics_table() -> dict[str, Statistic]:
    """Every test statistic by name."""
    load_statistics()
    return dict(statistic_base.STATISTICS)


def reference_page() -> str:
    """The reference page of models and statistics, as Markdown, written from their registrations and docstrings."""
    lines = [
        "# Return models and test statistics",
        "",
        "Written from the code by `python -m tapeline.study.listing`; do not edit by hand. N events, L sessions in the window, n",
        "returns in the estimation window, AR and CAR as everywhere, SCAR = CAR / its standard error.",
        "",
        "## Return models",
        "",
    ]
    for name, model in models_table().items():
        needs = f" Needs: {', '.join(model.needs)}." if model.needs else ""
        lines += [f"### `{name}`", "", _text(model.fit), "", f"Source: {model.source}.{needs}", ""]
    lines += ["## Test statistics", ""]
    for name, one in statistics_table().items():
        lines += [f"### `{name}`", "", _text(one.compute), ""]
        lines += [
            f"- Null: {one.null}.",
            f"- Assumes: {one.assumes}.",
            f"- Fails when: {one.fails}.",
            f"- Source: {one.source}.",
        ]
        for option, choices in one.options.items():
            lines.append(
                f"- Option `{option}`: {', '.join(f'`{c}`' for c in choices)}{' (default)' if len(choices) == 1 else ', the first by default'}."
            )
        lines.append("")
    return "\n".join(lines)


def _text(function: object) -> str:
    """A docstring without its sections on arguments and errors."""
    text = inspect.cleandoc(getattr(function, "__doc__", "") or "")
    for heading in ("\n\nArgs:", "\n\nTakes:", "\n\nRaises:", "\n\nReturns:"):
        text = text.split(heading)[0]
    return text.replace("**", "^").replace("*", "\\*")


__all__ = ["models_table", "reference_page", "statistics_table"]


if __name__ == "__main__":
    import sys

    sys.stdout.write(reference_page())
