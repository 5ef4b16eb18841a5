"""Times lnn-top beside the Python package ncps and the same networks in JAX, in alternating rounds, and prints Markdown
tables.

Run it with run.sh, which installs what it needs. Nothing is asserted: speed is a property of a machine.
"""

import argparse
import importlib.metadata
import json
import platform
import statistics
import subprocess
import sys

from jobs import JOBS, measure_job
from networks import network
from peer import Peer
from table import replace_between_markers, table

WORKERS = {"jax": "jax_worker.py"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the lnn-top to measure")
    parser.add_argument("--threads", type=int, default=2, help="threads of both sides (default: 2)")
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds (default: 5)")
    parser.add_argument("--seconds", type=float, default=1, help="of each side in a round (default: 1)")
    parser.add_argument("--only", action="append", help="one workload or job; may be repeated (default: all)")
    parser.add_argument("--limit", type=float, default=90, help="seconds to compile in (default: 90)")
    parser.add_argument("--whole", action="store_true", help="also compile the unrolled network as a whole")
    parser.add_argument("--write", metavar="FILE", help="put the tables between the markers in FILE")
    return parser.parse_args()


def ours(options, workload):
    """One round of lnn-top: its report."""
    command = [options.program, "bench", "--json", "--only", workload, "--threads", str(options.threads)]
    output = subprocess.run(command + ["--repeats", "7"], check=True, stdout=subprocess.PIPE).stdout
    return json.loads(output)


def workloads(options):
    """What both this lnn-top, by its own report, and Python can do; then the whole jobs."""
    if options.only:
        return options.only
    report = subprocess.run(
        [options.program, "bench", "--json", "--repeats", "1"], check=True, stdout=subprocess.PIPE
    )
    names = [workload["name"] for workload in json.loads(report.stdout)["workloads"]]
    # Python has neither the LRC networks nor networks that learn online.
    return [name for name in names if network(name)] + list(JOBS)


def variants(options, workload):
    """How Python runs a workload."""
    # Whoever streams in Python calls the network as it is.
    if workload.startswith("stream-"):
        return ["eager"]
    names = network(workload).variants
    return names + (["whole"] if options.whole and "compiled" in names else [])


def measure(options, workload):
    """A row of the table."""
    reports, times = [], []
    peers = {}
    for variant in variants(options, workload):
        print(f"{workload}: starting Python, {variant}", file=sys.stderr)
        worker = WORKERS.get(variant, "peer_worker.py")
        peers[variant] = Peer(workload, variant, options.threads, options.limit, worker)
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
        "imported_bytes": {
            variant: peer.facts["imported_bytes"] for variant, peer in peers.items() if peer.facts
        },
    }


def imported(rows):
    """What Python takes before there is a network, where it was measured."""
    texts = []
    for package, variants in {"torch": ["eager", "compiled", "whole"], "JAX": ["jax"]}.items():
        sizes = [size for row in rows for variant, size in row["imported_bytes"].items() if variant in variants]
        if sizes:
            texts.append(f"Python with {package} {statistics.median(sizes) / 1e6:.0f} MB")
    return f", of which before there is a network {' and '.join(texts)}" if texts else ""


def heading(options, before, after, rows):
    """The machine and the conditions."""
    machine = before["machine"]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ["ncps", "torch", "jax"])
    return (
        f"{machine['cpu']}, {machine['cores']} cores, vectors of {machine['vector_bits']} bits; {options.threads}"
        f" threads; load average {machine['load']:.2f} before, {after['machine']['load']:.2f} after; lnn-top"
        f" {before['version']}, {versions}, Python {platform.python_version()}. Batches of {before['sequences']}"
        f" sequences of {before['steps']} steps with {before['inputs']} inputs; medians of {options.rounds} alternating"
        f" rounds; ± half the distance between the quartiles; peak memory of each process{imported(rows)}."
    )


def parts(rows):
    """The rows of each table that is not empty, with its title."""
    kinds = {
        "training": "training step",
        "streaming": "step of a stream",
        "job": "whole job: start, reading, three epochs",
    }
    for kind, title in kinds.items():
        part = [row for row in rows if row["kind"] == kind]
        if part:
            yield title, part


def main():
    options = arguments()
    names = workloads(options)
    steps = [name for name in names if name not in JOBS]
    of_machine = steps[0] if steps else "ltc-ncp-32"
    before = ours(options, of_machine)
    rows = [
        measure_job(options.program, name, options.threads, options.rounds) if name in JOBS else measure(options, name)
        for name in names
    ]
    text = "\n\n".join(
        [heading(options, before, ours(options, of_machine), rows)]
        + [table(what, part) for what, part in parts(rows)]
    )
    print(text)
    if options.write:
        replace_between_markers(options.write, text)


if __name__ == "__main__":
    main()
