#!/usr/bin/env python3
"""Writes grud.json: states of a GRU-D as the equations of its paper give them, in NumPy.

    pip install numpy
    python3 Tests/Fixtures/make_grud_fixture.py > Tests/Fixtures/grud.json

Che, Purushotham, Cho, Sontag and Liu, "Recurrent neural networks for multivariate time series with missing values", 2018.
The variables keep the paper's letters, each with its own matrices; the tensors of the program are made of them at the end.
Times since observations are computed from the masks beforehand, as in equation 2, and begin with the first step's own length.
"""

import json
import sys

import numpy

VARIABLES, UNITS, OUTPUTS, STEPS = 4, 5, 2, 12


def sigmoid(x):
    return 1 / (1 + numpy.exp(-x))


def intervals(mask, elapsed):
    """The time since each variable was last observed before each step."""
    delta = numpy.zeros(mask.shape)
    for t in range(len(mask)):
        for d in range(mask.shape[1]):
            waited = 0 if t == 0 or mask[t - 1, d] == 1 else delta[t - 1, d]
            delta[t, d] = elapsed[t] + waited
    return delta


def main():
    generator = numpy.random.default_rng(2018)
    draw = lambda *shape: generator.normal(size=shape) * 0.5
    W = {gate: draw(UNITS, VARIABLES) for gate in "rzh"}
    U = {gate: draw(UNITS, UNITS) for gate in "rzh"}
    V = {gate: draw(UNITS, VARIABLES) for gate in "rzh"}
    b = {gate: draw(UNITS) for gate in "rzh"}
    W_gx, b_gx = numpy.abs(draw(VARIABLES)), draw(VARIABLES)
    W_gh, b_gh = draw(UNITS, VARIABLES), draw(UNITS)
    W_y, b_y = draw(OUTPUTS, UNITS), draw(OUTPUTS)

    x = draw(STEPS, VARIABLES) * 2
    mask = (generator.random((STEPS, VARIABLES)) < 0.5).astype(float)
    x *= mask
    elapsed = generator.random(STEPS) * 2
    delta = intervals(mask, elapsed)

    h, seen_before = numpy.zeros(UNITS), numpy.zeros(VARIABLES)
    states, outputs, last = [], [], []
    for t in range(STEPS):
        gamma_x = numpy.exp(-numpy.maximum(0, W_gx * delta[t] + b_gx))
        gamma_h = numpy.exp(-numpy.maximum(0, W_gh @ delta[t] + b_gh))
        m = mask[t]
        x_hat = m * x[t] + (1 - m) * (gamma_x * seen_before + (1 - gamma_x) * 0)
        h_hat = gamma_h * h
        r = sigmoid(W["r"] @ x_hat + U["r"] @ h_hat + V["r"] @ m + b["r"])
        z = sigmoid(W["z"] @ x_hat + U["z"] @ h_hat + V["z"] @ m + b["z"])
        h_new = numpy.tanh(W["h"] @ x_hat + U["h"] @ (r * h_hat) + V["h"] @ m + b["h"])
        h = (1 - z) * h_hat + z * h_new
        seen_before = numpy.where(m == 1, x[t], seen_before)
        states.append(h.tolist())
        last.append(seen_before.tolist())
        outputs.append((W_y @ h + b_y).tolist())

    # Channels: value and mask of each variable in turn.
    interleaved = numpy.stack([numpy.concatenate([W[g] for g in "rzh"]), numpy.concatenate([V[g] for g in "rzh"])], axis=2)
    inputs = numpy.stack([x, mask], axis=2)
    json.dump(
        {
            "variables": VARIABLES,
            "units": UNITS,
            "outputCount": OUTPUTS,
            "inputs": inputs.reshape(STEPS, -1).tolist(),
            "elapsed": elapsed.tolist(),
            "states": states,
            "last": last,
            "outputs": outputs,
            "parameters": {
                "weight_ih": interleaved.reshape(3 * UNITS, -1).ravel().tolist(),
                "weight_hh": numpy.concatenate([U[g] for g in "rzh"]).ravel().tolist(),
                "bias_ih": numpy.concatenate([b[g] for g in "rzh"]).tolist(),
                "input_decay_w": W_gx.tolist(),
                "input_decay_b": b_gx.tolist(),
                "state_decay_w": W_gh.ravel().tolist(),
                "state_decay_b": b_gh.tolist(),
                "readout_w": W_y.ravel().tolist(),
                "readout_b": b_y.tolist(),
            },
        },
        sys.stdout,
        indent=0,
    )
    print()


main()
