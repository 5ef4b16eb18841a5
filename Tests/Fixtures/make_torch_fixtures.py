"""Writes torch_training.json: losses, optimisers, schedules and whole trainings as torch computes them.

The trainings are of networks of the Python package ncps. Run with a Python that has torch and ncps 1.0.1:

    python make_torch_fixtures.py
"""

import copy
import json
import pathlib

import numpy as np
import torch
from ncps.torch import CfC, LTC
from ncps.wirings import AutoNCP
from torch.nn import functional

from make_ncps_fixtures import HEADS, INPUTS, SYNAPSE_TENSORS, Recorder, synapses

TRAINING_STEPS = 20

# Everything that the two sides must agree on; what is left out is each side's default.
OPTIMIZERS = [
    {"kind": "adam"},
    {"kind": "adam", "weightDecay": 0.05},
    {"kind": "adamw"},
    {"kind": "adamw", "weightDecay": 0.1},
    {"kind": "sgd"},
    {"kind": "sgd", "momentum": 0.9},
    {"kind": "sgd", "momentum": 0.8, "weightDecay": 0.05},
    {"kind": "sgd", "momentum": 0.9, "isNesterov": True},
    {"kind": "rmsprop"},
    {"kind": "rmsprop", "momentum": 0.9, "weightDecay": 0.05},
]
TRAINED = [
    {"kind": "sgd", "learningRate": 0.05},
    {"kind": "sgd", "momentum": 0.9, "learningRate": 0.01},
    {"kind": "adam", "learningRate": 0.01},
    {"kind": "adamw", "learningRate": 0.01},
    {"kind": "rmsprop", "learningRate": 0.001},
]


def optimizer(parameters, options, learning_rate):
    arguments = {"lr": learning_rate}
    if "weightDecay" in options:
        arguments["weight_decay"] = options["weightDecay"]
    if "momentum" in options:
        arguments["momentum"] = options["momentum"]
    if options.get("isNesterov"):
        arguments["nesterov"] = True
    types = {
        "adam": torch.optim.Adam,
        "adamw": torch.optim.AdamW,
        "sgd": torch.optim.SGD,
        "rmsprop": torch.optim.RMSprop,
    }
    return types[options["kind"]](parameters, **arguments)


def rounded(values):
    return [float(f"{x:.9g}") for x in values]


def exact(tensor):
    """The values, exact in 32 bits."""
    return tensor.float().double()


def loss_cases():
    rows, width = 12, 3
    outputs = exact(2 * torch.randn(rows, width))
    # Among them errors of 0 and large ones.
    numbers = exact(outputs + 2 * torch.randn(rows, width))
    numbers[0, 0] = outputs[0, 0]
    outputs[1] = torch.tensor([60.0, -60.0, 0.0])
    bits = torch.randint(0, 2, (rows, width)).double()
    classes = torch.randint(0, width, (rows,))
    weights = exact(torch.rand(rows, width) + 0.5) * (torch.rand(rows, width) > 0.2)
    terms = [
        ({"name": "mse"}, numbers, lambda y: functional.mse_loss(y, numbers, reduction="none")),
        ({"name": "mae"}, numbers, lambda y: functional.l1_loss(y, numbers, reduction="none")),
        ({"name": "huber", "delta": 1}, numbers, lambda y: functional.huber_loss(y, numbers, reduction="none")),
        (
            {"name": "huber", "delta": 0.6},
            numbers,
            lambda y: functional.huber_loss(y, numbers, reduction="none", delta=0.6),
        ),
        (
            {"name": "binary-cross-entropy"},
            bits,
            lambda y: functional.binary_cross_entropy_with_logits(y, bits, reduction="none"),
        ),
        ({"name": "cross-entropy"}, classes, lambda y: functional.cross_entropy(y, classes, reduction="none")),
    ]
    cases = []
    for loss, targets, term in terms:
        y = outputs.clone().requires_grad_()
        w = weights if targets.dim() == 2 else weights[:, 0]
        value = (w * term(y)).sum() / w.sum()
        value.backward()
        cases.append(
            {
                "loss": loss,
                "width": width,
                "outputs": outputs.flatten().tolist(),
                "targets": targets.flatten().tolist(),
                "weights": w.flatten().tolist(),
                "value": value.item(),
                "gradient": y.grad.flatten().tolist(),
            }
        )
    return cases


def optimizer_cases():
    start = exact(torch.randn(5))
    # Sizes from tiny to large, and one parameter that never has a gradient.
    gradients = exact(torch.randn(30, 5) * torch.tensor([1e-4, 0.1, 1, 100, 0]))
    cases = []
    for options in OPTIMIZERS:
        p = torch.nn.Parameter(start.clone())
        rule = optimizer([p], options, 0.01)
        path = []
        for gradient in gradients:
            p.grad = gradient.clone()
            rule.step()
            path.append(rounded(p.tolist()))
        cases.append(
            {
                "optimizer": options,
                "learningRate": 0.01,
                "start": start.tolist(),
                "gradients": gradients.tolist(),
                "expected": path,
            }
        )
    return cases


