"""The same events measured again: other windows, other models, on the panel that a study holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tapeline.errors import DesignError
from tapeline.study.models.base import find_model
from tapeline.study.pipeline import fit_kept
from tapeline.study.prices import benchmark_row
from tapeline.study.screen import Design, check_design, lay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tapeline.study.results import Study
    from tapeline.study.sample import Sample


def again(
    study: Study,
    *,
    window: tuple[int, int] | None = None,
    estimation: tuple[int, int] | None = None,
    model: str | None = None,
    windows: Sequence[tuple[int, int]] = (),
    options: Mapping[str, Any] | None = None,
    market: Any = None,
) -> Sample:
    """The study's events with another event window, estimation window, model or benchmark; what is not given stays.

    Only models that explain returns with the rows the study already has can take its place. The events that the new
    windows cannot hold are left out of the sample.

    Raises:
        DesignError: windows without meaning, no event is left, or the model needs other rows.
    """
    setting = study.setting
    chosen = find_model(model or setting.model)
    have = study.sample.problem.factors
    if market is not None:
        if have.rows.shape[:2] != (1, 1) or "riskless" in chosen.needs:
            raise DesignError("another benchmark can stand in for one shared benchmark only; run the study anew")
        row = benchmark_row(study.panel, market, study.setting.returns)
        have = replace(have, rows=np.ascontiguousarray(row[None, None, :]))
    if chosen.needs and chosen.name != setting.model and have.rows.shape[1] != 1:
        raise DesignError(f"model {chosen.name!r} needs other rows than the study holds; run it anew")
    asked = tuple(estimation or setting.estimation)
    old = setting.estimation[1] - setting.estimation[0] + 1
    least = max(3, round(setting.minimum * (asked[1] - asked[0] + 1) / old))
    design = Design((asked[0], asked[1]), window or setting.window, least)
    check_design(design)
    further = np.array(list(windows), dtype=np.int64).reshape(-1, 2)
    taken = replace(study.taken, own=None)
    laid = lay(taken, study.panel, design, further)
    sample, kept, _ = fit_kept(study.panel, have, taken, laid, design, further, chosen, options or {})
    if kept.size == 0:
        raise DesignError(f"no event has the sessions that estimation {asked} and window {design.window} need")
    return sample


__all__ = ["again"]
