"""Runs one network of torch or ncps: a process of compare_sequences.py, so that its peak memory is the network's.

python sequence_worker.py WORKLOAD eager|compiled THREADS SIZES

SIZES are those of sequence_networks.py, as JSON. Prints a JSON object when it is warm; then, for every line "SECONDS"
on stdin, works for about as long and prints the seconds that each step took.
"""

import json
import sys

import ncps.torch
import torch

from sequence_networks import NETWORKS, Sizes
from serving import serve

CLASSES = 2


class Model(torch.nn.Module):
    """An embedding or numbers, a network, and a dense layer that reads the last step or each of them."""

    def __init__(self, network, sizes, compiled):
        super().__init__()
        self.tokens = network.tokens
        width = sizes.embedding if network.tokens else sizes.inputs
        self.embedding = torch.nn.Embedding(sizes.vocabulary, sizes.embedding) if network.tokens else torch.nn.Identity()
        if network.model == "cfc":
            self.recurrent = ncps.torch.CfC(width, sizes.units, mixed_memory=network.mixed)
            if compiled:
                # One step of time, called for each: the whole network is as many times as much code.
                self.recurrent.rnn_cell.forward = torch.compile(self.recurrent.rnn_cell.forward)
        else:
            kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[network.model]
            self.recurrent = kind(width, sizes.units, num_layers=network.layers, batch_first=True)
        self.readout = torch.nn.Linear(sizes.units, CLASSES if network.tokens else sizes.inputs)

    def forward(self, inputs):
        states, _ = self.recurrent(self.embedding(inputs))
        return self.readout(states[:, -1] if self.tokens else states)


def training_step(network, sizes, compiled):
    """Forward, loss, backward, clipping and Adam on a random batch."""
    model = Model(network, sizes, compiled)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    if network.tokens:
        inputs = torch.randint(sizes.vocabulary, (sizes.sequences, sizes.steps))
        targets = torch.randint(CLASSES, (sizes.sequences,))
        loss_of = torch.nn.functional.cross_entropy
    else:
        inputs = torch.randn(sizes.sequences, sizes.dense_steps, sizes.inputs)
        targets = torch.randn(sizes.sequences, sizes.dense_steps, sizes.inputs)
        loss_of = torch.nn.functional.mse_loss

    def step():
        optimizer.zero_grad()
        loss_of(model(inputs), targets).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    return step


def main(workload, variant, threads, sizes):
    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    serve(lambda: training_step(NETWORKS[workload], Sizes(**json.loads(sizes)), variant == "compiled"))


if __name__ == "__main__":
    main(*sys.argv[1:])
