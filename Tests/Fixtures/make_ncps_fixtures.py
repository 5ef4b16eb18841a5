"""Writes ncps_ltc.json and ncps_cfc.json: networks of the Python package ncps, what they compute, their gradients.

Run with a Python that has torch and ncps 1.0.1:  python make_ncps_fixtures.py
"""

import json
import pathlib

import numpy as np
import torch
from ncps.torch import CfC, LTC
from ncps.wirings import NCP, AutoNCP, FullyConnected, Random

STEPS = 6
INPUTS = 3
REGULAR = [1.0] * STEPS
IRREGULAR = [0.1, 2.0, 0.5, 1.0, 7.0, 0.25]
WITH_ZERO = [0.1, 2.0, 0.5, 0.0, 7.0, 0.25]
SYNAPSE_TENSORS = ["w", "mu", "sigma", "erev"]
HEADS = {"pure": ["ff1"], "default": ["ff1", "ff2", "time_a", "time_b"], "no_gate": ["ff1", "ff2", "time_a", "time_b"]}
MEMORY = {
    "memory_input_w": "lstm.input_map.weight",
    "memory_input_b": "lstm.input_map.bias",
    "memory_recurrent_w": "lstm.recurrent_map.weight",
}


def synapses(adjacency):
    """[source, target, polarity] of every synapse, by target, then source."""
    return [
        [int(source), int(target), int(adjacency[source, target])]
        for target in range(adjacency.shape[1])
        for source in range(adjacency.shape[0])
        if adjacency[source, target] != 0
    ]


def neuron_kinds(wiring):
    """motor, command or inter, a neuron; the layers of ncps are sorted the other way round."""
    names = ["inter", "command", "motor"][-wiring.num_layers :]
    kinds = [None] * wiring.units
    for layer, name in enumerate(names):
        for neuron in wiring.get_neurons_of_layer(layer):
            kinds[neuron] = name
    return kinds


class Recorder:
    """Reads the tensors of a network, or their gradients, under our names."""

    def __init__(self, network, read):
        self.tensors = {
            name: read(tensor) for name, tensor in network.named_parameters() if tensor.requires_grad
        }

    def whole(self, names):
        return {ours: self.tensors[theirs].flatten().tolist() for ours, theirs in names.items()}

    def pairs(self, theirs, pairs):
        dense = self.tensors[theirs]
        return [float(dense[pair]) for pair in pairs]


def rounded(tensors):
    return {name: [float(f"{x:.9g}") for x in values] for name, values in tensors.items()}


def record(network, tensors, order, elapsed, description):
    """Runs a network over one sequence.

    tensors: takes a Recorder and gives the tensors under our names.
    order: of the final states, ours by theirs.
    """
    for tensor in network.parameters():
        # Exact in 32 bits.
        tensor.data = tensor.data.float().double()
    x = torch.randn(1, STEPS, INPUTS).float().double()
    times = torch.tensor([elapsed]).float().double()
    y, state = network(x, timespans=times)
    (y**2).mean().backward()
    state = state[0] if isinstance(state, tuple) else state
    return description | {
        "parameters": rounded(tensors(Recorder(network, lambda tensor: tensor.detach()))),
        "inputs": x.flatten().tolist(),
        "elapsed": times.flatten().tolist(),
        "expectedOutputs": y.detach().flatten().tolist(),
        "expectedStates": [state.detach().flatten().tolist()[place] for place in order],
        "expectedGradient": rounded(tensors(Recorder(network, lambda tensor: tensor.grad))),
    }


