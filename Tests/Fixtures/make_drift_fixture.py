#!/usr/bin/env python3
"""Writes drift.json: the rows at which river (0.26) sees drift in simulated streams.

    pip install river==0.26.1
    python3 Tests/Fixtures/make_drift_fixture.py > Tests/Fixtures/drift.json

The streams themselves are made again in the tests: a linear congruential generator, and sums in a fixed order.
"""

import json
import random
import sys

from river import drift


class Congruence:
    """Knuth's MMIX generator; the upper 53 of 64 bits make a number in [0, 1)."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**53


def values(stream):
    """Bits that are 1 as often as the level says, or the level with noise of a spread, nearly normal."""
    generator = Congruence(stream["seed"])
    result = []
    for part in stream["parts"]:
        for row in range(part["rows"]):
            level = part["from"] + (part["to"] - part["from"]) * row / part["rows"]
            if part["spread"] == 0:
                result.append(1.0 if generator.uniform() < level else 0.0)
            else:
                noise = -6.0
                for _ in range(12):
                    noise += generator.uniform()
                result.append(level + part["spread"] * noise)
    return result


def part(rows, level, to=None, spread=0.0):
    return {"rows": rows, "from": level, "to": level if to is None else to, "spread": spread}


STREAMS = {
    "bits that stay": [part(4000, 0.2)],
    "rare bits that stay": [part(4000, 0.01)],
    "frequent bits that stay": [part(4000, 0.9)],
    "noise that stays": [part(4000, 0.0, spread=1.0)],
    "large numbers that stay": [part(4000, 1000.0, spread=50.0)],
    "bits, abrupt": [part(2000, 0.2), part(2000, 0.6)],
    "bits, abrupt and small": [part(2000, 0.2), part(2000, 0.3)],
    "bits, to and fro": [part(1000, 0.1), part(1000, 0.5), part(1000, 0.1), part(1000, 0.5)],
    "bits, better": [part(2000, 0.6), part(2000, 0.1)],
    "noise, abrupt": [part(2000, 0.0, spread=1.0), part(2000, 2.0, spread=1.0)],
    "noise, three levels": [part(1300, 1.0, spread=0.3), part(1300, 1.5, spread=0.3), part(1400, 0.5, spread=0.3)],
    "noise, a large step": [part(2500, 1.0, spread=0.5), part(1500, 100.0, spread=5.0)],
    "noise, one bad stretch": [part(1500, 0.5, spread=0.1), part(150, 3.0, spread=1.0), part(2350, 0.5, spread=0.1)],
    "small numbers, abrupt": [part(2000, 0.001, spread=0.0002), part(2000, 0.002, spread=0.0002)],
    "spread alone": [part(2000, 0.0, spread=0.5), part(2000, 0.0, spread=2.0)],
    "bits, gradual": [part(1500, 0.1), part(1500, 0.1, 0.6), part(1000, 0.6)],
    "bits, always worse": [part(4000, 0.05, 0.5)],
    "noise, gradual": [part(1500, 0.0, spread=1.0), part(1000, 0.0, 3.0, 1.0), part(1500, 3.0, spread=1.0)],
    "noise, slowly better": [part(4000, 2.0, 0.5, 0.4)],
    "noise, up and down": [part(2000, 1.0, 2.0, 0.3), part(2000, 2.0, 1.0, 0.3)],
}

DETECTORS = {
    "adwin": (drift.ADWIN, [
        {},
        {"delta": 0.05, "clock": 1, "max_buckets": 3, "min_window_length": 2, "grace_period": 4},
    ]),
    "page-hinkley": (drift.PageHinkley, [
        {},
        {"min_instances": 50, "delta": 0.01, "threshold": 10.0, "alpha": 0.999, "mode": "up"},
        {"min_instances": 10, "delta": 0.002, "threshold": 20.0, "alpha": 1.0, "mode": "down"},
    ]),
    "kswin": (drift.KSWIN, [
        {"seed": 0},
        {"alpha": 0.0001, "window_size": 200, "stat_size": 50, "seed": 7},
        # Few of many are drawn in another way; the seed has more than 32 bits.
        {"alpha": 0.001, "window_size": 1000, "stat_size": 20, "seed": 2**40 + 3},
    ]),
}


def alarms(detector, numbers):
    rows = []
    for row, value in enumerate(numbers):
        detector.update(value)
        if detector.drift_detected:
            rows.append(row)
    return rows


def drawn(seed):
    """The generator behind KSWIN: bits, and the two ways to draw."""
    rng = random.Random(seed)
    return {"seed": seed, "bits": [rng.getrandbits(32) for _ in range(3)],
            "samples": [rng.sample(range(70), 30), rng.sample(range(1000), 12), rng.sample(range(9), 9)]}


def main():
    streams = [{"name": name, "seed": 1000 + index, "parts": parts}
               for index, (name, parts) in enumerate(STREAMS.items())]
    runs = []
    for kind, (detector, variants) in DETECTORS.items():
        for settings in variants:
            rows = [alarms(detector(**settings), values(stream)) for stream in streams]
            runs.append({"detector": kind, "settings": settings, "alarms": rows})
            print(kind, settings, sum(map(len, rows)), "alarms", file=sys.stderr)
    fixture = {"streams": streams, "runs": runs, "draws": [drawn(seed) for seed in (0, 7, 2**32 - 1, 2**40 + 3)]}
    json.dump(fixture, sys.stdout)
    print()


if __name__ == "__main__":
    main()
