"""A car on a winding road, and a driver: what lane-keeping.csv and lane-keeping-leak.csv are recorded from.

`Sources/Driving` is the same in Swift, where a network takes the driver's place; Tests/Fixtures/make_drive_fixture.py
writes the drive by which the two are compared.
"""

import math

WHEELBASE = 2.8  # m
UNDERSTEER = 0.0025  # rad of tyre angle per m/s^2 of lateral acceleration
STEERING_RATIO = 15.0  # degrees at the wheel per degree of the tyres
STEERING_LIMIT = 0.5  # rad at the tyres
STEERING_RATE = 0.6  # rad/s at the tyres
WIND_DRIFT = 0.02  # m/s sideways per m/s of crosswind
WIND_YAW = 0.002  # rad/s per m/s of crosswind
TICK = 0.1  # s between two looks at the road
SUBSTEPS = 5
NEAR, FAR = 0.5, 1.5  # s ahead


class Gust:
    """Noise of standard deviation `size` that forgets over `memory` seconds (Ornstein and Uhlenbeck)."""

    def __init__(self, rng, memory, size):
        self.rng, self.memory, self.size = rng, memory, size
        self.value = rng.gauss(0, size)

    def step(self, dt):
        keep = math.exp(-dt / self.memory)
        self.value = keep * self.value + math.sqrt(1 - keep * keep) * self.rng.gauss(0, self.size)
        return self.value


def road(rng, length, sharpest=130, widest=600):
    """Curvature (1/m) at every metre: straights, and bends of such radii (m), eased in and out as clothoids."""
    curvature = []
    while len(curvature) < length:
        curvature += [0.0] * rng.randint(40, 160)
        radius = rng.uniform(sharpest, widest) * rng.choice((-1, 1))
        ease, hold = rng.randint(30, 70), rng.randint(30, 150)
        curvature += [i / ease / radius for i in range(ease)]
        curvature += [1 / radius] * hold
        curvature += [(1 - i / ease) / radius for i in range(ease)]
    return curvature


def curvature_at(curvature, distance):
    """Between the metres, linearly; beyond the ends, that of the end."""
    place = min(max(distance, 0.0), len(curvature) - 1.0)
    index = min(int(place), len(curvature) - 2)
    share = place - index
    return curvature[index] * (1 - share) + curvature[index + 1] * share


class Car:
    """A kinematic bicycle model, in the coordinates of the road: distance along it, offset to the left of the lane's
    middle (m), heading against it (rad)."""

    def __init__(self, curvature, speed, offset=0.0, heading=0.0):
        self.curvature, self.speed = curvature, speed
        self.distance, self.offset, self.heading, self.tyre = 0.0, offset, heading, 0.0

    def ahead(self, seconds):
        return curvature_at(self.curvature, self.distance + seconds * self.speed)

    def yaw_rate(self, wind):
        turn = self.speed * math.tan(self.tyre) / (WHEELBASE + UNDERSTEER * self.speed * self.speed)
        return turn + WIND_YAW * wind

    def rates(self, distance, offset, heading, wind):
        bend = curvature_at(self.curvature, distance)
        along = self.speed * math.cos(heading) / (1 - bend * offset)
        return along, self.speed * math.sin(heading) + WIND_DRIFT * wind, self.yaw_rate(wind) - bend * along

    def advance(self, wanted, wind, cruise):
        """One tick with the tyres on their way to the angle `wanted`, in sub-steps by the midpoint rule."""
        wanted = min(max(wanted, -STEERING_LIMIT), STEERING_LIMIT)
        sharpest = max(abs(self.ahead(NEAR)), abs(self.ahead(FAR)), 1e-4)
        goal = min(cruise, math.sqrt(2.6 / sharpest))
        dt = TICK / SUBSTEPS
        for _ in range(SUBSTEPS):
            reach = STEERING_RATE * dt
            self.tyre += min(max(wanted - self.tyre, -reach), reach)
            now = self.distance, self.offset, self.heading
            half = [x + dt / 2 * rate for x, rate in zip(now, self.rates(*now, wind))]
            self.distance, self.offset, self.heading = (
                x + dt * rate for x, rate in zip(now, self.rates(*half, wind)))
        self.speed += TICK * min(max(0.6 * (goal - self.speed), -2.5), 1.5)


class Driver:
    """Steers by the bend ahead, the offset, the heading and the wind, after a delay and with a lag."""

    DELAY = 1  # ticks
    LAG = 0.25  # s
    BEND_AHEAD = 0.35  # how much of the bend is looked at far ahead
    OFFSET, OFFSET_REACH = 0.010, 0.8  # rad at the most, m
    HEADING = 0.30  # rad per rad
    LEAN = 0.8  # how much of the wind is countered at once

    def __init__(self):
        self.seen = [0.0] * self.DELAY
        self.angle = 0.0

    def steer(self, speed, near, far, offset, heading, wind):
        """The angle of the tyres (rad)."""
        bend = (1 - self.BEND_AHEAD) * near + self.BEND_AHEAD * far
        grip = WHEELBASE + UNDERSTEER * speed * speed
        tyre = grip * (bend - self.LEAN * WIND_YAW * wind / speed)
        tyre -= self.OFFSET * math.tanh(offset / self.OFFSET_REACH) + self.HEADING * heading
        self.seen.append(min(max(tyre, -0.35), 0.35))
        self.angle += (1 - math.exp(-TICK / self.LAG)) * (self.seen.pop(0) - self.angle)
        return self.angle
