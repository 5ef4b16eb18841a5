"""The whole jobs of compare_ncps.py: what is trained on which table, and how long both sides take for it."""

import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from networks import Network

TABLE = pathlib.Path(__file__).parents[2] / "sample-data" / "lane-keeping.csv"
INPUTS = ["speed", "curvature_near", "curvature_far", "lateral_offset", "heading_error", "crosswind"]
TARGET, SEQUENCE = "steering", "drive"
# Shares of the sequences, in the table's order: training, validation, test.
SPLIT = [75, 10, 15]
WINDOW, STRIDE, BATCH, EPOCHS, RATE, CLIP = 32, 4, 32, 3, 0.02, 1


@dataclasses.dataclass
class Job:
    """One network that is trained on the table; `options` are those with which lnn-top makes the same."""

    title: str
    network: Network
    options: list


JOBS = {
    "job-ltc": Job(
        "LTC AutoNCP(32, 1)", Network("job-ltc", "ltc", 32, 1, "auto-ncp"), ["--wiring", "auto-ncp"]
    ),
    "job-cfc": Job(
        "CfC 32, backbone 128", Network("job-cfc", "cfc", 32, 1), ["--wiring", "full", "--readout", "dense"]
    ),
}


def our_command(program, name, threads, model_file):
    job = JOBS[name]
    return (
        [program, "train", str(TABLE), "--headless", "--json", "--quiet", "--no-run", "--model-out", model_file]
        + ["--inputs", ",".join(INPUTS), "--targets", TARGET, "--sequence", SEQUENCE, "--time", "none"]
        + ["--kind", "regression", "--window", str(WINDOW), "--stride", str(STRIDE)]
        + ["--split", ",".join(map(str, SPLIT)), "--model", job.network.model, "--units", str(job.network.units)]
        + job.options
        + ["--epochs", str(EPOCHS), "--batch", str(BATCH), "--learning-rate", str(RATE), "--clip", str(CLIP)]
        + ["--threads", str(threads)]
    )


def their_command(name, threads, model_file):
    script = pathlib.Path(__file__).with_name("train_table.py")
    return [sys.executable, str(script), name, str(threads), model_file]


def run(command):
    """Seconds from the start of a process to its end, its peak memory, and the last object that it printed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}\nended with {process.returncode}")
    return seconds, usage.ru_maxrss * 1024, json.loads(output.splitlines()[-1])


def check(name, results):
    """Both sides did the same work and learnt something."""
    steps = {side: result["step"] for side, result in results.items()}
    errors = {side: result["test_metric_value"] for side, result in results.items()}
    print(f"{name}: steps {steps}, mean errors {errors}", file=sys.stderr)
    if len(set(steps.values())) > 1:
        sys.exit(f"{name}: the sides take different numbers of steps: {steps}")
    naive = results["ours"]["naive"]["test"]["metric_value"]
    if max(errors.values()) > naive / 2:
        sys.exit(f"{name}: a side learnt too little: mean errors {errors}, without a network {naive}")


def measure_job(program, name, threads, rounds):
    """A row of the table: whole processes of both sides, in turn."""
    times, peaks = {"ours": [], "theirs": []}, {"ours": [], "theirs": []}
    with tempfile.TemporaryDirectory() as folder:
        weights = str(pathlib.Path(folder, "weights.safetensors"))
        commands = {
            "ours": our_command(program, name, threads, weights),
            "theirs": their_command(name, threads, weights),
        }
        for _ in range(rounds):
            results = {}
            for side, command in commands.items():
                pathlib.Path(weights).unlink(missing_ok=True)
                seconds, peak, results[side] = run(command)
                times[side].append(seconds)
                peaks[side].append(peak)
            check(name, results)
    figures = {side: {"times": times[side], "peak_bytes": max(peaks[side])} for side in times}
    return {
        "kind": "job",
        "title": JOBS[name].title,
        "ours": figures["ours"],
        "peers": {"eager": figures["theirs"]},
        "imported_bytes": {},
    }
