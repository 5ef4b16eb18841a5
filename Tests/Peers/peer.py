"""A network of ncps, torch or JAX in a process of its own, as compare_ncps.py and compare_sequences.py see it."""

import json
import os
import pathlib
import select
import signal
import subprocess
import sys
import time

# What a step of these took when it was measured (12.9 GB), with some room; every other one takes less than a gigabyte.
NEEDED_BYTES = {("ltc-ncp-302", "eager"): 14e9}


class Peer:
    """Either `problem` says why there is nothing to measure, or `run` measures."""

    def __init__(self, workload, variant, threads, limit, worker="peer_worker.py", *more):
        self.times, self.peak_bytes, self.problem, self.facts = [], 0, None, {}
        self._process = None
        needed = NEEDED_BYTES.get((workload, variant), 0)
        if available_bytes() < needed:
            self.problem = f"skipped: needs about {needed / 1e9:.0f} GB"
            return
        self._process = subprocess.Popen(
            [sys.executable, pathlib.Path(__file__).with_name(worker), workload, variant, str(threads), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        what = "run" if variant == "eager" else "compile"
        self.facts = self._answer(limit, f"did not {what} in {limit:.0f} s") or {}

    def run(self, seconds):
        """Measures for about as long."""
        if self.problem:
            return
        self._process.stdin.write(f"{seconds}\n".encode())
        self._process.stdin.flush()
        answer = self._answer(60 + 30 * seconds, "took too long")
        if answer:
            self.times += answer["seconds"]
            self.peak_bytes = max(self.peak_bytes, answer["peak_bytes"])

    def end(self):
        """Ends the process, and the compilers that it started, which are its own session."""
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()
        self._process = None

    def _answer(self, limit, problem):
        """The next line that the process prints, as JSON; None, and a problem, where it is too late or over."""
        deadline = time.monotonic() + limit
        while (rest := deadline - time.monotonic()) > 0:
            if not select.select([self._process.stdout], [], [], rest)[0]:
                break
            line = self._process.stdout.readline()
            if not line:
                problem = "ended with an error"
                if self._process.wait() == -signal.SIGKILL:
                    problem = "ran out of memory"
                break
            if line.startswith(b"{"):
                return json.loads(line)
        self.problem = problem
        self.end()
        return None


def available_bytes():
    """Memory that processes may still take."""
    with open("/proc/meminfo") as facts:
        line = next(line for line in facts if line.startswith("MemAvailable:"))
    return int(line.split()[1]) * 1024