def ltc_case(name, wiring, implicit, map_kind, elapsed, memory=False):
    network = LTC(
        INPUTS,
        wiring,
        implicit_param_constraints=implicit,
        input_mapping=map_kind,
        output_mapping=map_kind,
        mixed_memory=memory,
    )
    for tensor in network.parameters():
        if tensor.requires_grad:
            # Away from special values.
            tensor.data += 0.1 * torch.rand_like(tensor)
    suffixes = {"affine": ["w", "b"], "linear": ["w"], None: []}[map_kind]
    whole = ["gleak", "vleak", "cm"] + [f"{side}_{end}" for side in ["input", "output"] for end in suffixes]

    def tensors(recorder):
        found = recorder.whole({name: "rnn_cell." + name for name in whole} | (MEMORY if memory else {}))
        for prefix, adjacency in [("", wiring.adjacency_matrix), ("sensory_", wiring.sensory_adjacency_matrix)]:
            pairs = [(source, target) for source, target, _ in synapses(adjacency)]
            for tensor in SYNAPSE_TENSORS:
                found[prefix + tensor] = recorder.pairs("rnn_cell." + prefix + tensor, pairs)
        return found

    maps = map_kind or "none"
    constraints = "implicit" if implicit else "explicit"
    times = "regular" if elapsed is REGULAR else "irregular"
    options = {"constraints": constraints, "inputMap": maps, "outputMap": maps, "mixedMemory": memory}
    description = {
        "name": f"{name}, {constraints}, {maps}, {times}" + (", mixed memory" if memory else ""),
        "options": options,
        "outputs": wiring.output_dim,
        "kinds": neuron_kinds(wiring),
        "synapses": synapses(wiring.adjacency_matrix),
        "sensorySynapses": synapses(wiring.sensory_adjacency_matrix),
    }
    return record(network, tensors, range(wiring.units), elapsed, description)


def complete(sources, targets):
    return [[source, target, 1] for target in range(targets) for source in range(sources)]


def cfc_case(mode, layers, activation="lecun_tanh", memory=False, projection=None):
    neurons = 5
    network = CfC(
        INPUTS,
        neurons,
        proj_size=projection,
        mode=mode,
        activation=activation,
        backbone_units=6,
        backbone_layers=layers,
        mixed_memory=memory,
    )
    names = {f"backbone_{layer}": f"rnn_cell.backbone.{2 * layer}" for layer in range(layers)}
    names |= {head: "rnn_cell." + head for head in HEADS[mode]}
    names = {ours + end: theirs + long for ours, theirs in names.items() for end, long in [("_w", ".weight"), ("_b", ".bias")]}
    if mode == "pure":
        names |= {"w_tau": "rnn_cell.w_tau", "A": "rnn_cell.A"}
    if memory:
        names |= MEMORY
    if projection:
        names |= {"readout_w": "fc.weight", "readout_b": "fc.bias"}
    traits = [mode, f"{layers} layers", activation]
    traits += (["mixed memory"] if memory else []) + (["projection"] if projection else [])
    description = {
        "name": ", ".join(traits),
        "options": {
            "mode": mode.replace("_", "-"),
            "backboneLayers": layers,
            "backboneUnits": 6,
            "activation": activation.replace("_", "-"),
            "inputMap": "none",
            "outputMap": "none",
            "mixedMemory": memory,
        }
        | ({"projection": projection} if projection else {}),
        "outputs": neurons,
        "kinds": ["motor"] * neurons,
        "synapses": complete(neurons, neurons),
        "sensorySynapses": complete(INPUTS, neurons),
    }
    return record(network, lambda recorder: recorder.whole(names), range(neurons), WITH_ZERO, description)


def wired_cfc_case(name, wiring, mode, memory=False, projection=None):
    network = CfC(INPUTS, wiring, mode=mode, mixed_memory=memory, proj_size=projection)
    layers = [list(wiring.get_neurons_of_layer(layer)) for layer in range(wiring.num_layers)]
    layer_of = {neuron: layer for layer, members in enumerate(layers) for neuron in members}
    states = [neuron for members in layers for neuron in members]

    def sources(target, masked):
        """The neurons that a head sees, by number, as (neuron, row, column) of the layer's matrices."""
        layer = layer_of[target]
        before = layers[layer - 1] if layer else []
        width = INPUTS if layer == 0 else len(before)
        row = layers[layer].index(target)
        found = [(source, row, width + column) for column, source in enumerate(layers[layer])]
        for column, source in enumerate(before):
            if not masked or wiring.adjacency_matrix[source, target] != 0:
                found.append((source, row, column))
        return sorted(found)

    def sensory(target, masked):
        layer = layer_of[target]
        if layer:
            return []
        row = layers[layer].index(target)
        inputs = range(INPUTS)
        return [
            (source, row, source)
            for source in inputs
            if not masked or wiring.sensory_adjacency_matrix[source, target] != 0
        ]

    def tensors(recorder):
        found = recorder.whole((MEMORY if memory else {}) | ({"readout_w": "fc.weight", "readout_b": "fc.bias"} if projection else {}))
        for head in HEADS[mode]:
            masked = head.startswith("ff")
            for ours, seen in [(head + "_w", sources), (head + "_sensory_w", sensory)]:
                found[ours] = [
                    float(recorder.tensors[f"rnn_cell.layer_{layer_of[target]}.{head}.weight"][row, column])
                    for target in range(wiring.units)
                    for _, row, column in seen(target, masked)
                ]
        vectors = {head + "_b": head + ".bias" for head in HEADS[mode]}
        vectors |= {"w_tau": "w_tau", "A": "A"} if mode == "pure" else {}
        for ours, theirs in vectors.items():
            found[ours] = [
                float(recorder.tensors[f"rnn_cell.layer_{layer_of[neuron]}.{theirs}"].flatten()[layers[layer_of[neuron]].index(neuron)])
                for neuron in range(wiring.units)
            ]
        return found

    traits = [name, mode] + (["mixed memory"] if memory else []) + (["projection"] if projection else [])
    description = {
        "name": ", ".join(traits),
        "options": {
            "mode": mode.replace("_", "-"),
            "heads": "ncps",
            "inputMap": "none",
            "outputMap": "none",
            "mixedMemory": memory,
        }
        | ({"projection": projection} if projection else {}),
        "outputs": wiring.output_dim,
        "kinds": neuron_kinds(wiring),
        "synapses": synapses(wiring.adjacency_matrix),
        "sensorySynapses": synapses(wiring.sensory_adjacency_matrix),
    }
    case = record(network, tensors, [states.index(neuron) for neuron in range(wiring.units)], WITH_ZERO, description)
    # A mixed memory runs over the states in the order in which the layers step, which is not ours.
    return in_our_order(case, states) if memory else case


