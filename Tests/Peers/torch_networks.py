"""The networks of networks.py in torch and ncps."""

import warnings

warnings.filterwarnings("ignore")

import ncps.torch
import torch
from ncps.wirings import AutoNCP, FullyConnected


class LSTM(torch.nn.Module):
    """That of torch, with the dense layer that ours has."""

    def __init__(self, inputs, units, outputs):
        super().__init__()
        self.recurrent = torch.nn.LSTM(inputs, units, batch_first=True)
        self.readout = torch.nn.Linear(units, outputs)

    def forward(self, inputs, state=None):
        states, state = self.recurrent(inputs, state)
        return self.readout(states), state


def build(network, inputs):
    """A module that gives outputs and the last state."""
    if network.model == "lstm":
        return LSTM(inputs, network.units, network.outputs)
    if network.model == "cfc":
        return ncps.torch.CfC(inputs, network.units, proj_size=network.outputs)
    wiring = {"full": FullyConnected, "auto-ncp": AutoNCP}[network.wiring]
    return ncps.torch.LTC(inputs, wiring(network.units, network.outputs))


def random_batch(network, sequences, steps, inputs):
    """Inputs and targets."""
    return torch.randn(sequences, steps, inputs), torch.rand(sequences, steps, network.outputs) * 2 - 1
