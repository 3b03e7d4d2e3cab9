"""The protocol of JMH, as the benchmarks use it: rounds of at least 0.3 seconds and one pass."""

import time


def mean_seconds(work, warm_up, counted):
    means = []
    for _ in range(warm_up + counted):
        start = time.perf_counter()
        runs = 0
        while True:
            work()
            runs += 1
            elapsed = time.perf_counter() - start
            if elapsed >= 0.3:
                break
        means.append(elapsed / runs)
    return sum(means[warm_up:]) / counted
