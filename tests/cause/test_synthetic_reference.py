"""Synthetic controls against other people's solvers, on tests/reference/cause_panel.csv.

quadprog 1.5-8 in R (cause_quadprog.R), cvxopt 1.3.3 and pysyncon 1.7.0 (cause_peers.py), synthdid 0.10.1 (cause_synthdid.py). Weights and gaps
agree with the two exact quadratic-programming solvers to 1e-9 (1e-6 is promised). pysyncon hands the problem to SLSQP with its
default tolerance, and stops 0.013 short in the worst weight: its objective is compared instead. synthdid prints its estimate to
five digits and stops its Frank-Wolfe steps early: 5e-4.
"""

from __future__ import annotations

import numpy as np
import pytest
from tests.cause.series import REFERENCE, reference

from tapeline.cause.synthetic import in_space, ridge_augmented, synthetic_control, synthetic_did

PRE = 80
PANEL = np.loadtxt(REFERENCE / "cause_panel.csv", delimiter=",")
Y, X = PANEL[:, 0], PANEL[:, 1:]
QP = reference("cause_quadprog.csv")
PEERS = reference("cause_peers.csv")


def weights(source: dict[tuple[str, str, int], float], model: str) -> np.ndarray:
    return np.array([source[model, f"u{i}", 0] for i in range(2, 25)])


def test_weights_and_gaps_are_those_of_an_independent_quadratic_program() -> None:
    ours = synthetic_control(Y, X, PRE)
    np.testing.assert_allclose(ours.weights, weights(QP, "weight"), atol=1e-9)
    np.testing.assert_allclose(ours.gap, [QP["gap", "u1", t] for t in range(1, 101)], atol=1e-9)


def test_placebo_ratios_of_every_donor_are_those_of_an_independent_quadratic_program() -> None:
    ours = in_space(Y, X, PRE)
    theirs = np.array([QP["ratio", f"u{i}", 0] for i in range(2, 25)])
    np.testing.assert_allclose(ours.ratios, theirs, rtol=1e-8)
    assert ours.ratio == pytest.approx(QP["ratio", "u1", 0], rel=1e-8)
    assert ours.p_value == (1 + int((theirs >= QP["ratio", "u1", 0]).sum())) / 24


def test_ridge_weights_are_those_of_cvxopt() -> None:
    np.testing.assert_allclose(synthetic_did(Y, X, PRE).donors, weights(PEERS, "cvxopt_ridge"), atol=1e-9)


def test_objective_is_no_worse_than_that_of_pysyncon() -> None:
    def objective(w: np.ndarray) -> float:
        return float(((Y[:PRE] - X[:PRE] @ w) ** 2).sum())

    ours, theirs = synthetic_control(Y, X, PRE).weights, weights(PEERS, "pysyncon")
    assert objective(ours) <= objective(theirs)
    assert objective(ours) == pytest.approx(objective(theirs), rel=0.05)
    np.testing.assert_allclose(ours, theirs, atol=0.02)


def test_ridge_augmentation_is_that_of_pysyncon() -> None:
    shift = ridge_augmented(Y, X, PRE, 0.05).weights - synthetic_control(Y, X, PRE).weights
    np.testing.assert_allclose(shift, weights(PEERS, "augsynth_shift"), atol=1e-9)


def test_synthetic_difference_in_differences_is_that_of_its_authors_algorithm() -> None:
    theirs = reference("cause_synthdid.csv")
    ours = synthetic_did(Y, X, PRE)
    assert ours.estimate == pytest.approx(theirs["synthdid", "att", 0], abs=5e-4)
    np.testing.assert_allclose(ours.donors, weights(theirs, "synthdid"), atol=2e-3)
