"""Writes ncps_ltc.json and ncps_cfc.json: networks of the Python package ncps, what they compute, their gradients.

Run with a Python that has torch and ncps 1.0.1:  python make_ncps_fixtures.py
"""

import json
import pathlib

import numpy as np
import torch
from ncps.torch import CfC, LTC
from ncps.wirings import AutoNCP, FullyConnected, Random

STEPS = 6
INPUTS = 3
NEURON_TENSORS = ["gleak", "vleak", "cm"]
SYNAPSE_TENSORS = ["w", "mu", "sigma", "erev"]
MAP_TENSORS = ["input_w", "input_b", "output_w", "output_b"]


def synapses(adjacency):
    """[source, target, polarity] of every synapse, by target, then source."""
    return [
        [int(source), int(target), int(adjacency[source, target])]
        for target in range(adjacency.shape[1])
        for source in range(adjacency.shape[0])
        if adjacency[source, target] != 0
    ]


def per_tensor(take, wiring):
    """The tensors by name as flat lists, those of synapses in the order of `synapses`."""
    tensors = {name: take(name).tolist() for name in NEURON_TENSORS + MAP_TENSORS}
    for prefix, adjacency in [
        ("", wiring.adjacency_matrix),
        ("sensory_", wiring.sensory_adjacency_matrix),
    ]:
        pairs = [(source, target) for source, target, _ in synapses(adjacency)]
        for name in SYNAPSE_TENSORS:
            dense = take(prefix + name)
            tensors[prefix + name] = [float(dense[pair]) for pair in pairs]
    return {name: [float(f"{x:.9g}") for x in values] for name, values in tensors.items()}


def case(name, wiring, implicit, elapsed):
    layer = LTC(INPUTS, wiring, implicit_param_constraints=implicit, batch_first=True)
    parameters = layer.rnn_cell._params
    for tensor in parameters.values():
        if tensor.requires_grad:
            # Away from special values, and exact in 32 bits.
            moved = tensor.data + 0.1 * torch.rand_like(tensor)
            tensor.data = moved.float().double()
    x = torch.randn(1, STEPS, INPUTS).float().double()
    times = torch.tensor([elapsed]).float().double()
    y, _ = layer(x, timespans=times)
    (y**2).mean().backward()

    def values(tensor):
        return parameters[tensor].detach().numpy()

    def gradients(tensor):
        return parameters[tensor].grad.numpy()

    return {
        "name": name,
        "constraints": "implicit" if implicit else "explicit",
        "neurons": wiring.units,
        "outputs": wiring.output_dim,
        "synapses": synapses(wiring.adjacency_matrix),
        "sensorySynapses": synapses(wiring.sensory_adjacency_matrix),
        "parameters": per_tensor(values, wiring),
        "inputs": x.flatten().tolist(),
        "elapsed": times.flatten().tolist(),
        "expectedOutputs": y.detach().flatten().tolist(),
        "expectedGradient": per_tensor(gradients, wiring),
    }


def cfc_names(layers, mode):
    """Our names of the tensors, and those of the package."""
    dense = {f"backbone_{layer}": f"backbone.{2 * layer}" for layer in range(layers)}
    for head in ["ff1"] if mode == "pure" else ["ff1", "ff2", "time_a", "time_b"]:
        dense[head] = head
    names = {}
    for ours, theirs in dense.items():
        names[ours + "_w"] = theirs + ".weight"
        names[ours + "_b"] = theirs + ".bias"
    return names | ({"w_tau": "w_tau", "A": "A"} if mode == "pure" else {})


def rounded(tensor):
    return [float(f"{x:.9g}") for x in tensor.flatten().tolist()]


def cfc_case(mode, layers, activation):
    layer = CfC(
        INPUTS, 5, mode=mode, activation=activation, backbone_units=6, backbone_layers=layers, batch_first=True
    )
    for tensor in layer.parameters():
        # Exact in 32 bits.
        tensor.data = tensor.data.float().double()
    x = torch.randn(1, STEPS, INPUTS).float().double()
    times = torch.tensor([[0.1, 2.0, 0.5, 0.0, 7.0, 0.25]]).float().double()
    y, _ = layer(x, timespans=times)
    (y**2).mean().backward()
    tensors = dict(layer.rnn_cell.named_parameters())
    names = cfc_names(layers, mode)
    return {
        "mode": mode.replace("_", "-"),
        "backboneLayers": layers,
        "backboneUnits": 6,
        "activation": activation.replace("_", "-"),
        "neurons": 5,
        "parameters": {ours: rounded(tensors[theirs]) for ours, theirs in names.items()},
        "inputs": x.flatten().tolist(),
        "elapsed": times.flatten().tolist(),
        "expectedOutputs": y.detach().flatten().tolist(),
        "expectedGradient": {ours: rounded(tensors[theirs].grad) for ours, theirs in names.items()},
    }


def write(name, cases):
    path = pathlib.Path(__file__).with_name(name)
    path.write_text(json.dumps(cases, separators=(",", ":")) + "\n")


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(20)
    np.random.seed(20)
    regular = [1.0] * STEPS
    irregular = [0.1, 2.0, 0.5, 1.0, 7.0, 0.25]
    cases = [
        case("dense, implicit", FullyConnected(6, 2), True, regular),
        case("dense, explicit", FullyConnected(6, 2), False, irregular),
        case("random, implicit", Random(9, 3, 0.6), True, irregular),
        case("NCP, implicit", AutoNCP(14, 2), True, irregular),
        case("NCP, explicit", AutoNCP(14, 2), False, regular),
    ]
    write("ncps_ltc.json", cases)
    modes = ["default", "no_gate", "pure"]
    shapes = [(mode, layers, "lecun_tanh") for mode in modes for layers in range(3)]
    shapes += [("default", 2, activation) for activation in ["silu", "relu", "tanh", "gelu"]]
    write("ncps_cfc.json", [cfc_case(*shape) for shape in shapes])


if __name__ == "__main__":
    main()
