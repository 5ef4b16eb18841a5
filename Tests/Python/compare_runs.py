"""Compares what lnn_top reads of run files with the tables that the program makes of them, for PythonReadingTests.

    python compare_runs.py FOLDER     # holds N.lnnrun and N-scalars.csv, N-traces.csv
"""

import csv
import math
import sys
from pathlib import Path

import numpy as np

import lnn_top


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def number(text):
    return math.nan if text == "" else float(text)


def compare(path, ours, theirs, kinds):
    """Columns by their place: the program leaves control characters out of names."""
    if len(ours) != len(theirs):
        sys.exit(f"{path}: {len(ours)} rows, and {len(theirs)}")
    for place, kind in enumerate(kinds):
        column = [row[place] for row in theirs]
        if kind is str:
            same = list(ours.iloc[:, place]) == column
        else:
            same = np.array_equal(
                ours.iloc[:, place].to_numpy(kind), np.array([number(text) for text in column], kind), equal_nan=True)
        if not same:
            sys.exit(f"{path}: {ours.columns[place]!r} differs")


count = 0
for path in sorted(Path(sys.argv[1]).glob("*.lnnrun")):
    run = lnn_top.Run(path)
    scalars, traces = run.scalars(), run.traces()
    compare(path, scalars, table(path.with_name(f"{path.stem}-scalars.csv")), [np.float64] * scalars.shape[1])
    if len(traces):
        kinds = [np.float64] * 3 + [str] + [np.float32] * (traces.shape[1] - 4)
        compare(path, traces, table(path.with_name(f"{path.stem}-traces.csv")), kinds)
    count += len(traces)
print(f"{count} time steps")
