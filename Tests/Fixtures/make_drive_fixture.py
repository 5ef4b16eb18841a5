#!/usr/bin/env python3
"""Writes drive.json: a drive of sample-data/driving.py, by which the same car in Swift is checked.

    python3 Tests/Fixtures/make_drive_fixture.py > Tests/Fixtures/drive.json
"""

import json
import math
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "sample-data"))

from driving import FAR, NEAR, STEERING_RATIO, TICK, Car, Driver, Gust, road  # noqa: E402


def main():
    rng = random.Random(7)
    curvature = road(rng, 600)
    car, driver = Car(curvature, 17.0, 0.6, -0.03), Driver()
    wind, pace = Gust(rng, 2.5, 6.0), Gust(rng, 20.0, 2.0)
    fixture = {"curvature": curvature, "wind": [], "cruise": [], "sensors": [], "wheel": []}
    for _ in range(200):
        near, far, gust, cruise = car.ahead(NEAR), car.ahead(FAR), wind.value, max(5.0, 20 + pace.value)
        tyre = driver.steer(car.speed, near, far, car.offset, car.heading, gust)
        fixture["wind"].append(gust)
        fixture["cruise"].append(cruise)
        fixture["sensors"].append([car.speed, near, far, car.offset, math.degrees(car.heading), gust])
        fixture["wheel"].append(math.degrees(tyre) * STEERING_RATIO)
        car.advance(tyre, gust, cruise)
        wind.step(TICK)
        pace.step(TICK)
    json.dump(fixture, sys.stdout)
    print()


if __name__ == "__main__":
    main()
