"""Numpy's side of ModelAnalysis.

    model_analysis.py write FILE      a VGG-16's weights, random, single precision, as an .npz
    model_analysis.py measure FILE    seconds of its Gram matrices (in double precision, on the thin
                                      side) and their eigenvalues, and the same with reading
"""

import sys
import time

import numpy

CHANNELS = [3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512]
DENSE = [(4096, 25088), (4096, 4096), (1000, 4096)]


def write(file):
    draw = numpy.random.default_rng(1)
    shapes = [(after, 9 * before) for before, after in zip(CHANNELS, CHANNELS[1:])] + DENSE
    numpy.savez(
        file,
        **{
            f"layer{i}": draw.standard_normal(shape, dtype=numpy.float32) / numpy.float32(shape[1] ** 0.5)
            for i, shape in enumerate(shapes)
        },
    )
    print("result 0")


def measure(file):
    start = time.perf_counter()
    computing = 0
    with numpy.load(file) as layers:
        for name in layers.files:
            single = layers[name]
            began = time.perf_counter()
            a = single.astype(numpy.float64)
            thin = a if a.shape[0] <= a.shape[1] else a.T
            numpy.linalg.eigvalsh(thin @ thin.T)
            computing += time.perf_counter() - began
    print("result", computing, time.perf_counter() - start)


{"write": write, "measure": measure}[sys.argv[1]](sys.argv[2])
