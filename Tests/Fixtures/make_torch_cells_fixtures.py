"""Writes torch_cells.json: an LSTM and a GRU of PyTorch with a Linear readout, what they compute, and their gradients.

Run with a Python that has torch:  python make_torch_cells_fixtures.py
"""

import json
import pathlib

import torch

STEPS = 7
INPUTS = 3
NEURONS = 5
OUTPUTS = 2


def rounded(tensor):
    return [float(f"{x:.9g}") for x in tensor.flatten().tolist()]


def case(cell, kind):
    layer = kind(INPUTS, NEURONS, batch_first=True)
    readout = torch.nn.Linear(NEURONS, OUTPUTS)
    tensors = {name.removesuffix("_l0"): tensor for name, tensor in layer.named_parameters()}
    tensors |= {"readout_w": readout.weight, "readout_b": readout.bias}
    for tensor in tensors.values():
        # Larger than the initial ones, so that gates saturate a little, and exact in 32 bits.
        tensor.data = (1.7 * tensor.data).float().double()
    x = (1.5 * torch.randn(1, STEPS, INPUTS)).float().double()
    states, final = layer(x)
    y = readout(states)
    (y**2).mean().backward()
    return {
        "cell": cell,
        "neurons": NEURONS,
        "outputs": OUTPUTS,
        "parameters": {name: rounded(tensor) for name, tensor in tensors.items()},
        "inputs": x.flatten().tolist(),
        "expectedOutputs": rounded(y.detach()),
        "expectedStates": rounded((final[0] if isinstance(final, tuple) else final).detach()),
        "expectedGradient": {name: rounded(tensor.grad) for name, tensor in tensors.items()},
    }


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(31)
    cases = [case("lstm", torch.nn.LSTM), case("gru", torch.nn.GRU)]
    path = pathlib.Path(__file__).with_name("torch_cells.json")
    path.write_text(json.dumps(cases, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
