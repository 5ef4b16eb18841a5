"""Runs one network of torch or ncps: a process of compare_ncps.py, so that its peak memory is the network's.

python peer_worker.py WORKLOAD eager|compiled|whole THREADS

Prints a JSON object when it is warm; then, for every line "SECONDS" on stdin, works for about as long and prints the
seconds that each step took.
"""

import sys

import torch

from networks import INPUTS, SEQUENCES, STEPS, network
from serving import serve
from torch_networks import build, random_batch


def training_step(model, run, inputs, targets):
    """Forward, loss, backward, clipping and Adam on one batch."""
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


def main(workload, variant, threads):
    torch.set_num_threads(int(threads))
    torch.manual_seed(1)

    def make():
        kind = network(workload)
        model = build(kind, INPUTS)
        run = compiled(model, variant)
        if workload.startswith("stream-"):
            return streaming_step(run)
        return training_step(model, run, *random_batch(kind, SEQUENCES, STEPS, INPUTS))

    serve(make)


if __name__ == "__main__":
    main(*sys.argv[1:])
