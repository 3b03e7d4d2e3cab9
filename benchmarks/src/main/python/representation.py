"""Times what the benchmark Representation is compared with, in numpy and scipy.

usage: representation.py chain FILE.npy
       representation.py dimension FILE.npy

chain: rows of zeros and ones; prints "result SECONDS BITS GAIN STEPS" of their entropy by the chain
rule, each unit coded by a logistic regression on the units before it, in five interleaved folds. In
each fold all regressions are solved together in double precision, from zeros: Boehning's bound of the
Hessian (1992), whose Cholesky factor serves all of them, with Nesterov's momentum, dropped whenever
it points uphill, until one step would gain less than 1e-7 bits a row. GAIN is what was left, the mean
of the folds; STEPS the most of any fold.

dimension: rows of features; prints "result SECONDS DIMENSION": the covariance in double precision,
eigvalsh of it, and the exponential of the entropy of the eigenvalues' shares.

The protocol is JMH's there: rounds of at least 0.3 seconds and one pass, three to warm up, then the
mean of five. From 128 units on chain has one and three, from 256 on a single pass: one of ten seconds
and more leaves its start behind by itself.
"""

import sys

import numpy
from scipy.linalg import cholesky, solve_triangular

from rounds import mean_seconds

FOLDS = 5
GAIN = 1e-7
MOST_STEPS = 500


def with_intercept(units):
    design = numpy.ones((units.shape[0], units.shape[1] + 1))
    design[:, 1:] = units
    return design


def regress(units):
    """Column k of the weights: the intercept and the weights of units 0 to k - 1; zero from there."""
    rows, count = units.shape
    design = with_intercept(units)
    bound = design.T @ design
    bound *= 0.25
    bound[numpy.diag_indices(count + 1)] += 1
    factor = cholesky(bound, lower=True, check_finite=False)
    beyond = numpy.tril_indices(count + 1, -1, count)

    def backward(right, transposed):
        solution = solve_triangular(
            factor, right, trans=transposed, lower=True, overwrite_b=True, check_finite=False
        )
        solution[beyond] = 0
        return solution

    weights = numpy.zeros((count + 1, count), order="F")
    ahead = weights.copy(order="F")
    inertia = 1.0
    for step in range(1, MOST_STEPS + 1):
        residuals = 1 / (1 + numpy.exp(-(design @ ahead)))
        residuals -= units
        # the product of the transposes comes out in the column order that LAPACK works in
        gradient = (residuals.T @ design).T + ahead
        whitened = backward(gradient, 0)
        gain = numpy.vdot(whitened, whitened) / (rows * numpy.log(2))
        improved = ahead - backward(whitened, 1)
        moved = improved - weights
        uphill = numpy.sum((ahead - improved) * moved) > 0
        weights = improved
        if gain < GAIN:
            break
        if uphill:
            ahead, inertia = improved, 1.0
        else:
            grown = 0.5 + numpy.sqrt(0.25 + inertia**2)
            ahead = improved + (inertia - 1) / grown * moved
            inertia = grown
    return weights, gain, step


def chain(samples):
    """Bits a row, the gain left in the mean of the folds, and the most steps of a fold."""
    on = samples.mean(axis=0)
    units = samples[:, (on > 0) & (on < 1)].astype(float)
    rows = len(units)
    if units.shape[1] == 0:
        return 0.0, 0.0, 0
    first = units[:, 0].mean()
    nats = -rows * (first * numpy.log(first) + (1 - first) * numpy.log(1 - first))
    gains, steps = [], []
    for fold in range(FOLDS):
        held_out = numpy.arange(rows) % FOLDS == fold
        weights, gain, step = regress(units[~held_out])
        log_odds = with_intercept(units[held_out]) @ weights
        losses = numpy.logaddexp(0, log_odds) - units[held_out] * log_odds
        nats += losses[:, 1:].sum()
        gains.append(gain)
        steps.append(step)
    return nats / (rows * numpy.log(2)), numpy.mean(gains), max(steps)


def dimension(features):
    centred = features.astype(float)
    centred -= centred.mean(axis=0)
    variances = numpy.linalg.eigvalsh(centred.T @ centred / (len(centred) - 1))
    shares = variances[variances > 0] / variances[variances > 0].sum()
    return float(numpy.exp(-(shares * numpy.log(shares)).sum()))


def protocol(units):
    return (3, 5) if units < 128 else (1, 3) if units < 256 else (0, 1)


measure, file = sys.argv[1:]
data = numpy.load(file)
results = []
if measure == "chain":
    seconds = mean_seconds(lambda: results.append(chain(data)), *protocol(data.shape[1]))
    print("result", seconds, *results[-1])
else:
    seconds = mean_seconds(lambda: results.append(dimension(data)), 3, 5)
    print("result", seconds, results[-1])
