"""Times how lnn-top, pandas and polars read large tables, in alternating rounds, and prints a Markdown table.

Run it with run.sh, which installs what it needs. Nothing is asserted: speed is a property of a machine.
"""

import argparse
import json
import os
import pathlib
import platform
import random
import statistics
import subprocess
import sys
import tempfile

from table import memory, replace_between_markers

READERS = ["pandas", "polars"]
BEGIN, END = "<!-- reading: begin -->", "<!-- reading: end -->"

# Reads the file of its first argument as often as its second says; prints what table-reading prints.
WORKER = """
import json, resource, sys, time
import {reader} as reader
seconds = []
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    table = reader.read_csv(sys.argv[1])
    seconds.append(time.perf_counter() - start)
rows, columns = table.shape
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps(dict(seconds=seconds, peak_bytes=peak, rows=rows, columns=columns, version=reader.__version__)))
"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the table-reading to measure")
    parser.add_argument("--rows", type=int, default=600_000, help="rows of each file (default: 600000)")
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds (default: 5)")
    parser.add_argument("--repeats", type=int, default=3, help="readings of each side in a round (default: 3)")
    parser.add_argument("--write", metavar="FILE", help="put the table between the markers in FILE")
    return parser.parse_args()


def tables(folder, rows):
    """Titles and paths of files: numbers of six decimals, numbers of all digits, and numbers among texts and dates."""
    generator = random.Random(1)
    words = ["north", "east", '"south, far"', "west"]

    def mixed(row):
        day = f"2015-{row // 28 % 12 + 1:02}-{row % 28 + 1:02} {row % 24:02}:00:00"
        return [day, generator.choice(words)] + [f"{generator.gauss(0, 1):.6f}" for _ in range(6)]

    kinds = {
        "10 columns of 6 decimals": (10, lambda _: [f"{generator.gauss(0, 1):.6f}" for _ in range(10)]),
        "10 columns of all digits": (10, lambda _: [repr(generator.gauss(0, 1)) for _ in range(10)]),
        "a date, a text, 6 numbers": (8, mixed),
    }
    for number, (title, (width, fields)) in enumerate(kinds.items()):
        path = pathlib.Path(folder, f"{number}.csv")
        with path.open("w") as file:
            file.write(",".join(f"c{column}" for column in range(width)) + "\n")
            file.writelines(",".join(fields(row)) + "\n" for row in range(rows))
        yield title, path


def read(command, path, repeats):
    output = subprocess.run([*command, str(path), str(repeats)], check=True, stdout=subprocess.PIPE).stdout
    return json.loads(output)


def measure(options, path):
    """The reports of each reader's rounds, which alternate."""
    commands = {"lnn-top": [options.program]}
    for reader in READERS:
        commands[reader] = [sys.executable, "-c", WORKER.format(reader=reader)]
    reports = {reader: [] for reader in commands}
    for _ in range(options.rounds):
        for reader, command in commands.items():
            reports[reader].append(read(command, path, options.repeats))
    shapes = {(report["rows"], report["columns"]) for of_one in reports.values() for report in of_one}
    if len(shapes) > 1:
        sys.exit(f"the readers do not agree on the size of {path}: {shapes}")
    return reports


def cells(reports, ours):
    """The least and the median time, how many times lnn-top's these are, and the peak memory."""
    times = [time for report in reports for time in report["seconds"]]
    text = [f"{min(times) * 1e3:.0f} ms, {statistics.median(times) * 1e3:.0f} ms"]
    if ours:
        text.append(f"{min(times) / min(ours):.2f}, {statistics.median(times) / statistics.median(ours):.2f}")
    return text + [memory(max(report["peak_bytes"] for report in reports))]


def line(title, path, reports):
    ours = [time for report in reports["lnn-top"] for time in report["seconds"]]
    row = [title, memory(path.stat().st_size)] + cells(reports["lnn-top"], None)
    for reader in READERS:
        row += cells(reports[reader], ours)
    return row


def main():
    options = arguments()
    before = os.getloadavg()[0]
    heads = ["file", "size", "lnn-top", "memory"]
    for reader in READERS:
        heads += [reader, "times lnn-top", "memory"]
    lines = [heads, ["---"] * len(heads)]
    versions = {}
    with tempfile.TemporaryDirectory() as folder:
        for title, path in tables(folder, options.rows):
            print(f"reading {title}", file=sys.stderr)
            reports = measure(options, path)
            versions = {reader: reports[reader][0]["version"] for reader in READERS}
            lines.append(line(title, path, reports))
    named = ", ".join(f"{reader} {version}" for reader, version in versions.items())
    text = (
        f"{os.cpu_count()} cores; load average {before:.2f} before, {os.getloadavg()[0]:.2f} after; {named}, Python"
        f" {platform.python_version()}. Files of {options.rows} rows; the least time and the median of"
        f" {options.rounds} alternating rounds of {options.repeats} readings each; peak memory of each process.\n\n"
        + "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
    )
    print(text)
    if options.write:
        replace_between_markers(options.write, text, BEGIN, END)


if __name__ == "__main__":
    main()