def in_our_order(case, states):
    """The rows of a memory's four gates, and the columns of its recurrent weights, in the order of the neurons."""
    count = len(states)
    place = [states.index(neuron) for neuron in range(count)]
    rows = [gate * count + place[neuron] for gate in range(4) for neuron in range(count)]
    for key in ["parameters", "expectedGradient"]:
        tensors = case[key]
        matrix = np.array(tensors["memory_input_w"]).reshape(4 * count, INPUTS)[rows]
        tensors["memory_input_w"] = matrix.flatten().tolist()
        tensors["memory_input_b"] = np.array(tensors["memory_input_b"])[rows].tolist()
        matrix = np.array(tensors["memory_recurrent_w"]).reshape(4 * count, count)[rows][:, place]
        tensors["memory_recurrent_w"] = matrix.flatten().tolist()
    return case


def ncp():
    return NCP(5, 4, 2, 2, 3, 5, 2)


def ltc_cases():
    wirings = {
        "full": lambda: FullyConnected(6, 2),
        "random": lambda: Random(7, 3, 0.6),
        "NCP": ncp,
        "AutoNCP": lambda: AutoNCP(10, 2),
    }
    # Every two of wiring, constraints, maps and times meet.
    for row, (name, make) in enumerate(wirings.items()):
        for column, map_kind in enumerate(["affine", "linear", None]):
            implicit = (row + column) % 2 == 0
            elapsed = REGULAR if (row // 2 + column) % 2 == 0 else IRREGULAR
            yield ltc_case(name, make(), implicit, map_kind, elapsed)
    yield ltc_case("full", FullyConnected(4, 2), True, "affine", IRREGULAR, memory=True)
    yield ltc_case("AutoNCP", AutoNCP(8, 2), False, "affine", REGULAR, memory=True)


def cfc_cases():
    modes = ["default", "no_gate", "pure"]
    for mode in modes:
        for layers in range(3):
            yield cfc_case(mode, layers)
    for activation in ["silu", "relu", "tanh", "gelu"]:
        yield cfc_case("default", 2, activation)
    yield cfc_case("default", 1, memory=True)
    yield cfc_case("pure", 1, memory=True)
    yield cfc_case("no_gate", 1, projection=2)
    for mode in modes:
        yield wired_cfc_case("AutoNCP", AutoNCP(10, 2), mode)
    yield wired_cfc_case("NCP", ncp(), "default")
    yield wired_cfc_case("AutoNCP", AutoNCP(8, 2), "default", memory=True)
    yield wired_cfc_case("NCP", ncp(), "no_gate", projection=3)


def write(name, cases):
    path = pathlib.Path(__file__).with_name(name)
    path.write_text(json.dumps(list(cases), separators=(",", ":")) + "\n")


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(20)
    np.random.seed(20)
    write("ncps_ltc.json", ltc_cases())
    write("ncps_cfc.json", cfc_cases())


if __name__ == "__main__":
    main()
