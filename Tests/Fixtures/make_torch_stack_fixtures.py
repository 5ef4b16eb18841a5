"""Writes torch_stacks.json: two recurrent layers of PyTorch with an embedding of one input channel and a Linear readout,
some with LayerNorm, residuals and pooling over time, what they compute, and their gradients.

Run with a Python that has torch:  python make_torch_stack_fixtures.py
"""

import json
import pathlib

import torch

LENGTHS = [7, 4, 5]
INPUTS = 3
CHANNEL = 1  # holds the index of a category
LEVELS = 5
WIDTH = 3
UNITS = 4
OUTPUTS = 2
SEEN = INPUTS - 1 + WIDTH

CASES = [
    ("lstm", False, False, "last"),
    ("gru", False, False, "last"),
    ("lstm", True, True, "mean"),
    ("gru", True, True, "attention"),
    ("gru", True, False, "max"),
]


def rounded(tensor):
    return [float(f"{x:.9g}") for x in tensor.flatten().tolist()]


class Network(torch.nn.Module):
    def __init__(self, cell, normalizes, is_residual, pooling):
        super().__init__()
        kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[cell]
        self.embedding = torch.nn.Embedding(LEVELS, WIDTH)
        # Without anything between them, the layers are those of one module.
        self.joined = None if normalizes else kind(SEEN, UNITS, num_layers=2, batch_first=True)
        self.layers = torch.nn.ModuleList(
            [kind(SEEN, UNITS, batch_first=True), kind(UNITS, UNITS, batch_first=True)] if normalizes else []
        )
        self.norms = torch.nn.ModuleList([torch.nn.LayerNorm(UNITS) for _ in self.layers])
        self.query = torch.nn.Parameter(torch.randn(UNITS)) if pooling == "attention" else None
        self.readout = torch.nn.Linear(UNITS, OUTPUTS)
        self.is_residual, self.pooling = is_residual, pooling

    def named(self):
        """The parameters under the names that the program gives them."""
        found = {"embedding1": self.embedding.weight}
        for layer in (0, 1):
            module, suffix = (self.joined, f"_l{layer}") if self.joined else (self.layers[layer], "_l0")
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
                found[f"layer{layer + 1}.{name}"] = getattr(module, name + suffix)
            if self.norms:
                found[f"layer{layer + 1}.norm_w"] = self.norms[layer].weight
                found[f"layer{layer + 1}.norm_b"] = self.norms[layer].bias
        if self.query is not None:
            found["pool_query"] = self.query
        return found | {"readout_w": self.readout.weight, "readout_b": self.readout.bias}

    def forward(self, inputs):
        index = inputs[:, CHANNEL].long()
        known = ((index >= 0) & (index < LEVELS)).unsqueeze(1)
        vectors = self.embedding(index.clamp(0, LEVELS - 1)) * known
        x = torch.cat([inputs[:, :CHANNEL], vectors, inputs[:, CHANNEL + 1 :]], dim=1).unsqueeze(0)
        if self.joined:
            x, _ = self.joined(x)
        for layer, norm in zip(self.layers, self.norms):
            states, _ = layer(x)
            given = norm(states)
            x = given + x if self.is_residual and x.shape == given.shape else given
        return self.readout(self.pooled(x[0]))

    def pooled(self, x):
        steps = torch.arange(1, len(x) + 1, dtype=x.dtype).unsqueeze(1)
        if self.pooling == "mean":
            return x.cumsum(0) / steps
        if self.pooling == "max":
            return x.cummax(0).values
        if self.pooling == "attention":
            scores = x @ self.query
            return torch.stack([torch.softmax(scores[: t + 1], 0) @ x[: t + 1] for t in range(len(x))])
        return x


def case(cell, normalizes, is_residual, pooling):
    network = Network(cell, normalizes, is_residual, pooling)
    for tensor in network.parameters():
        # Larger than the initial ones, so that gates saturate a little, and exact in 32 bits.
        tensor.data = (1.7 * tensor.data + 0.1 * torch.randn_like(tensor)).float().double()
    sequences = [(1.5 * torch.randn(length, INPUTS)).float().double() for length in LENGTHS]
    for sequence in sequences:
        # One below and one above those that there are.
        sequence[:, CHANNEL] = torch.randint(-1, LEVELS + 1, (len(sequence),)).double()
    outputs = [network(sequence) for sequence in sequences]
    (torch.cat(outputs) ** 2).mean().backward()
    return {
        "cell": cell,
        "normalizes": normalizes,
        "isResidual": is_residual,
        "pooling": pooling,
        "units": UNITS,
        "outputs": OUTPUTS,
        "channel": CHANNEL,
        "levels": LEVELS,
        "width": WIDTH,
        "parameters": {name: rounded(tensor) for name, tensor in network.named().items()},
        "inputs": [[row.tolist() for row in sequence] for sequence in sequences],
        "expectedOutputs": [[rounded(row) for row in output.detach()] for output in outputs],
        "expectedGradient": {name: rounded(tensor.grad) for name, tensor in network.named().items()},
    }


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(47)
    cases = [case(*options) for options in CASES]
    path = pathlib.Path(__file__).with_name("torch_stacks.json")
    path.write_text(json.dumps(cases, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
