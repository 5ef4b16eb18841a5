"""Trains a network of ncps on the table of jobs.py, as `lnn-top train` does: a process that compare_ncps.py times as a
whole.

python train_table.py JOB THREADS FILE

Keeps the weights of the epoch with the best validation loss, writes them to FILE, and prints the number of steps and
the mean error over the test part as JSON.
"""

import json
import sys

import numpy
import safetensors.torch
import torch

from jobs import BATCH, CLIP, EPOCHS, INPUTS, JOBS, RATE, SEQUENCE, SPLIT, STRIDE, TABLE, TARGET, WINDOW
from torch_networks import build


def sequences(path):
    """Inputs and targets of each sequence, in the table's order."""
    with path.open() as file:
        names = file.readline().strip().split(",")
        rows = numpy.loadtxt(file, delimiter=",", dtype=numpy.float32)
    key = rows[:, names.index(SEQUENCE)]
    starts = numpy.flatnonzero(numpy.diff(key)) + 1
    inputs = numpy.split(rows[:, [names.index(name) for name in INPUTS]], starts)
    targets = numpy.split(rows[:, [names.index(TARGET)]], starts)
    return list(zip(inputs, targets))


def parts(values):
    """Training, validation and test."""
    first, second = (round(len(values) * sum(SPLIT[:count]) / sum(SPLIT)) for count in [1, 2])
    return values[:first], values[first:second], values[second:]


class Windows:
    """Windows of some sequences: of training they overlap and all are whole; of the other parts the last one of a
    sequence may be shorter, and `counts` says which steps there are."""

    def __init__(self, part, scaling, overlapping=False):
        inputs, targets, counts = [], [], []
        for sequence in part:
            scaled = [(values - mean) / deviation for values, (mean, deviation) in zip(sequence, scaling)]
            length = len(scaled[0])
            for start in range(0, length - WINDOW + 1, STRIDE) if overlapping else range(0, length, WINDOW):
                missing = max(0, start + WINDOW - length)
                window = [numpy.pad(values[start : start + WINDOW], ((0, missing), (0, 0))) for values in scaled]
                inputs.append(window[0])
                targets.append(window[1])
                counts.append(numpy.arange(WINDOW)[:, None] < WINDOW - missing)
        self.inputs, self.targets, self.counts = (
            torch.from_numpy(numpy.stack(values)) for values in [inputs, targets, counts]
        )

    def __len__(self):
        return len(self.inputs)


def errors(model, windows):
    """The differences to the targets."""
    with torch.no_grad():
        return (model(windows.inputs)[0] - windows.targets)[windows.counts]


def train(model, training, validation):
    """Gives the number of steps; the model ends with its best weights."""
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    steps, best, weights = 0, torch.inf, None
    for _ in range(EPOCHS):
        for chosen in torch.randperm(len(training)).split(BATCH):
            optimizer.zero_grad()
            outputs = model(training.inputs[chosen])[0]
            torch.nn.functional.mse_loss(outputs, training.targets[chosen]).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            optimizer.step()
            steps += 1
        loss = errors(model, validation).square().mean().item()
        if loss < best:
            best, weights = loss, {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(weights)
    return steps


def main(name, threads, path):
    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    learning, checking, testing = parts(sequences(TABLE))
    rows = [numpy.concatenate(values) for values in zip(*learning)]
    scaling = [(values.mean(axis=0), values.std(axis=0)) for values in rows]
    model = build(JOBS[name].network, len(INPUTS))
    steps = train(model, Windows(learning, scaling, overlapping=True), Windows(checking, scaling))
    safetensors.torch.save_model(model, path)
    error = errors(model, Windows(testing, scaling)).abs().mean().item() * float(scaling[1][1][0])
    print(json.dumps({"step": steps, "test_metric_value": error}))


if __name__ == "__main__":
    main(*sys.argv[1:])
