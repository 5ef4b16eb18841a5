#!/usr/bin/env python3
"""Writes the sample data: simulated series, the same bytes every time.

    python3 sample-data/generate.py [DIRECTORY]

Needs nothing but Python's standard library. Nothing here was measured in the world: see README.md.
"""

import csv
import dataclasses
import datetime
import math
import os
import random
import sys

from driving import FAR, NEAR, STEERING_RATIO, TICK, Car, Driver, Gust, road


def write(directory, name, header, rows):
    path = os.path.join(directory, name)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{path}: {len(rows)} rows, {os.path.getsize(path)} bytes")


# Lane keeping ----------------------------------------------------------------------------

@dataclasses.dataclass(frozen=True)
class Recording:
    """The roads, how drives begin, how steady the driver's hands are, and how good the car's sensors are."""

    sharpest: float = 130  # m, radius of bends
    widest: float = 600
    offset: float = 1.2  # m beside the lane's middle at the most, at the beginning
    heading: float = 0.05  # rad against the lane at the most, at the beginning
    # rad at the tyres: hands that err, so that drives hold recoveries from more than wind and noise
    nudge: float = 0.004
    noise: float = 1.0  # the sensors' errors, in those of lane-keeping.csv


LANE_COLUMNS = ["drive", "time_s", "speed", "curvature_near", "curvature_far", "lateral_offset", "heading_error",
                "yaw_rate", "lateral_acceleration", "crosswind", "steering"]


def drive(rng, number, seconds, recording):
    """One drive on a road with crosswind, as rows of `LANE_COLUMNS`."""
    ticks = round(seconds / TICK)
    curvature = road(rng, int(seconds * 32) + 100, recording.sharpest, recording.widest)
    car = Car(curvature, rng.uniform(14, 22), rng.uniform(-recording.offset, recording.offset),
              rng.uniform(-recording.heading, recording.heading))
    driver, cruise = Driver(), rng.uniform(16, 24)
    wind, pace, nudge = Gust(rng, 2.5, 6.0), Gust(rng, 20.0, 2.0), Gust(rng, 1.0, recording.nudge)

    def error(size):
        return rng.gauss(0, recording.noise * size)

    rows = []
    for tick in range(ticks):
        near, far, gust = car.ahead(NEAR), car.ahead(FAR), wind.value
        tyre = driver.steer(car.speed, near, far, car.offset, car.heading, gust)
        yaw_rate = car.yaw_rate(gust)
        rows.append([
            number,
            f"{tick * TICK:.1f}",
            f"{car.speed + error(0.05):.2f}",
            f"{near + error(0.0002):.5f}",
            f"{far + error(0.0003):.5f}",
            f"{car.offset + error(0.02):.3f}",
            f"{math.degrees(car.heading) + error(0.1):.2f}",
            f"{math.degrees(yaw_rate) + error(0.1):.2f}",
            f"{car.speed * yaw_rate + error(0.06):.2f}",
            f"{gust + error(0.3):.1f}",
            f"{math.degrees(tyre) * STEERING_RATIO + rng.gauss(0, 0.15):.2f}",
        ])
        car.advance(tyre + nudge.value, gust, max(5.0, cruise + pace.value))
        for noise in (wind, pace, nudge):
            noise.step(TICK)
    return rows


def drives(seed, recording):
    rng = random.Random(seed)
    return [row for number in range(1, 21) for row in drive(rng, number, 26, recording)]


def lane_keeping(directory):
    write(directory, "lane-keeping.csv", LANE_COLUMNS, drives(20, Recording()))


def with_steering_before(rows):
    """Each row with the wheel's angle when its sensors were read, which is the steering of the row before."""
    last = None
    for *start, steering in rows:
        before = last[1] if last and last[0] == start[0] else "0.00"
        last = start[0], steering
        yield [*start, before, steering]


def lane_keeping_leak(directory):
    """A winding road, poor sensors and steady hands: the angle of the row before says more than all that is sensed."""
    rows = drives(21, Recording(sharpest=80, widest=400, offset=0.6, heading=0.03, nudge=0.002, noise=5.0))
    header = [*LANE_COLUMNS[:-1], "steering_before", LANE_COLUMNS[-1]]
    write(directory, "lane-keeping-leak.csv", header, list(with_steering_before(rows)))


# Vital signs -----------------------------------------------------------------------------

