"""A structural time series beside the synthetic control: an optional view through statsmodels, shown and never decisive."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from tapeline.cause.assessment import Evidence
from tapeline.errors import DesignError

if TYPE_CHECKING:
    from numpy.typing import NDArray

METHOD = "structural time series (local level and the benchmark)"
NULL = "the path from the event on is a forecast of the path before it"
CAVEAT = "model-based: its interval trusts a random-walk level; shown beside the placebos, no vote"
LEAST = 30


def forecast_gap(y: NDArray[np.float64], benchmark: NDArray[np.float64], pre: int) -> Evidence:
    """Observed less forecast in the last period, with a 95% interval.

    A local level with the benchmark as regressor, fitted by maximum likelihood before the event and forecast after it (Harvey 1989, section
    7.3; the model of Brodersen and others 2015 without its priors).

    Args:
        y: shape (T,), the treated path in log points.
        benchmark: shape (T,), the benchmark's path in log points.
        pre: periods before the event.

    Raises:
        DesignError: fewer than 30 periods before the event, a series that does not move, no convergence, or no statsmodels.
    """
    if not LEAST <= pre < y.size or float(np.ptp(y[:pre])) <= 0.0:
        raise DesignError(
            f"{pre} periods that move come before the event, at least {LEAST} are needed; bring earlier prices"
        )
    try:
        from statsmodels.tools.sm_exceptions import ConvergenceWarning
        from statsmodels.tsa.statespace.structural import UnobservedComponents
    except ImportError as e:
        raise DesignError("statsmodels is not installed; `pip install tapeline[study]` brings it") from e
    unit = float(np.diff(y[:pre]).std())  # steps of size one: the likelihood is searched on a sane scale
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            model = UnobservedComponents(y[:pre] / unit, level="local level", exog=benchmark[:pre, None] / unit)
            forecast = model.fit(disp=0, maxiter=500).get_forecast(y.size - pre, exog=benchmark[pre:, None] / unit)
        except (ConvergenceWarning, np.linalg.LinAlgError) as e:
            raise DesignError(f"the structural time series did not converge ({e}); bring a longer series") from e
    from scipy.special import ndtr

    gap, se = float(y[-1] - unit * forecast.predicted_mean[-1]), unit * float(forecast.se_mean[-1])
    p = float(2 * ndtr(-abs(gap) / se)) if se > 0 else None
    return Evidence(METHOD, NULL, gap, gap - 1.96 * se, gap + 1.96 * se, p, int(y.size), valid=False, caveat=CAVEAT)


__all__ = ["METHOD", "forecast_gap"]
