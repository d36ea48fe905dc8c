"""Which tests to trust for the data at hand, and why; the weaknesses are those that the validity table shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tapeline.study.correlation import mean_correlation

if TYPE_CHECKING:
    from collections.abc import Callable

    from tapeline.study.results import Study
    from tapeline.study.sample import Sample

FEW = 20

ALL_DEPENDENT = (
    "car_t", "cross_sectional_t", "jackknife_z", "patell_z", "bmp_z", "grank_z", "sign_z", "generalized_sign_z", "wilcoxon_z",
    "skewness_adjusted_t", "skewness_adjusted_bootstrap_t",
)  # fmt: skip
WEAK = {
    "dependence": ALL_DEPENDENT,
    "variance": ("car_t", "crude_dependence_t", "patell_z", "patell_adjusted_z", "corrado_rank_z", "permutation", "sample_quantile"),
    "skew": ("sign_z", "wilcoxon_z"),
    "few": ("bmp_z", "kolari_pynnonen_z", "skewness_adjusted_t", "skewness_adjusted_bootstrap_t", "jackknife_z", "day_clustered_t", "portfolio_t", "sign_z", "generalized_sign_z", "wilcoxon_z"),
    "days": ("day_clustered_t", "portfolio_t", "bootstrap_t"),
    "tails": ("car_t", "patell_z", "patell_adjusted_z"),
    "thin": ("corrado_rank_z", "corrado_zivney_z", "sign_z", "generalized_sign_z"),
}  # fmt: skip
CARE = {
    "dependence": ("corrado_zivney_z", "grank_t"),
    "always": ("skewness_adjusted_t", "skewness_adjusted_bootstrap_t", "jackknife_z"),
}
SERIOUS = ("dependence", "variance")


@dataclass(frozen=True, slots=True)
class Finding:
    """What the data show: a name, whether it is there, the figure behind it, and a sentence."""

    name: str
    present: bool
    value: float
    says: str


@dataclass(frozen=True, slots=True)
class TestAdvice:
    """A test, whether to trust it here ("yes", "with care", "no"), and why."""

    __test__ = False

    test: str
    trust: str
    why: str


@dataclass(frozen=True, slots=True)
class Advice:
    """Advice on a study's tests: what the data show, each test with its reasons, and the tests to report first."""

    findings: tuple[Finding, ...]
    tests: tuple[TestAdvice, ...]
    best: tuple[str, ...]

    def lines(self) -> list[str]:
        """The advice for a terminal."""
        out = ["What the data show:", *(f"  {f.says}" for f in self.findings if f.present)]
        if len(out) == 1:
            out.append("  nothing that invalidates a test")
        out.append(f"Report first: {', '.join(self.best) if self.best else 'no test here is to be trusted'}")
        doubtful = [t for t in self.tests if t.trust != "yes"]
        if doubtful:
            out.append("Doubtful here:")
            out += [f"  {t.test}: {t.trust} ({t.why})" for t in doubtful]
        return out

    def found(self, name: str) -> Finding:
        """A finding by name."""
        return next(f for f in self.findings if f.name == name)

    def on(self, test: str) -> TestAdvice:
        """The advice on one test."""
        return next(t for t in self.tests if t.test == test)


FINDERS: list[Callable[[Sample], Finding]] = []


def finder(function: Callable[[Sample], Finding]) -> Callable[[Sample], Finding]:
    """Register a function that looks for one property of the data."""
    FINDERS.append(function)
    return function