def schedule_cases():
    planned = 40
    shapes = {
        "constant": lambda rule, steps: torch.optim.lr_scheduler.LambdaLR(rule, lambda step: 1),
        "cosine": lambda rule, steps: torch.optim.lr_scheduler.CosineAnnealingLR(rule, steps, eta_min=0),
        "cosine to 0.2": lambda rule, steps: torch.optim.lr_scheduler.CosineAnnealingLR(rule, steps, eta_min=0.2),
        "step": lambda rule, steps: torch.optim.lr_scheduler.StepLR(rule, 7, gamma=0.5),
    }
    cases = []
    for name, make in shapes.items():
        for warmup in [0, 1, 10]:
            rule = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1)
            shape = make(rule, planned - warmup)
            if warmup > 0:
                rise = torch.optim.lr_scheduler.LinearLR(
                    rule, start_factor=1 / warmup, total_iters=max(1, warmup - 1)
                )
                shape = torch.optim.lr_scheduler.SequentialLR(rule, [rise, shape], milestones=[warmup])
            factors = []
            for _ in range(planned):
                factors.append(rule.param_groups[0]["lr"])
                rule.step()
                shape.step()
            cases.append({"shape": name, "warmup": warmup, "plannedSteps": planned, "factors": factors})
    return cases


def sequences(outputs):
    """Two batches of sequences of different lengths with irregular times, and targets for them."""
    return [
        [
            {
                "inputs": exact(torch.randn(1, steps, INPUTS)),
                "elapsed": exact(torch.rand(1, steps) * 2 + 0.1),
                "targets": exact(torch.randn(1, steps, outputs)),
            }
            for steps in lengths
        ]
        for lengths in [[6, 4, 5], [3, 6]]
    ]


def trained(layer, options, batches):
    """Trains a copy of a layer; the mean squared error before each step comes beside it."""
    layer = copy.deepcopy(layer)
    rule = optimizer(layer.parameters(), options, options["learningRate"])
    losses = []
    for step in range(TRAINING_STEPS):
        batch = batches[step % len(batches)]
        rule.zero_grad()
        # The package cannot run sequences with times of their own side by side.
        squares = [
            ((layer(s["inputs"], timespans=s["elapsed"])[0] - s["targets"]) ** 2).flatten() for s in batch
        ]
        loss = torch.cat(squares).mean()
        loss.backward()
        rule.step()
        if isinstance(layer, LTC):
            layer.rnn_cell.apply_weight_constraints()
        losses.append(loss.item())
    return layer, losses


def training_case(name, layer, network, outputs, parameters):
    batches = sequences(outputs)
    runs = []
    for options in TRAINED:
        end, losses = trained(layer, options, batches)
        runs.append({"optimizer": options, "losses": losses, "expected": parameters(end)})
    return {
        "name": name,
        "outputs": outputs,
        "inputs": INPUTS,
        "batches": [
            [{key: tensor.flatten().tolist() for key, tensor in sequence.items()} for sequence in batch]
            for batch in batches
        ],
        "parameters": parameters(layer),
        "runs": runs,
    } | network


def ltc_training(implicit):
    wiring = AutoNCP(12, 2)
    layer = LTC(INPUTS, wiring, implicit_param_constraints=implicit, batch_first=True)
    for tensor in layer.rnn_cell._params.values():
        tensor.data = exact(tensor.data)

    whole = ["gleak", "vleak", "cm", "input_w", "input_b", "output_w", "output_b"]

    def parameters(layer):
        recorder = Recorder(layer, lambda tensor: tensor.detach())
        found = recorder.whole({name: "rnn_cell." + name for name in whole})
        for prefix, adjacency in [("", wiring.adjacency_matrix), ("sensory_", wiring.sensory_adjacency_matrix)]:
            pairs = [(source, target) for source, target, _ in synapses(adjacency)]
            for name in SYNAPSE_TENSORS:
                found[prefix + name] = recorder.pairs("rnn_cell." + prefix + name, pairs)
        return {name: rounded(values) for name, values in found.items()}

    network = {
        "constraints": "implicit" if implicit else "explicit",
        "neurons": wiring.units,
        "synapses": synapses(wiring.adjacency_matrix),
        "sensorySynapses": synapses(wiring.sensory_adjacency_matrix),
    }
    name = f"LTC with an AutoNCP wiring, {network['constraints']} constraints"
    return training_case(name, layer, network, wiring.output_dim, parameters)


def cfc_training():
    units = 5
    layer = CfC(INPUTS, units, backbone_units=6, backbone_layers=1, batch_first=True)
    for tensor in layer.parameters():
        tensor.data = exact(tensor.data)

    dense = {"backbone_0": "backbone.0"} | {head: head for head in HEADS["default"]}
    names = {
        ours + end: f"rnn_cell.{theirs}.{long}"
        for ours, theirs in dense.items()
        for end, long in [("_w", "weight"), ("_b", "bias")]
    }

    def parameters(layer):
        found = Recorder(layer, lambda tensor: tensor.detach()).whole(names)
        return {name: rounded(values) for name, values in found.items()}

    network = {"neurons": units, "backboneUnits": 6}
    return training_case("CfC", layer, network, units, parameters)


def main():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(30)
    np.random.seed(30)
    fixture = {
        "losses": loss_cases(),
        "optimizers": optimizer_cases(),
        "schedules": schedule_cases(),
        "trainings": [ltc_training(True), ltc_training(False), cfc_training()],
    }
    path = pathlib.Path(__file__).with_name("torch_training.json")
    path.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
