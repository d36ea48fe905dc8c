"""Structural breaks: where, how surely, and with what interval."""

from tapeline.cause.breaks.intervals import argmax_cdf, break_interval, dated_interval, likelihood_interval
from tapeline.cause.breaks.known_date import DriftChange, drift_change
from tapeline.cause.breaks.longrun import long_run_variance
from tapeline.cause.breaks.monitor import Monitor, cusum, mosum
from tapeline.cause.breaks.segments import Segmentation, segment
from tapeline.cause.breaks.selection import Selected, select, sup_f, sup_f_p

__all__ = ["DriftChange", "Monitor", "Segmentation", "Selected", "argmax_cdf", "break_interval", "cusum", "dated_interval", "drift_change", "likelihood_interval",
           "long_run_variance", "mosum", "segment", "select", "sup_f", "sup_f_p"]  # fmt: skip