def patient(rng, number):
    """One stay: signs measured at irregular times, some left out, and the illness behind them."""
    pulse0, pressure0, breath0 = rng.gauss(78, 7), rng.gauss(118, 9), rng.gauss(15, 1.5)
    onset = rng.uniform(4, 30) if rng.random() < 0.6 else math.inf
    worsening, treated = rng.uniform(0.10, 0.35), rng.uniform(5, 12)
    severity, hour = 0.0, 0.0
    sway = Gust(rng, 3.0, 1.0)
    rows = []
    while hour < 48:
        wait = min(6.0, max(0.08, rng.expovariate(1 / (0.35 if severity > 0.4 else 0.9))))
        hour += wait
        grows = onset < hour < onset + treated
        goal, pace = (1.0, worsening) if grows else (0.0, 0.18)
        severity += (1 - math.exp(-pace * wait)) * (goal - severity)
        noise = sway.step(wait)
        pulse = pulse0 + 42 * severity + 3 * noise + rng.gauss(0, 2)
        pressure = pressure0 - 34 * severity - 2 * noise + rng.gauss(0, 3)
        breath = breath0 + 11 * severity + rng.gauss(0, 0.8)
        oxygen = min(100.0, 97.5 - 8 * severity + rng.gauss(0, 0.6))
        warmth = 36.8 + 1.9 * severity + rng.gauss(0, 0.12)
        signs = [(pulse, 0.04, 0), (pressure, 0.25, 0), (breath, 0.15, 0), (oxygen, 0.08, 1),
                 (warmth, 0.55, 1)]
        fields = ["" if rng.random() < gap else f"{value:.{digits}f}" for value, gap, digits in signs]
        rows.append([f"P{number:02d}", f"{hour:.2f}", *fields, f"{100 * severity:.1f}"])
    return rows


def vital_signs(directory):
    rng = random.Random(48)
    rows = []
    for number in range(1, 61):
        rows += patient(rng, number)
    header = ["patient", "hours", "pulse", "systolic_pressure", "breathing_rate", "oxygen_saturation",
              "temperature", "severity"]
    write(directory, "vital-signs.csv", header, rows)


# Market ----------------------------------------------------------------------------------

REGIMES = {  # drift and volatility a day, pull towards the average, mean length in days
    "calm": (0.0004, 0.005, 0.00, 70),
    "rally": (0.0016, 0.011, 0.00, 55),
    "turmoil": (-0.0022, 0.025, 0.10, 45),
}


def is_holiday(day):
    return day.weekday() >= 5 or (day.month, day.day) in ((12, 25), (12, 26), (1, 1))


def market(directory):
    rng = random.Random(11)
    day = datetime.date(2010, 1, 4)
    price, regime, left = 100.0, "calm", 60
    average, volatility, rows = math.log(price), 0.006, []
    while len(rows) < 4000:
        if not is_holiday(day):
            if left <= 0:
                regime = rng.choice([name for name in REGIMES if name != regime])
                left = max(5, int(rng.expovariate(1 / REGIMES[regime][3])))
            left -= 1
            drift, calm, pull, _ = REGIMES[regime]
            volatility += 0.2 * (calm - volatility)
            change = drift + pull * (average - math.log(price)) + volatility * rng.gauss(0, 1)
            opening = price * math.exp(volatility * 0.3 * rng.gauss(0, 1))
            price *= math.exp(change)
            average += 0.03 * (math.log(price) - average)
            spread = volatility * price * abs(rng.gauss(0.6, 0.3))
            high, low = max(opening, price) + spread, min(opening, price) - spread
            volume = int(1e6 * math.exp(40 * volatility + 12 * abs(change) + 0.2 * rng.gauss(0, 1)))
            rows.append([day.isoformat(), f"{opening:.2f}", f"{high:.2f}", f"{low:.2f}", f"{price:.2f}",
                         volume, f"{100 * change:.3f}", regime])
        day += datetime.timedelta(days=1)
    header = ["date", "open", "high", "low", "close", "volume", "change", "regime"]
    write(directory, "market.csv", header, rows)


# Sine pair -------------------------------------------------------------------------------

