"""Writes what a network of torch or ncps gives, for the worker in JAX to compare with.

python torch_reference.py WORKLOAD FILE

FILE becomes an .npz file of the weights by their names in torch, of a small batch, of the outputs, and of the loss and
the length of its gradient.
"""

import sys

import numpy
import torch

from networks import INPUTS, STEPS, network
from torch_networks import build, random_batch

SEQUENCES = 4


def main(workload, path):
    torch.manual_seed(1)
    kind = network(workload)
    model = build(kind, INPUTS)
    inputs, targets = random_batch(kind, SEQUENCES, STEPS, INPUTS)
    outputs = model(inputs)[0]
    loss = torch.nn.functional.mse_loss(outputs, targets)
    loss.backward()
    length = torch.nn.utils.clip_grad_norm_(model.parameters(), torch.inf)
    results = {"inputs": inputs, "targets": targets, "outputs": outputs, "loss": loss, "gradient_length": length}
    weights = {f"weights.{name}": weight for name, weight in model.state_dict().items()}
    numpy.savez(path, **{name: value.detach().numpy() for name, value in (results | weights).items()})


if __name__ == "__main__":
    main(*sys.argv[1:])
