#!/usr/bin/env python3
"""Writes sound.json: features of small synthetic recordings as librosa (0.11) computes them.

    pip install librosa==0.11.0
    python3 Tests/Fixtures/make_sound_fixture.py > Tests/Fixtures/sound.json

The recordings themselves are made again in the tests: sweeps, and noise of a linear congruential generator.
"""

import json
import sys

import librosa
import numpy as np


def signal(rate, count, seed):
    """A sweep from 200 Hz that swells and fades, with noise below it; every sample is a 16-bit number's share of 1."""
    state = seed
    values = []
    for index in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        noise = (state >> 11) / 2**53 - 0.5
        time = index / rate
        swell = np.sin(np.pi * index / count)
        value = 0.5 * swell * np.sin(2 * np.pi * (200 + 1500 * time) * time) + 0.05 * noise
        values.append(np.floor(value * 32768 + 0.5) / 32768)
    return np.array(values, dtype=np.float32)


def deltas(features):
    """Five frames, those at the ends repeated: torchaudio's compute_deltas, too."""
    return librosa.feature.delta(features, width=5, order=1, mode="nearest")


def features(samples, case):
    rate = case["rate"]
    length = round(case["frame"] * rate)
    if case["preEmphasis"] > 0:
        samples = librosa.effects.preemphasis(samples, coef=case["preEmphasis"], zi=[0.0])
    energies = librosa.feature.melspectrogram(
        y=samples, sr=rate, n_fft=1 << (length - 1).bit_length(), win_length=length,
        hop_length=round(case["hop"] * rate), n_mels=case["bands"], fmin=case["lowest"],
        fmax=case["highest"], htk=case["scale"] == "htk")
    result = librosa.power_to_db(energies, top_db=case["dynamicRange"])
    if case["features"] == "mfcc":
        result = librosa.feature.mfcc(S=result, n_mfcc=case["coefficients"])
    order, parts = result, [result]
    for _ in range(case["deltas"]):
        order = deltas(order)
        parts.append(order)
    result = np.concatenate(parts)
    if case["normalization"] != "none":
        result = result - result.mean(axis=1, keepdims=True)
    if case["normalization"] == "deviation":
        result = result / result.std(axis=1, keepdims=True)
    return result


def case(name, **changes):
    usual = {
        "name": name, "rate": 8000, "samples": 1200, "seed": 1, "features": "log-mel", "bands": 40,
        "coefficients": 13, "frame": 0.025, "hop": 0.010, "preEmphasis": 0, "deltas": 0, "scale": "slaney",
        "lowest": 0, "highest": None, "dynamicRange": 80, "normalization": "none",
    }
    return usual | changes


CASES = [
    case("the usual bands"),
    case("the usual coefficients", features="mfcc", seed=2),
    case("more of a higher rate", rate=16000, samples=3000, features="mfcc", coefficients=20, bands=64, seed=3),
    case("HTK's mels", scale="htk", bands=24, seed=4),
    case("some frequencies alone", bands=20, lowest=300, highest=3400, seed=5),
    case("pre-emphasis and deltas", features="mfcc", preEmphasis=0.97, deltas=2, seed=6),
    case("no limit to the range", dynamicRange=None, bands=26, seed=7),
    case("a narrow range", dynamicRange=20, bands=26, seed=8),
    case("means taken away", features="mfcc", normalization="mean", deltas=1, seed=9),
    case("deviations taken out", bands=16, normalization="deviation", seed=10),
    case("shorter than a frame", samples=50, bands=16, seed=11),
    case("frames of other lengths", frame=0.032, hop=0.016, bands=32, seed=12),
]

for one in CASES:
    values = features(signal(one["rate"], one["samples"], one["seed"]), one)
    one["values"] = [[round(float(value), 5) for value in row] for row in values]

json.dump({"librosa": librosa.__version__, "cases": CASES}, sys.stdout, indent=None, separators=(",", ":"))
sys.stdout.write("\n")
