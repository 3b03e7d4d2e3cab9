"""Writes the files that the tests of the package model read.

python3 model_files.py FOLDER, with numpy 2 and h5py 3. Keras itself is not needed: the HDF5 files
are laid out as Keras 2.4 with TensorFlow saves them, and what the networks answer is computed here
with numpy.
"""

import json
import sys
from pathlib import Path

import h5py
import numpy as np

FOLDER = Path(sys.argv[1])


def table(kind):
    """5 x 3, entry (r, c) is (3 r + c) mod 7; the first two are the extremes of the type."""
    a = (np.arange(15).reshape(5, 3) % 7).astype(kind)
    limits = np.finfo(kind) if a.dtype.kind == "f" else np.iinfo(kind)
    a[0, 0], a[0, 1] = limits.min, limits.max
    return a


def types():
    arrays = {}
    for kind in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]:
        for byte_order in "<>":
            for order in "CF":
                name = f"{kind}_{'little' if byte_order == '<' else 'big'}_{order}"
                arrays[name] = np.array(table(kind), dtype=byte_order + kind, order=order)
    return arrays


def mixed():
    arrays = {f"layer{i}": np.full((2 + i, 3), i, "f4") for i in [10, 2, 1]}
    arrays["layer1.bias"] = np.zeros(3, "f4")
    arrays["scale"] = np.float32(2)
    arrays["convolution"] = np.zeros((4, 3, 2, 2), "f4")
    arrays["mask"] = np.zeros((2, 2), bool)
    arrays["column"] = np.zeros((4, 1), "f4")
    arrays["empty"] = np.zeros((0, 4), "f4")
    arrays["objects"] = np.array([[{}, {}], [{}, {}]], dtype=object)
    arrays["text"] = np.array([["a", "b"], ["c", "d"]])
    arrays["complex"] = np.zeros((2, 2), "c8")
    arrays["fields"] = np.zeros((2, 2), [("x", "f4"), ("y", "f4")])
    arrays["dates"] = np.zeros((2, 2), "M8[s]")
    arrays["long_double"] = np.zeros((2, 2), np.longdouble)
    return arrays


def save(name, kind, layers, weights, version="2.4.0", more=None):
    """As keras.engine.saving.hdf5_format does."""
    config = {"name": name, "layers": layers}
    config.update(more or {})
    with h5py.File(FOLDER / f"{name}.h5", "w") as file:
        file.attrs["keras_version"] = version
        file.attrs["backend"] = "tensorflow"
        file.attrs["model_config"] = json.dumps({"class_name": kind, "config": config})
        group = file.create_group("model_weights")
        names = [layer["config"]["name"] for layer in layers]
        group.attrs["layer_names"] = [layer.encode() for layer in names]
        group.attrs["backend"] = b"tensorflow"
        group.attrs["keras_version"] = version.encode()
        for layer in names:
            part = group.create_group(layer)
            own = weights.get(layer, {})
            part.attrs["weight_names"] = [weight.encode() for weight in own]
            for weight, value in own.items():
                part.create_dataset(weight, data=value.astype("f4"))


def layer(kind, name, inbound=None, **config):
    made = {"class_name": kind, "config": {"name": name, "trainable": True, "dtype": "float32"}}
    made["config"].update(config)
    if inbound is not None:
        made["name"] = name
        made["inbound_nodes"] = [[[before, 0, 0, {}] for before in inbound]] if inbound else []
    return made


def dense(name, units, activation, inbound=None, **more):
    return layer("Dense", name, inbound, units=units, activation=activation, use_bias=True,
                 kernel_initializer={"class_name": "GlorotUniform", "config": {"seed": None}},
                 bias_initializer={"class_name": "Zeros", "config": {}},
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **more)


def lstm(name, units, sequences, **more):
    return layer("LSTM", name, None, return_sequences=sequences, return_state=False,
                 go_backwards=False, stateful=False, unroll=False, time_major=False, units=units,
                 activation="tanh", recurrent_activation="sigmoid", use_bias=True,
                 kernel_initializer={"class_name": "GlorotUniform", "config": {"seed": None}},
                 recurrent_initializer={"class_name": "Orthogonal",
                                        "config": {"gain": 1.0, "seed": None}},
                 bias_initializer={"class_name": "Zeros", "config": {}}, unit_forget_bias=True,
                 kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, kernel_constraint=None, recurrent_constraint=None,
                 bias_constraint=None, dropout=0.0, recurrent_dropout=0.0, implementation=2, **more)


def wave(*shape):
    """Numbers that a test can make again: entry i of all is sin(i + 1)."""
    return np.sin(np.arange(1, np.prod(shape) + 1.0)).reshape(shape)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    return np.exp(x) / np.exp(x).sum()


