#!/usr/bin/env python3
"""Shows whether a long stream needs ever more memory: pipes rows through `lnn-top stream -` and samples its resident size.

    python3 Tools/soak.py [--program PROGRAM] [--rows N] [--every SECONDS] [--tsv FILE] [-- OPTIONS OF lnn-top stream]
    python3 Tools/soak.py --print --rows N

Ten million rows take about ten minutes with the standard options, which record nothing; with `-- --run FILE` or
`-- --drift off` other ones take their place. Prints a plot and how much the size grew a million rows over the last
two thirds. Nothing is asserted: read the plot. Needs nothing but Python's standard library and Linux's /proc.
"""

import argparse
import json
import math
import os
import pathlib
import subprocess
import sys
import threading
import time

# Fast enough for some ten thousand rows a second.
OPTIONS = ["--learn", "snap-1", "--units", "8", "--unfolds", "1", "--scale-rows", "10000"]
HEADER = "time_s,power,flow,outlet\n"
# Gain and time constant (s) of a heater of flowing water.
REGIMES = [(2.0, 3.0), (0.8, 5.0), (3.0, 1.2)]
REGIME_ROWS = 50_000
BLOCK = 1_000


def blocks(rows):
    """The lines of a plant that becomes another one after each REGIME_ROWS rows, in blocks; the same ones every time."""
    yield HEADER
    outlet, tick = 25.0, 0.1
    for first in range(0, rows, BLOCK):
        gain, constant = REGIMES[first // REGIME_ROWS % len(REGIMES)]
        lines = []
        for row in range(first, min(first + BLOCK, rows)):
            power = 50 + 40 * math.sin(0.011 * row) + 10 * math.sin(0.37 * row)
            flow = 12 + 6 * math.sin(0.0031 * row)
            outlet += tick / constant * (15 + gain * power / flow - outlet)
            # A hash in the place of noise: cheap, and the same on every machine.
            noise = (row * 2_654_435_761 % 1_000 - 500) * 1e-4
            lines.append(f"{row * tick:.1f},{power:.2f},{flow:.2f},{outlet + noise:.3f}\n")
        yield "".join(lines)


class Soak:
    """One stream in a process of its own, and its size from time to time."""

    def __init__(self, program, rows, options):
        self._rows, self._seen, self.last = rows, 0, {}
        command = [program, "stream", "-", "--headless", "--json", "--time", "time_s", *OPTIONS, *options]
        if not {"--run", "--no-run", "--resume"} & set(options):
            command.append("--no-run")
        print(" ".join(command), file=sys.stderr)
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        except OSError as error:
            sys.exit(f"{program} cannot be run ({error.strerror}); --program names another, make build makes one")
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._write, self._read)]

    def samples(self, seconds):
        """Tuples of seconds, rows and kB, until the process has ended."""
        start = time.monotonic()
        for thread in self._threads:
            thread.start()
        while True:
            try:
                self._process.wait(timeout=seconds)
                break
            except subprocess.TimeoutExpired:
                size = resident_kb(self._process.pid)
                if size:
                    yield time.monotonic() - start, self._seen, size
        for thread in self._threads:
            thread.join()

    @property
    def status(self):
        return self._process.returncode

    def end(self):
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

    def _write(self):
        try:
            with self._process.stdin as pipe:
                for block in blocks(self._rows):
                    pipe.write(block)
        except BrokenPipeError:
            pass  # How the process ended says why.

    def _read(self):
        for line in self._process.stdout:
            self.last = json.loads(line)
            self._seen = self.last["rows"]


def resident_kb(process):
    """None where the process has just ended."""
    try:
        lines = pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), None)


def slope(points):
    """The least squares' slope of y over x."""
    count = len(points)
    mean_x, mean_y = (sum(point[axis] for point in points) / count for axis in (0, 1))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0


def plot(points, width=64, height=10):
    """Size over rows, from 0 kB up."""
    most_rows, most = max(x for x, _ in points), max(y for _, y in points)
    cells = [[" "] * width for _ in range(height)]
    for x, y in points:
        column = round(x / max(most_rows, 1) * (width - 1))
        cells[height - 1 - round(y / most * (height - 1))][column] = "*"
    lines = [f"{most if row == 0 else 0 if row == height - 1 else '':>9} |{''.join(cells[row])}" for row in range(height)]
    return "\n".join(["kB".rjust(9)] + lines + [" " * 10 + "0".ljust(width - 8) + f"{most_rows} rows"])


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS
    )
    parser.add_argument("--program", default=".build/release/lnn-top", help="the lnn-top to watch")
    parser.add_argument("--rows", type=int, default=10_000_000, help="how many rows (default: 10000000)")
    parser.add_argument("--every", type=float, default=5, help="seconds between two samples (default: 5)")
    parser.add_argument("--tsv", metavar="FILE", help="write the samples to FILE")
    parser.add_argument("--print", action="store_true", help="print the rows and run nothing")
    parser.add_argument("options", nargs="*", help="of lnn-top stream, behind --")
    return parser.parse_args()


def watch(options):
    soak, samples = Soak(options.program, options.rows, options.options), []
    tsv = open(options.tsv, "w") if options.tsv else None
    try:
        for seconds, rows, size in soak.samples(options.every):
            samples.append((rows, size))
            if tsv:
                print(f"{seconds:.1f}\t{rows}\t{size}", file=tsv, flush=True)
    finally:
        soak.end()
        if tsv:
            tsv.close()
    if soak.status != 0:
        sys.exit(f"lnn-top ended with {soak.status} after {soak.last.get('rows', 0)} rows")
    report(soak.last, [sample for sample in samples if sample[0] > 0])


def report(last, samples):
    print(f"{last['rows']} rows, {1e6 / last['rows_per_s']:.1f} us a row, {last['alarms']} alarms")
    late = samples[len(samples) // 3 :]
    if len(late) < 3:
        sys.exit("too few samples: more --rows, or a smaller --every")
    print(plot(samples))
    print(f"last two thirds: {slope([(rows / 1e6, size) for rows, size in late]):+.0f} kB a million rows")
    if last.get("run"):
        print(f"run file: {os.path.getsize(last['run']) / 1e6:.1f} MB")


def main():
    options = arguments()
    try:
        if options.print:
            for block in blocks(options.rows):
                sys.stdout.write(block)
            sys.stdout.flush()
        else:
            watch(options)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
