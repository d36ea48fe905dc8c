"""Every return model against statsmodels, arch, or a plain computation from its paper."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm

from tapeline import errors, study

from .data import MIXED, calm_and_wild, made_up, some_events, weekdays, wide
from .test_statistics import ESTIMATION, returns_of

RTOL = 1e-9
WINDOW = (-1, 2)


def factor_table(sessions=420, seed=3):
    rng = np.random.default_rng(seed)
    names = ("mkt_rf", "smb", "hml", "rmw", "cma", "mom")
    columns = {n: 0.008 * rng.standard_normal(sessions) for n in names}
    return pl.DataFrame(
        {"date": weekdays(sessions), **columns, "rf": np.full(sessions, 0.0001) + 2e-5 * rng.random(sessions)}
    )


def run(model, data=None, **options):
    data = data or made_up()
    tests = options.pop("tests", ["car_t"])
    events = some_events(data, MIXED)
    return study.run(events, wide(data), model=model, estimation=ESTIMATION, window=WINDOW, tests=tests, **options)


def parts(data, j):
    returns, market = returns_of(data)
    i, p = MIXED[j]
    est = slice(p + ESTIMATION[0], p + ESTIMATION[1] + 1)
    win = slice(p + WINDOW[0], p + WINDOW[1] + 1)
    return returns[i], market, est, win


def predicted(y, design, y1, ahead, weights=None, spans=None):
    """AR, Var(AR) and Var(CAR) from statsmodels' own prediction variance."""
    model = sm.WLS(y, design, weights=weights) if weights is not None else sm.OLS(y, design)
    fit = model.fit()
    forecast = fit.get_prediction(ahead)
    spans = np.ones(len(y1)) if spans is None else spans
    ar = y1 - forecast.predicted_mean
    var_ar = forecast.var_pred_mean + fit.scale * spans
    total = ahead.sum(axis=0)
    var_car = float(total @ fit.cov_params() @ total) + fit.scale * spans.sum()
    return fit, ar, var_ar, var_car