def run_lstm(x, kernel, recurrent, bias):
    units = recurrent.shape[0]
    h, c, out = np.zeros(units), np.zeros(units), []
    for step in x:
        i, f, g, o = np.split(step @ kernel + h @ recurrent + bias, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        out.append(h)
    return np.array(out)


def sequential(name="sequential", version="2.4.0"):
    w1, b1, w2, b2 = wave(4, 3), wave(3), wave(3, 2), wave(2)
    layers = [
        layer("InputLayer", "dense_input", batch_input_shape=[None, 4], sparse=False, ragged=False),
        dense("dense", 3, "relu", batch_input_shape=[None, 4]),
        dense("dense_1", 2, "softmax"),
    ]
    save(name, "Sequential", layers,
         {"dense": {"dense/kernel:0": w1, "dense/bias:0": b1},
          "dense_1": {"dense_1/kernel:0": w2, "dense_1/bias:0": b2}}, version)
    print(name, softmax(np.maximum(wave(4) @ w1 + b1, 0) @ w2 + b2))


def functional():
    """6 x 6 x 2, a convolution 3 x 3 to 3 channels, flattened, to 2, and 2 more that skip it."""
    kernel, bias, w, b, w2, b2 = (wave(3, 3, 2, 3), wave(3), wave(48, 2), wave(2), wave(72, 2),
                                  wave(2))
    layers = [
        layer("InputLayer", "image", [], batch_input_shape=[None, 6, 6, 2], sparse=False,
              ragged=False),
        layer("Conv2D", "conv", ["image"], filters=3, kernel_size=[3, 3], strides=[1, 1],
              padding="valid", data_format="channels_last", dilation_rate=[1, 1], groups=1,
              activation="tanh", use_bias=True,
              kernel_initializer={"class_name": "GlorotUniform", "config": {"seed": None}},
              bias_initializer={"class_name": "Zeros", "config": {}}, kernel_regularizer=None,
              bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
              bias_constraint=None),
        layer("Flatten", "flat", ["conv"], data_format="channels_last"),
        layer("Flatten", "flat_1", ["image"], data_format="channels_last"),
        dense("through", 2, "linear", ["flat"]),
        dense("past", 2, "linear", ["flat_1"]),
        layer("Add", "sum", ["through", "past"]),
    ]
    save("functional", "Functional", layers,
         {"conv": {"conv/kernel:0": kernel, "conv/bias:0": bias},
          "through": {"through/kernel:0": w, "through/bias:0": b},
          "past": {"past/kernel:0": w2, "past/bias:0": b2}},
         more={"input_layers": [["image", 0, 0]], "output_layers": [["sum", 0, 0]]})
    x = wave(6, 6, 2)
    convolved = np.array([[np.tensordot(x[i:i + 3, j:j + 3], kernel, 3) + bias
                           for j in range(4)] for i in range(4)])
    print("functional", np.tanh(convolved).ravel() @ w + b + x.ravel() @ w2 + b2)


def recurrent():
    """5 steps of 3, both directions to 2 + 2 at each step, then to 4 at the last step, then 2."""
    one = {n: wave(*s) for n, s in [("kernel", (3, 8)), ("recurrent_kernel", (2, 8)),
                                    ("bias", (8,))]}
    two = {n: -w for n, w in one.items()}
    kernel, recurrent_kernel, bias, w, b = wave(4, 16), wave(4, 16), wave(16), wave(4, 2), wave(2)
    both = layer("Bidirectional", "bidirectional", batch_input_shape=[None, 5, 3],
                 layer=lstm("lstm", 2, True), merge_mode="concat")
    layers = [
        layer("InputLayer", "series", batch_input_shape=[None, 5, 3], sparse=False, ragged=False),
        both,
        lstm("lstm_1", 4, False),
        dense("dense", 2, "linear"),
    ]
    names = {f"bidirectional/{way}_lstm/lstm_cell_{i}/{n}:0": v
             for way, i, part in [("forward", 1, one), ("backward", 2, two)]
             for n, v in part.items()}
    save("recurrent", "Sequential", layers,
         {"bidirectional": names,
          "lstm_1": {"lstm_1/lstm_cell_3/kernel:0": kernel,
                     "lstm_1/lstm_cell_3/recurrent_kernel:0": recurrent_kernel,
                     "lstm_1/lstm_cell_3/bias:0": bias},
          "dense": {"dense/kernel:0": w, "dense/bias:0": b}})
    x = wave(5, 3)
    forward = run_lstm(x, *one.values())
    backward = run_lstm(x[::-1], *two.values())[::-1]
    last = run_lstm(np.hstack([forward, backward]), kernel, recurrent_kernel, bias)[-1]
    print("recurrent", last @ w + b)


np.savez(FOLDER / "types.npz", **types())
np.savez_compressed(FOLDER / "types_deflated.npz", **types())
np.savez(FOLDER / "mixed.npz", **mixed())
np.save(FOLDER / "images.npy", wave(3, 2, 2, 3).astype("f4"))
np.save(FOLDER / "images_fortran.npy", np.asfortranarray(wave(3, 2, 2, 3).astype("f4")))
sequential()
sequential("keras3", "3.4.1")
functional()
recurrent()
with h5py.File(FOLDER / "weights_alone.h5", "w") as alone:
    alone.create_dataset("dense/kernel:0", data=np.zeros((2, 2), "f4"))