@finder
def dependence(sample: Sample) -> Finding:
    """Shared days: how much the mean's variance grows by the events' correlation, 1 + (N - 1) r."""
    n = sample.events
    length = sample.view().length
    r = mean_correlation(sample, length) if n > 1 else 0.0
    growth = 1.0 + (n - 1) * r
    days, size = sample.clusters
    shared = int(size[size > 1].sum())
    near = int(np.count_nonzero(np.diff(days) < length)) if days.size > 1 else 0
    present = growth > 1.1 or (n > 1 and days.size <= max(1, n // 10))
    says = f"{shared} of {n} events share their session with another ({days.size} sessions, {near} of them less than a window apart); the mean correlation {r:.4f} multiplies the variance of the mean by {growth:.2f}"
    return Finding("dependence", present, growth, says)


@finder
def variance(sample: Sample) -> Finding:
    """Event-induced variance: the cross-sectional variance of SCAR over the one it has without an event."""
    from scipy.special import chdtrc

    scar, df = sample.view().scar, sample.fit.df
    n = scar.size
    if n < 5 or (df <= 2).any():
        return Finding("variance", False, float("nan"), "too few events to see whether the event raises variance")
    ratio = float(np.var(scar, ddof=1) / np.mean(df / (df - 2.0)))
    chance = float(chdtrc(n - 1, (n - 1) * ratio))
    says = f"standardised CARs vary {ratio:.2f} times as much as without an event (p = {chance:.4f}): the event raises variance"
    return Finding("variance", ratio > 1.15 and chance < 0.01, ratio, says)


@finder
def skew(sample: Sample) -> Finding:
    """Skewness of the CARs, as the bootstrap-free rule |g| sqrt(N / 6) > 3."""
    car = sample.view().car
    n = car.size
    if n < 8 or np.ptp(car) == 0.0:
        return Finding("skew", False, float("nan"), "too few events for a skewness")
    g = float(np.mean((car - car.mean()) ** 3) / np.std(car) ** 3)
    return Finding(
        "skew",
        abs(g) > 1.0 and abs(g) * (n / 6.0) ** 0.5 > 3.0,
        g,
        f"the CARs are skewed ({g:+.2f}): signs and signed ranks answer another question than the mean",
    )


@finder
def few(sample: Sample) -> Finding:
    """Few events."""
    n = sample.events
    return Finding("few", n < FEW, float(n), f"{n} events are few: tests that rest on a cross-section are rough")


@finder
def days(sample: Sample) -> Finding:
    """Few distinct event days."""
    count = int(sample.clusters[0].size)
    return Finding(
        "days",
        count < FEW,
        float(count),
        f"{count} distinct event sessions: tests that count sessions are rough or give no value",
    )


@finder
def tails(sample: Sample) -> Finding:
    """Fat tails of the estimation residuals, which matter when there is nothing to average over."""
    from tapeline.study.after.diagnostics import diagnose

    kurtosis = float(np.median(diagnose(sample, most=500).excess_kurtosis))
    says = f"the residuals have fat tails (median excess kurtosis {kurtosis:.1f}) and {sample.events} events average little of it: normal p-values mislead, take the sample quantile"
    return Finding("tails", kurtosis > 1.0 and sample.events < 5, kurtosis, says)


@finder
def thin(sample: Sample) -> Finding:
    """Thin trading: the share of estimation returns that are zero or missing."""
    problem = sample.problem
    still = ~np.isfinite(problem.returns) | (problem.returns == 0.0)
    running = np.concatenate([np.zeros((still.shape[0], 1)), np.cumsum(still, axis=1)], axis=1)
    i = problem.security
    share = float(np.sum(running[i, problem.last] - running[i, problem.first]) / np.sum(problem.last - problem.first))
    says = f"{share:.1%} of the estimation returns are zero or missing: thin trading biases betas (model='scholes_williams' or 'dimson', gaps='trade_to_trade') and ties ranks"
    return Finding("thin", share > 0.1, share, says)


def advise(study: Study) -> Advice:
    """What the data show and which of the study's tests to trust."""
    sample = study.sample
    if not sample.events:
        return Advice((), (), ())
    findings = tuple(find(sample) for find in FINDERS)
    present = [f for f in findings if f.present]
    seen: dict[str, TestAdvice] = {}
    for result in study.results:
        if result.name in seen:
            continue
        if result.note:
            seen[result.name] = TestAdvice(result.name, "no", result.note)
            continue
        seen[result.name] = _judge(result.name, present)
    lone = ("sample_quantile", "permutation", "car_t") if sample.events < 5 else ()
    order = (*lone, "kolari_pynnonen_z", "grank_t", "bmp_z", "corrado_zivney_z", "day_clustered_t", "bootstrap_t", "generalized_sign_z", "patell_adjusted_z", "crude_dependence_t", "permutation", "sample_quantile", "car_t")  # fmt: skip
    best = [n for n in order if n in seen and seen[n].trust == "yes"]
    best = best or [n for n in order if n in seen and seen[n].trust == "with care"]
    return Advice(findings, tuple(seen.values()), tuple(best[:3]))


def _judge(name: str, present: list[Finding]) -> TestAdvice:
    reasons = [f for f in present if name in WEAK.get(f.name, ())]
    if any(f.name in SERIOUS or (f.name == "tails") for f in reasons):
        return TestAdvice(name, "no", "; ".join(_short(f) for f in reasons))
    care = [f for f in present if name in CARE.get(f.name, ())]
    if reasons or care:
        return TestAdvice(name, "with care", "; ".join(_short(f) for f in (*reasons, *care)))
    if name in CARE["always"]:
        return TestAdvice(
            name,
            "with care",
            "rejects too often in samples of this size even when nothing is wrong (see the validity table)",
        )
    return TestAdvice(name, "yes", "nothing in the data speaks against it")


SHORT = {
    "dependence": "events share days",
    "variance": "the event raises variance",
    "skew": "skewed CARs",
    "few": "few events",
    "days": "few distinct event sessions",
    "tails": "fat tails and few events",
    "thin": "thin trading",
}


def _short(finding: Finding) -> str:
    return SHORT[finding.name]


__all__ = ["Advice", "Finding", "TestAdvice", "advise"]
