"""Runs one network of ncps: a process of compare_ncps.py, so that its peak memory is the network's.

python peer_worker.py WORKLOAD eager|compiled|whole THREADS

Prints a JSON object when it is warm; then, for every line "SECONDS" on stdin, works for about as long and prints the
seconds that each step took.
"""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import ncps.torch
import torch
from ncps.wirings import AutoNCP, FullyConnected

SEQUENCES, STEPS, INPUTS = 32, 32, 8


def ltc(wiring):
    return ncps.torch.LTC(INPUTS, wiring)


class LSTM(torch.nn.Module):
    """That of torch, with the dense layer that ours has."""

    def __init__(self):
        super().__init__()
        self.recurrent = torch.nn.LSTM(INPUTS, 32, batch_first=True)
        self.readout = torch.nn.Linear(32, 4)

    def forward(self, inputs, state=None):
        states, state = self.recurrent(inputs, state)
        return self.readout(states), state


# The networks of `lnn-top bench`, by its names (behind "stream-" where it streams), and their outputs.
NETWORKS = {
    "ltc-dense-32": lambda: (ltc(FullyConnected(32, 4)), 4),
    "ltc-ncp-32": lambda: (ltc(AutoNCP(32, 4)), 4),
    "ltc-ncp-302": lambda: (ltc(AutoNCP(302, 20)), 20),
    "cfc-32": lambda: (ncps.torch.CfC(INPUTS, 32, proj_size=4), 4),
    "lstm-32": lambda: (LSTM(), 4),
}


def training_step(model, outputs, run):
    """Forward, loss, backward, clipping and Adam on a random batch."""
    inputs = torch.randn(SEQUENCES, STEPS, INPUTS)
    targets = torch.rand(SEQUENCES, STEPS, outputs) * 2 - 1
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)

    def step():
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(run(inputs)[0], targets)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    return step


def streaming_step(model):
    """One step of one sequence; the state goes on to the next."""
    samples = torch.randn(64, 1, 1, INPUTS)
    state = None
    count = 0

    @torch.no_grad()
    def step():
        nonlocal state, count
        _, state = model(samples[count % 64], state)
        count += 1

    return step


def compiled(model, variant):
    """What to call for the model's outputs."""
    if variant == "whole":
        return torch.compile(model)
    if variant == "compiled":
        # One step of time, called for each: the whole network is 32 times as much code.
        model.rnn_cell.forward = torch.compile(model.rnn_cell.forward)
    return model


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


def serve(threads, make):
    """Makes a step, tells when it is warm, and works for as long as each line on stdin says."""
    with open("/proc/self/oom_score_adj", "w") as score:
        score.write("1000")  # Where memory runs out, this process is the one to go.
    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    imported = memory("VmRSS")
    step = make()
    step()
    tell({"imported_bytes": imported, "torch": torch.__version__})
    for line in sys.stdin:
        tell({"seconds": work(step, float(line)), "peak_bytes": memory("VmHWM")})


def main(workload, variant, threads):
    def make():
        model, outputs = NETWORKS[workload.removeprefix("stream-")]()
        run = compiled(model, variant)
        return streaming_step(run) if workload.startswith("stream-") else training_step(model, outputs, run)

    serve(threads, make)


if __name__ == "__main__":
    main(*sys.argv[1:])
