"""How a worker is told to work, and tells what it measured: JSON objects on stdout, lines "SECONDS" on stdin."""

import json
import sys
import time


def memory(field):
    """A figure of this process's memory in bytes."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith(field + ":"))
    return int(line.split()[1]) * 1024


def tell(value):
    print(json.dumps(value), flush=True)


def work(step, duration):
    """The seconds of each step, for about the duration but at least one."""
    times = []
    while not times or sum(times) + times[-1] < duration:
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return times


def serve(make):
    """Makes a step, tells when it is warm, and works for as long as each line on stdin says."""
    with open("/proc/self/oom_score_adj", "w") as score:
        score.write("1000")  # Where memory runs out, this process is the one to go.
    imported = memory("VmRSS")
    step = make()
    step()
    tell({"imported_bytes": imported})
    for line in sys.stdin:
        tell({"seconds": work(step, float(line)), "peak_bytes": memory("VmHWM")})
