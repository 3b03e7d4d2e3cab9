"""Times numpy's Gram product and eigenvalues, for the benchmark SpectralPass.

usage: spectral_pass.py 500x800 512x4608 ..

For each shape a line "result SHAPE GRAM_SECONDS EIGENVALUE_SECONDS". The protocol is JMH's there:
rounds of at least a second, two to warm up, then the mean of five.
"""

import sys
import time

import numpy


def seconds(work):
    means = []
    for _ in range(2 + 5):
        start = time.perf_counter()
        runs = 0
        while True:
            work()
            runs += 1
            elapsed = time.perf_counter() - start
            if elapsed >= 1:
                break
        means.append(elapsed / runs)
    return sum(means[2:]) / 5


random = numpy.random.default_rng(1)
for shape in sys.argv[1:]:
    rows, columns = map(int, shape.split("x"))
    a = random.standard_normal((rows, columns))
    if rows > columns:
        a = a.T
    product = a @ a.T
    print("result", shape, seconds(lambda: a @ a.T), seconds(lambda: numpy.linalg.eigvalsh(product)), flush=True)
