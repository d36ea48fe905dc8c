"""What the outcome would have been without the event: synthetic controls, and whether their gap could be chance."""

from tapeline.cause.synthetic.did import SyntheticDid, synthetic_did
from tapeline.cause.synthetic.placebo import InSpace, conformal_p, in_space, in_time, leave_one_out
from tapeline.cause.synthetic.simplex import SimplexFit, fit_simplex
from tapeline.cause.synthetic.weights import METHODS, Synthetic, elastic_net, ridge_augmented, synthetic_control

__all__ = ["METHODS", "InSpace", "SimplexFit", "Synthetic", "SyntheticDid", "conformal_p", "elastic_net", "fit_simplex", "in_space",
           "in_time", "leave_one_out", "ridge_augmented", "synthetic_control", "synthetic_did"]  # fmt: skip
