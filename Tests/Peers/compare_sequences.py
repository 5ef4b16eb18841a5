"""Times training steps on token sequences and of stacked networks, in lnn-top and in torch with ncps, in alternating
rounds, and prints a Markdown table.

Run it with run.sh, which installs what it needs. Nothing is asserted: speed is a property of a machine.
"""

import argparse
import importlib.metadata
import json
import os
import pathlib
import platform
import random
import statistics
import subprocess
import sys
import tempfile

from peer import Peer
from sequence_networks import NETWORKS, Sizes
from table import duration, memory, ratio, replace_between_markers

BEGIN, END = "<!-- sequences: begin -->", "<!-- sequences: end -->"
HEADS = [
    "training step",
    "lnn-top",
    "sequences a second",
    "memory",
    "torch",
    "times lnn-top",
    "memory",
    "torch, step compiled",
    "times lnn-top",
    "memory",
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the lnn-top to measure")
    parser.add_argument("--threads", type=int, default=2, help="threads of both sides (default: 2)")
    parser.add_argument("--rounds", type=int, default=3, help="alternating rounds (default: 3)")
    parser.add_argument("--seconds", type=float, default=10, help="of a peer in a round (default: 10)")
    parser.add_argument("--batches", type=int, default=60, help="steps of lnn-top in a round (default: 60)")
    parser.add_argument("--only", action="append", choices=NETWORKS, help="one workload; may be repeated")
    parser.add_argument("--limit", type=float, default=180, help="seconds to compile in (default: 180)")
    parser.add_argument("--write", metavar="FILE", help="put the table between the markers in FILE")
    for size, value in vars(Sizes()).items():
        parser.add_argument(f"--{size.replace('_', '-')}", type=int, default=value, help=f"(default: {value})")
    return parser.parse_args()


def write_tokens(path, sizes, batches):
    """Sequences of random words, each with a label in every row; the last one counts."""
    generator = random.Random(1)
    # Every word occurs, so that the vocabulary is as large as the peer's.
    words = [f"w{index}" for index in range(sizes.vocabulary)]
    with open(path, "w") as file:
        file.write("sequence,token,label\n")
        for sequence in range(batches * sizes.sequences * 4 // 3):
            label = generator.choice(["no", "yes"])
            start = sequence * sizes.steps
            for step in range(start, start + sizes.steps):
                word = words[step] if step < len(words) else generator.choice(words)
                file.write(f"{sequence},{word},{label}\n")


def write_numbers(path, sizes, batches):
    """Sequences of random numbers, whose next row is to be forecast."""
    generator = random.Random(1)
    with open(path, "w") as file:
        file.write(",".join(["sequence"] + [f"x{index}" for index in range(sizes.inputs)]) + "\n")
        for sequence in range(batches * sizes.sequences * 4 // 3):
            for _ in range(sizes.dense_steps + 1):
                file.write(f"{sequence}," + ",".join(f"{generator.gauss(0, 1):.3f}" for _ in range(sizes.inputs)) + "\n")


def task(network, sizes, folder, batches):
    """The file of a task for lnn-top, with its data."""
    data = folder / ("tokens.csv" if network.tokens else "numbers.csv")
    if not data.exists():
        (write_tokens if network.tokens else write_numbers)(data, sizes, batches)
    path = folder / f"{network.name}.yaml"
    columns = [f"x{index}" for index in range(sizes.inputs)]
    words = {
        "data": data.name,
        "sequence": "sequence",
        "inputs": ["token"] if network.tokens else columns,
        "targets": ["label"] if network.tokens else columns,
        "kind": "classification" if network.tokens else "forecast",
        "window": sizes.steps if network.tokens else sizes.dense_steps,
        "stride": sizes.steps if network.tokens else sizes.dense_steps,
        # Measured are the lines before validation.
        "split": {"train": 75, "validation": 10, "test": 15, "by": "sequence"},
    }
    if network.tokens:
        words["target-steps"] = "last"
    # YAML reads JSON.
    path.write_text("".join(f"{key}: {json.dumps(value)}\n" for key, value in words.items()))
    return path


def ours(options, network, file):
    """One round of lnn-top: seconds of a step between its first and its last line, and its peak memory."""
    command = [options.program, "train", str(file), "--headless", "--json", "--no-run", "--steps", str(options.batches)]
    command += ["--threads", str(options.threads), "--batch", str(options.sequences), "--units", str(options.units)]
    command += network.options(options)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output = process.stdout.read()
    problem = process.stderr.read().decode().strip().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{problem[-1] if problem else 'ended with an error'}")
    lines = [json.loads(line) for line in output.splitlines()]
    lines = [line for line in lines if line.get("epoch") == 1 and line.get("validation_loss") is None]
    if len(lines) < 2:
        sys.exit(f"{network.name}: a round of {options.batches} steps is too short to be measured: --batches N")
    first, last = lines[0], lines[-1]
    return (last["elapsed_s"] - first["elapsed_s"]) / (last["step"] - first["step"]), usage.ru_maxrss * 1024


def measure(options, network, file):
    """A row of the table."""
    variants = ["eager"] + (["compiled"] if network.compiles else [])
    sizes = json.dumps({size: getattr(options, size) for size in vars(Sizes())})
    peers = []
    for variant in variants:
        print(f"{network.name}: starting torch, {variant}", file=sys.stderr)
        peers.append(Peer(network.name, variant, options.threads, options.limit, "sequence_worker.py", sizes))
    times, peak = [], 0
    for _ in range(options.rounds):
        seconds, peak_bytes = ours(options, network, file)
        times.append(seconds)
        peak = max(peak, peak_bytes)
        for peer in peers:
            peer.run(options.seconds)
    rate = f"{options.sequences / statistics.median(times):.0f}"
    row = [network.title(options), duration(times), rate, memory(peak)]
    for peer in peers:
        peer.end()
        row += [peer.problem, "–", "–"] if not peer.times else [
            duration(peer.times), ratio(peer.times, times), memory(peer.peak_bytes)]
    return row + ["–"] * (len(HEADS) - len(row))


def heading(options):
    """The machine and the conditions."""
    report = json.loads(subprocess.run(
        [options.program, "bench", "--json", "--only", "lstm-32", "--repeats", "1"],
        check=True, stdout=subprocess.PIPE).stdout)
    machine = report["machine"]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ["ncps", "torch"])
    return (
        f"{machine['cpu']}, {machine['cores']} cores, vectors of {machine['vector_bits']} bits; {options.threads}"
        f" threads; load average {machine['load']:.2f} after; lnn-top {report['version']}, {versions}, Python"
        f" {platform.python_version()}. Forward, loss, backward, clipping and Adam on a batch of {options.sequences}"
        f" sequences: {options.steps} tokens from a vocabulary of {options.vocabulary}, one answer at the end, or"
        f" {options.dense_steps} steps of {options.inputs} numbers, an answer at each. Medians of {options.rounds}"
        f" alternating rounds; ± half the distance between the quartiles; peak memory of each process, lnn-top's with"
        f" the table that it read."
    )


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        rows = []
        for key in options.only or NETWORKS:
            network = NETWORKS[key]
            rows.append(measure(options, network, task(network, options, folder, options.batches)))
    lines = [HEADS, ["---"] * len(HEADS)] + rows
    text = heading(options) + "\n\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines)
    print(text)
    if options.write:
        replace_between_markers(options.write, text, BEGIN, END)


if __name__ == "__main__":
    main()
