"""Times lnn-top beside the Python package ncps, in alternating rounds, and prints a Markdown table.

Run it with run.sh, which installs what it needs. Nothing is asserted: speed is a property of a machine.
"""

import argparse
import importlib.metadata
import json
import platform
import statistics
import subprocess
import sys

from peer import Peer
from table import replace_between_markers, table

VARIANTS = ["eager", "compiled"]
# Whoever streams in Python calls the network as it is, and torch's own LSTM is one compiled call.
PLAIN = ["eager"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the lnn-top to measure")
    parser.add_argument("--threads", type=int, default=2, help="threads of both sides (default: 2)")
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds (default: 5)")
    parser.add_argument("--seconds", type=float, default=1, help="of each side in a round (default: 1)")
    parser.add_argument("--only", action="append", help="one workload; may be repeated (default: all)")
    parser.add_argument("--limit", type=float, default=90, help="seconds to compile in (default: 90)")
    parser.add_argument("--whole", action="store_true", help="also compile the unrolled network as a whole")
    parser.add_argument("--write", metavar="FILE", help="put the table between the markers in FILE")
    return parser.parse_args()


def ours(options, workload):
    """One round of lnn-top: its report."""
    command = [options.program, "bench", "--json", "--only", workload, "--threads", str(options.threads)]
    output = subprocess.run(command + ["--repeats", "7"], check=True, stdout=subprocess.PIPE).stdout
    return json.loads(output)


def workloads(options):
    """What this lnn-top can measure, by its own help."""
    if options.only:
        return options.only
    report = subprocess.run(
        [options.program, "bench", "--json", "--repeats", "1"], check=True, stdout=subprocess.PIPE
    )
    # The networks in Python do not learn online.
    return [workload["name"] for workload in json.loads(report.stdout)["workloads"] if workload["kind"] != "online"]


def measure(options, workload, variants):
    """A row of the table."""
    reports, times = [], []
    peers = {}
    for variant in variants:
        print(f"{workload}: starting ncps, {variant}", file=sys.stderr)
        peers[variant] = Peer(workload, variant, options.threads, options.limit)
    for _ in range(options.rounds):
        report = ours(options, workload)
        reports.append(report["workloads"][0])
        step = reports[-1].get("threaded_step") or reports[-1]["step"]
        times.append(step["seconds"]["median"])
        for peer in peers.values():
            peer.run(options.seconds)
    for peer in peers.values():
        peer.end()
    return {
        "kind": reports[0]["kind"],
        "title": reports[0]["title"],
        "ours": {"times": times, "peak_bytes": max(report["peak_memory_bytes"] for report in reports)},
        "peers": {
            variant: {"times": peer.times, "peak_bytes": peer.peak_bytes, "problem": peer.problem}
            for variant, peer in peers.items()
        },
        "imported_bytes": [peer.facts["imported_bytes"] for peer in peers.values() if peer.facts],
    }


def heading(options, before, after, rows):
    """The machine and the conditions."""
    machine = before["machine"]
    imported = [size for row in rows for size in row["imported_bytes"]]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ["ncps", "torch"])
    return (
        f"{machine['cpu']}, {machine['cores']} cores, vectors of {machine['vector_bits']} bits; {options.threads}"
        f" threads; load average {machine['load']:.2f} before, {after['machine']['load']:.2f} after; lnn-top"
        f" {before['version']}, {versions}, Python {platform.python_version()}. Batches of {before['sequences']}"
        f" sequences of {before['steps']} steps with {before['inputs']} inputs; medians of {options.rounds} alternating"
        f" rounds; ± half the distance between the quartiles; peak memory of each process, of which Python with torch"
        f" takes {statistics.median(imported) / 1e6:.0f} MB before there is a network."
    )


def parts(rows):
    """The rows of each table that is not empty, with its title."""
    for kind, title in [("training", "training step"), ("streaming", "step of a stream")]:
        part = [row for row in rows if row["kind"] == kind]
        if part:
            yield title, part


def main():
    options = arguments()
    names = workloads(options)
    training = VARIANTS + (["whole"] if options.whole else [])
    before = ours(options, names[0])
    rows = [measure(options, name, training if name.startswith(("ltc", "cfc")) else PLAIN) for name in names]
    text = "\n\n".join(
        [heading(options, before, ours(options, names[0]), rows)]
        + [table(what, part) for what, part in parts(rows)]
    )
    print(text)
    if options.write:
        replace_between_markers(options.write, text)


if __name__ == "__main__":
    main()
