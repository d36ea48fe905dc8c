"""Student's t against SciPy."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betaincc, stdtrit

from tapeline.errors import DesignError
from tapeline.study.student import quantile, two_sided

CLOSE = 1e-10  # both sum a series to machine precision; lgamma of a large df costs a few digits


@given(st.floats(0, 60), st.integers(1, 5000))
def test_the_two_sided_p_value_is_scipys(t: float, df: int) -> None:
    # Not `stdtr`, which loses four digits where t is near nothing and df is 1.
    expected = float(betaincc(0.5, df / 2, t * t / (df + t * t)))
    assert two_sided(t, df) == two_sided(-t, df)
    assert two_sided(t, df) == pytest.approx(expected, rel=CLOSE, abs=1e-300)


@pytest.mark.parametrize("t", [1e-9, 1e-6, 0.5, 1.0, 63.0])
def test_one_degree_of_freedom_is_cauchys(t: float) -> None:
    assert two_sided(t, 1) == pytest.approx(2 / math.pi * math.atan2(1, t), rel=1e-12)


@given(st.floats(1e-6, 1 - 1e-6), st.integers(1, 2000))
def test_the_quantile_is_scipys(p: float, df: int) -> None:
    assert quantile(p, df) == pytest.approx(float(stdtrit(df, p)), rel=1e-8, abs=1e-9)


def test_the_ends() -> None:
    assert two_sided(0.0, 5) == 1.0
    assert two_sided(math.inf, 5) == 0.0
    assert math.isnan(two_sided(math.nan, 5))
    with pytest.raises(DesignError, match="degrees of freedom"):
        two_sided(1.0, 0)
    with pytest.raises(DesignError, match="between 0 and 1"):
        quantile(1.0, 5)