def check(ours, j, fit, ar, var_ar, var_car):
    sample = ours.sample
    assert sample.fit.sigma[j] == pytest.approx(math.sqrt(fit.scale), rel=RTOL)
    assert sample.fit.df[j] == fit.df_resid
    np.testing.assert_allclose(sample.fit.coef[j], fit.params, rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(sample.fit.ar[j], ar, rtol=RTOL, atol=1e-13)
    np.testing.assert_allclose(sample.fit.sigma[j] ** 2 * sample.fit.ar_factor[j], var_ar, rtol=RTOL)
    assert sample.fit.sigma[j] ** 2 * sample.fit.car_factor[j, 0] == pytest.approx(var_car, rel=RTOL)
    assert sample.fit.car[j, 0] == pytest.approx(ar.sum(), rel=1e-8)


@pytest.mark.parametrize("returns", ["simple", "log"])
def test_market_model_agrees_with_statsmodels_prediction(returns):
    data = made_up()
    ours = run("market", data, market="M", returns=returns)
    for j in range(len(MIXED)):
        y, x, est, win = parts(data, j)
        y, x = (np.log1p(y), np.log1p(x)) if returns == "log" else (y, x)
        check(ours, j, *predicted(y[est], sm.add_constant(x[est]), y[win], sm.add_constant(x[win], has_constant="add")))


def test_mean_adjusted_model_agrees_with_statsmodels_prediction():
    data = made_up()
    ours = run("mean", data)
    for j in range(len(MIXED)):
        y, _, est, win = parts(data, j)
        check(ours, j, *predicted(y[est], np.ones(110), y[win], np.ones((4, 1))))


@pytest.mark.parametrize(
    ("model", "names"),
    [
        ("ff3", ("mkt_rf", "smb", "hml")),
        ("ff5", ("mkt_rf", "smb", "hml", "rmw", "cma")),
        ("carhart", ("mkt_rf", "smb", "hml", "mom")),
    ],
)
def test_factor_models_agree_with_statsmodels_prediction_on_excess_returns(model, names):
    data, table = made_up(), factor_table()
    ours = run(model, data, factors=table)
    rf, rows = table["rf"].to_numpy(), table.select(names).to_numpy()
    for j in range(len(MIXED)):
        y, _, est, win = parts(data, j)
        y = y - rf
        check(
            ours,
            j,
            *predicted(y[est], sm.add_constant(rows[est]), y[win], sm.add_constant(rows[win], has_constant="add")),
        )


def test_any_factors_take_the_market_and_every_column():
    data, table = made_up(), factor_table().select("date", "smb", "mom")
    ours = run("factors", data, market="M", factors=table)
    rows = table.select("smb", "mom").to_numpy()
    for j in range(len(MIXED)):
        y, x, est, win = parts(data, j)
        both = np.column_stack([x, rows])
        check(
            ours,
            j,
            *predicted(y[est], sm.add_constant(both[est]), y[win], sm.add_constant(both[win], has_constant="add")),
        )


@pytest.mark.parametrize("alpha", ["estimated", "zero"])
def test_capm_agrees_with_statsmodels_on_excess_returns(alpha):
    data, table = made_up(), factor_table()
    ours = run("capm", data, market="M", factors=table, model_options={"alpha": alpha})
    rf = table["rf"].to_numpy()
    for j in range(len(MIXED)):
        y, x, est, win = parts(data, j)
        y, x = y - rf, x - rf
        design, ahead = x[est][:, None], x[win][:, None]
        if alpha == "estimated":
            design, ahead = sm.add_constant(design), sm.add_constant(ahead, has_constant="add")
        fit, ar, var_ar, var_car = predicted(y[est], design, y[win], ahead)
        np.testing.assert_allclose(ours.sample.fit.ar[j], ar, rtol=RTOL, atol=1e-13)
        np.testing.assert_allclose(ours.sample.fit.sigma[j] ** 2 * ours.sample.fit.ar_factor[j], var_ar, rtol=RTOL)
        assert ours.sample.fit.sigma[j] ** 2 * ours.sample.fit.car_factor[j, 0] == pytest.approx(var_car, rel=RTOL)
        assert ours.sample.fit.df[j] == fit.df_resid


def test_trade_to_trade_returns_agree_with_weighted_least_squares():
    """Maynes and Rumsey (1993): a return over g sessions has mean alpha g + beta Rm(g) and variance g sigma**2."""
    data = made_up()
    for i in range(12):
        data[f"S{i:02d}"] = data[f"S{i:02d}"].copy()
        data[f"S{i:02d}"][[215 + i, 216 + i, 250 + i]] = np.nan
    ours = run("market", data, market="M", gaps="trade_to_trade", returns="log")
    level = np.log(data["M"])
    for j, (i, p) in enumerate(MIXED):
        price = np.log(data[f"S{i:02d}"])
        traded = np.flatnonzero(np.isfinite(price))
        y, x, span = np.diff(price[traded]), np.diff(level[traded]), np.diff(traded).astype(float)
        end = traded[1:]
        est = (end >= p + ESTIMATION[0]) & (end <= p + ESTIMATION[1])
        win = (end >= p + WINDOW[0]) & (end <= p + WINDOW[1])
        design, ahead = np.column_stack([span, x]), np.column_stack([span, x])
        check(ours, j, *predicted(y[est], design[est], y[win], ahead[win], 1 / span[est], span[win]))
        assert span[est].max() >= 2.0


def test_market_adjusted_and_matched_models_estimate_only_a_spread():
    data = made_up()
    adjusted = run("market_adjusted", data, market="M")
    matched = run("matched", data, partner={f"S{i:02d}": "S11" for i in range(11)})
    returns, _ = returns_of(data)
    for j in range(len(MIXED)):
        y, x, est, win = parts(data, j)
        for ours, other in ((adjusted, x), (matched, returns[11])):
            gap = y - other
            np.testing.assert_allclose(ours.sample.fit.ar[j], gap[win], rtol=RTOL, atol=1e-14)
            assert ours.sample.fit.sigma[j] == pytest.approx(gap[est].std(ddof=1), rel=RTOL)
            assert ours.sample.fit.car_factor[j, 0] == 4.0


def test_peer_model_regresses_on_the_mean_of_the_peers():
    data = made_up()
    ours = run("peer", data, partner={f"S{i:02d}": ["S11", "M"] for i in range(11)})
    returns, market = returns_of(data)
    peers = (returns[11] + market) / 2
    for j in range(len(MIXED)):
        y, _, est, win = parts(data, j)
        check(
            ours,
            j,
            *predicted(y[est], sm.add_constant(peers[est]), y[win], sm.add_constant(peers[win], has_constant="add")),
        )


def test_comparison_mean_uses_sessions_on_both_sides():
    data = made_up()
    ours = run("comparison_mean", data, model_options={"after": 40})
    for j, (_, p) in enumerate(MIXED):
        y, _, est, win = parts(data, j)
        both = np.concatenate([y[est], y[p + WINDOW[1] + 1 : p + WINDOW[1] + 41]])
        check(ours, j, *predicted(both, np.ones(both.size), y[win], np.ones((4, 1))))


def test_raw_model_takes_the_return_as_abnormal():
    data = made_up()
    ours = run("raw", data)
    y, _, est, win = parts(data, 0)
    np.testing.assert_allclose(ours.sample.fit.ar[0], y[win], rtol=RTOL)
    assert ours.sample.fit.sigma[0] == pytest.approx(math.sqrt((y[est] ** 2).mean()), rel=RTOL)


def test_rolling_model_is_the_market_model_on_the_last_sessions():
    data = made_up()
    ours = run("rolling", data, market="M", model_options={"length": 60})
    for j in range(len(MIXED)):
        y, x, est, win = parts(data, j)
        y0, x0 = y[est][-60:], x[est][-60:]
        check(ours, j, *predicted(y0, sm.add_constant(x0), y[win], sm.add_constant(x[win], has_constant="add")))


def test_scholes_williams_beta_follows_the_paper():
    data = made_up()
    ours = run("scholes_williams", data, market="M")
    for j in range(len(MIXED)):
        y, x, est, _ = parts(data, j)
        y, x = y[est], x[est]
        inner = y[1:-1]
        slopes = [
            np.cov(inner, x[1 + k : x.size - 1 + k])[0, 1] / np.var(x[1 + k : x.size - 1 + k], ddof=1)
            for k in (-1, 0, 1)
        ]
        rho = np.corrcoef(x[1:], x[:-1])[0, 1]
        beta = sum(slopes) / (1 + 2 * rho)
        assert ours.sample.fit.coef[j, 1] == pytest.approx(beta, rel=RTOL)
        assert ours.sample.fit.coef[j, 0] == pytest.approx(inner.mean() - beta * x[1:-1].mean(), rel=1e-8)


@pytest.mark.parametrize("lags", [1, 2])
def test_dimson_beta_is_the_sum_of_the_slopes_of_a_multiple_regression(lags):
    data = made_up()
    ours = run("dimson", data, market="M", model_options={"lags": lags})
    for j in range(len(MIXED)):
        y, x, est, _ = parts(data, j)
        y, x = y[est], x[est]
        size = y.size
        design = np.column_stack([x[lags + k : size - lags + k] for k in range(-lags, lags + 1)])
        fit = sm.OLS(y[lags : size - lags], sm.add_constant(design)).fit()
        assert ours.sample.fit.coef[j, 1] == pytest.approx(fit.params[1:].sum(), rel=RTOL)


def test_thin_trading_betas_recover_the_slope_that_least_squares_misses():
    rng = np.random.default_rng(5)
    market = 0.01 * rng.standard_normal(2000)
    stale = 0.5 * market + 0.5 * np.concatenate([[0.0], market[:-1]]) + 0.002 * rng.standard_normal(2000)
    data = {"date": weekdays(2000), "M": np.cumprod(1 + market), "S00": np.cumprod(1 + stale)}
    betas = {}
    for model in ("market", "scholes_williams", "dimson"):
        found = study.run(
            some_events(data, [(0, 1900)]),
            wide(data),
            market="M",
            model=model,
            estimation=(-1800, -11),
            tests=["car_t"],
        )
        betas[model] = float(found.sample.fit.coef[0, 1])
    assert betas["market"] == pytest.approx(0.5, abs=0.05)
    assert betas["scholes_williams"] == pytest.approx(1.0, abs=0.05)
    assert betas["dimson"] == pytest.approx(1.0, abs=0.05)


def test_blume_and_vasicek_draw_the_slope_towards_their_prior():
    data = made_up()
    ols, blume, vasicek = (run(m, data, market="M").sample.fit for m in ("market", "blume", "vasicek"))
    np.testing.assert_allclose(blume.coef[:, 1], 1 / 3 + 2 / 3 * ols.coef[:, 1], rtol=RTOL)
    own = []
    for j in range(len(MIXED)):
        y, x, est, _ = parts(data, j)
        own.append(sm.OLS(y[est], sm.add_constant(x[est])).fit().bse[1] ** 2)
    centre, spread = ols.coef[:, 1].mean(), ols.coef[:, 1].var(ddof=1)
    expected = (centre / spread + ols.coef[:, 1] / own) / (1 / spread + 1 / np.array(own))
    np.testing.assert_allclose(vasicek.coef[:, 1], expected, rtol=1e-8)


def test_vasicek_refuses_to_invent_a_prior():
    data = made_up()
    with pytest.raises(errors.DesignError, match="prior"):
        study.run(some_events(data, MIXED[:2]), wide(data), market="M", model="vasicek", estimation=ESTIMATION)


def fitted_by_arch(kind):
    from arch.univariate import EGARCH, GARCH, LS

    data = calm_and_wild()
    returns, market = returns_of(data)
    model = LS(100 * returns[0, 100:600], x=100 * market[100:600, None], rescale=False)
    model.volatility = GARCH(p=1, q=1) if kind == "garch" else EGARCH(p=1, o=1, q=1)
    return data, market, model.fit(disp="off")


def test_garch_variance_is_arch_own_forecast():
    """The estimation window touches the event window here, so that arch's one-step forecast is the same forecast."""
    data, market, fit = fitted_by_arch("garch")
    ours = study.run(
        some_events(data, [(0, 600)]),
        wide(data),
        market="M",
        model="garch",
        estimation=(-500, -1),
        window=(0, 0),
        tests=["car_t"],
        model_options={"forecast_error": "out"},
    )
    ahead = fit.forecast(horizon=1, x=100 * market[600:601][None, None, :])
    variance = float(ahead.variance.to_numpy()[-1, 0]) / 100**2
    assert ours.sample.fit.coef[0, 1] == pytest.approx(float(fit.params.iloc[1]), rel=1e-6)
    assert ours.sample.fit.sigma[0] ** 2 * ours.sample.fit.ar_factor[0, 0] == pytest.approx(variance, rel=1e-5)


@pytest.mark.parametrize("kind", ["garch", "egarch"])
def test_garch_forecast_error_is_the_variance_of_the_fitted_line_by_arch_own_covariance(kind):
    """Over a window of three sessions and a further one of two: the coefficients' errors are shared, the sessions' are not."""
    data, market, fit = fitted_by_arch(kind)
    asked = {
        "market": "M",
        "model": kind,
        "estimation": (-500, -1),
        "window": (0, 2),
        "windows": [(1, 2)],
        "tests": ["car_t"],
    }
    events = some_events(data, [(0, 600)])
    whole = study.run(events, wide(data), **asked).sample.fit
    without = study.run(events, wide(data), **asked, model_options={"forecast_error": "out"}).sample.fit
    cov = np.asarray(fit.param_cov)[:2, :2]
    rows = np.column_stack([np.ones(3), 100 * market[600:603]])
    added = [rows[k] @ cov @ rows[k] / 100**2 for k in range(3)]
    total, part = rows.sum(axis=0), rows[1:].sum(axis=0)
    variance = whole.sigma[0] ** 2
    np.testing.assert_allclose(variance * (whole.ar_factor[0] - without.ar_factor[0]), added, rtol=1e-4)
    found = variance * (whole.car_factor[0] - without.car_factor[0])
    np.testing.assert_allclose(found, [total @ cov @ total / 100**2, part @ cov @ part / 100**2], rtol=1e-4)
    np.testing.assert_allclose(
        without.car_factor[0], [without.ar_factor[0].sum(), without.ar_factor[0, 1:].sum()], rtol=1e-12
    )


@pytest.mark.parametrize("kind", ["garch", "egarch"])
def test_variance_recursion_reproduces_the_path_of_arch(kind):
    from tapeline.study.models.conditional import _variances

    _, _, fit = fitted_by_arch(kind)
    path, resid, params = np.asarray(fit.conditional_volatility) ** 2, np.asarray(fit.resid), np.asarray(fit.params)[2:]
    for steps in (1, 2, 10):
        start = 480
        found = _variances(params, resid[start : start + steps], float(path[start]), steps, 1, kind)
        assert found[0] == pytest.approx(path[start + steps], rel=1e-9)


def test_egarch_study_keeps_the_event_and_scales_by_its_forecast():
    data = made_up(sessions=700, securities=2)
    ours = study.run(
        some_events(data, [(0, 600)]),
        wide(data),
        market="M",
        model="egarch",
        estimation=(-500, -11),
        window=(0, 1),
        tests=["car_t"],
    )
    assert ours.n_kept == 1
    assert 0.2 < ours.sample.fit.ar_factor[0, 0] < 5.0
    assert ours.sample.fit.car_factor[0, 0] == pytest.approx(ours.sample.fit.ar_factor[0].sum(), rel=0.02)
