"""Times numpy's Gram product and eigenvalues of a random matrix, for the benchmark SpectralPass.

usage: spectral_pass.py 500x800 [general]

Prints "result GRAM_SECONDS EIGENVALUE_SECONDS": A @ A.T on the thin side, and eigvalsh of it. With
"general" a third number follows, the algorithm of cPSE's reference implementation: the product of
rows x rows, and eigvals of it.

The protocol is JMH's there: rounds of at least 0.3 seconds and one pass, three to warm up, then the
mean of five; one and three where the product is large; a single pass of a large general one.
"""

import sys

import numpy

from rounds import mean_seconds

LARGE_ORDER = 2048


rows, columns = map(int, sys.argv[1].split("x"))
a = numpy.random.default_rng(1).standard_normal((rows, columns))
thin = a if rows <= columns else a.T
product = thin @ thin.T
protocol = (1, 3) if min(rows, columns) >= LARGE_ORDER else (3, 5)
times = [
    mean_seconds(lambda: thin @ thin.T, *protocol),
    mean_seconds(lambda: numpy.linalg.eigvalsh(product), *protocol),
]
if sys.argv[2:] == ["general"]:
    protocol = (0, 1) if rows >= LARGE_ORDER else protocol
    times.append(mean_seconds(lambda: numpy.linalg.eigvals(a @ a.T), *protocol))
print("result", *times)