def sine_pair(directory):
    rng = random.Random(3)
    rows = []
    for step in range(3000):
        time = step * 0.05
        slow, fast = math.sin(0.6 * time), math.sin(1.7 * time + 0.4)
        later = math.sin(0.6 * (time + 0.8)) * (0.7 + 0.3 * math.sin(1.7 * (time - 0.5) + 0.4))
        rows.append([f"{time:.2f}", f"{slow + rng.gauss(0, 0.08):.4f}", f"{fast + rng.gauss(0, 0.08):.4f}",
                     f"{later + rng.gauss(0, 0.03):.4f}"])
    write(directory, "sine-pair.csv", ["time_s", "slow", "fast", "response"], rows)


# Irregular oscillator ---------------------------------------------------------------------

def oscillation(rng, number, rows):
    """A damped oscillator that a force pushes to and fro, sampled at random times, three samples in ten lost."""
    pace, damping, dt = 2 * math.pi * 0.35, 0.12, 0.005
    place, speed, time = rng.gauss(0, 0.5), rng.gauss(0, 1), 0.0
    force, left = rng.uniform(-2, 2), rng.expovariate(1 / 1.5)
    result = []
    while len(result) < rows:
        steps = max(4, round(min(1.5, rng.lognormvariate(math.log(0.10), 1.0)) / dt))
        for _ in range(steps):
            speed += dt * (pace * pace * (force - place) - 2 * damping * pace * speed)
            place += dt * speed
        time += steps * dt
        seen, left = force, left - steps * dt
        # The force changes at a sample that is kept: each row's force is the one that acted since the row before.
        if left < 0:
            force, left = rng.uniform(-2, 2), rng.expovariate(1 / 1.5)
        elif rng.random() < 0.3:
            continue
        result.append([number, f"{time:.3f}", f"{seen:.3f}", f"{place:.4f}"])
    return result


def irregular_oscillator(directory):
    rng = random.Random(29)
    rows = []
    for number in range(1, 61):
        rows += oscillation(rng, number, 80)
    write(directory, "irregular-oscillator.csv", ["swing", "time_s", "force", "place"], rows)


# Three regimes ----------------------------------------------------------------------------

class Heater:
    """A heater of flowing water: where the outlet's temperature tends to follows the inputs after a delay."""

    TICK = 0.02  # s

    def __init__(self, gain, share, constant, delay):
        self.gain = gain  # degrees for one percent of power in a flow of 1 l/min
        self.share = share  # of the inlet's temperature that arrives
        self.constant, self.delay = constant, delay  # s

    def step(self, outlet, past):
        power, flow, inlet = past[-1 - round(self.delay / self.TICK)]
        goal = self.share * inlet + self.gain * power / flow
        return outlet + self.TICK / self.constant * (goal - outlet)


REGIMES_OF_HEATER = (Heater(2.0, 1.0, 3.0, 1.0), Heater(0.8, 0.6, 5.0, 2.4), Heater(3.0, 1.1, 1.2, 0.5))


def three_regimes(directory):
    """One stream, sampled at random times. After 2,000 and 4,000 rows another heater is in place: nothing in the rows
    says so."""
    rng = random.Random(61)
    tick = Heater.TICK
    power, flow, warmth = rng.uniform(0, 100), rng.uniform(5, 20), Gust(rng, 60.0, 2.0)
    past = [(power, flow, 15 + warmth.value)] * round(3 / tick)
    outlet, time, rows = 25.0, 0.0, []
    for number in range(6000):
        heater = REGIMES_OF_HEATER[number // 2000]
        ticks = max(5, round(min(3.0, rng.lognormvariate(math.log(0.45), 0.6)) / tick))
        for _ in range(ticks):
            if rng.random() < tick / 5:
                power = rng.uniform(0, 100)
            if rng.random() < tick / 9:
                flow = rng.uniform(5, 20)
            past.append((power, flow, 15 + warmth.step(tick)))
            outlet = heater.step(outlet, past)
        del past[:ticks]
        time += ticks * tick
        rows.append([f"{time:.2f}", f"{power:.1f}", f"{flow:.2f}", f"{past[-1][2] + rng.gauss(0, 0.05):.2f}",
                     f"{outlet + rng.gauss(0, 0.05):.2f}"])
    write(directory, "three-regimes.csv", ["time_s", "power", "flow", "inlet", "outlet"], rows)


def main():
    directory = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    lane_keeping(directory)
    lane_keeping_leak(directory)
    vital_signs(directory)
    market(directory)
    sine_pair(directory)
    irregular_oscillator(directory)
    three_regimes(directory)


if __name__ == "__main__":
    main()
