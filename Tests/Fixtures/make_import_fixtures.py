"""Writes ncps_import/: state dicts of the Python package ncps, and what the modules compute.

Each case is a safetensors file; inputs, elapsed times, outputs and what the tensors do not tell are in cases.json.
Run with a Python that has torch, safetensors and ncps 1.0.1:  python make_import_fixtures.py
"""

import json
import pathlib
import shutil

import numpy as np
import torch
from ncps.torch import LTC, CfC
from ncps.wirings import NCP, AutoNCP, FullyConnected, Random
from safetensors.torch import save_file

FOLDER = pathlib.Path(__file__).with_name("ncps_import")
INPUTS = 3
REGULAR = [1.0] * 6
# The first step lasts 1, as where times are read from a column.
IRREGULAR = [1.0, 2.0, 0.5, 0.1, 7.0, 0.25]


def rounded(tensor):
    return [float(f"{x:.9g}") for x in tensor.flatten().tolist()]


def move_away_from_the_start(module):
    """No parameter keeps a special value; masks are left alone."""
    for name, tensor in module.named_parameters():
        if not name.endswith("sparsity_mask"):
            tensor.data += 0.1 * torch.rand_like(tensor)


def run(module, inputs, elapsed):
    """What the module computes in double precision."""
    # The package makes its first states in the default type.
    torch.set_default_dtype(torch.float64)
    double = module.double()
    x = torch.tensor(inputs, dtype=torch.float64).reshape(1, len(elapsed), INPUTS)
    times = torch.tensor([elapsed], dtype=torch.float64)
    with torch.no_grad():
        outputs = double(x, timespans=times)[0]
    module.float()
    torch.set_default_dtype(torch.float32)
    return outputs


def case(name, module, options=None, prefix="", constrained=False):
    move_away_from_the_start(module)
    if constrained:
        module.rnn_cell.apply_weight_constraints()
    inputs = rounded(torch.randn(len(REGULAR), INPUTS))
    runs = [
        {"elapsed": elapsed, "outputs": rounded(run(module, inputs, elapsed))}
        for elapsed in (REGULAR, IRREGULAR)
    ]
    state = {prefix + key: value.contiguous() for key, value in module.state_dict().items()}
    save_file(state, FOLDER / f"{name}.safetensors")
    return {"name": name, "options": options or {}, "inputs": inputs, "runs": runs}


def ltc_cases():
    explicit = {"constraints": "explicit"}
    circuit = NCP(5, 4, 2, 3, 2, 3, 2)
    yield case("ltc_full", LTC(INPUTS, 5))
    yield case("ltc_full_outputs", LTC(INPUTS, FullyConnected(5, 2), implicit_param_constraints=False),
               explicit, constrained=True)
    yield case("ltc_auto_ncp", LTC(INPUTS, AutoNCP(12, 2)))
    yield case("ltc_ncp", LTC(INPUTS, circuit, implicit_param_constraints=False), explicit, constrained=True)
    yield case("ltc_random", LTC(INPUTS, Random(8, 2, 0.6), ode_unfolds=3), {"unfolds": 3})
    yield case("ltc_linear", LTC(INPUTS, 4, input_mapping="linear", output_mapping="linear"))
    yield case("ltc_no_maps", LTC(INPUTS, FullyConnected(5, 2), input_mapping=None, output_mapping=None),
               {"outputs": 2})
    yield case("ltc_memory", LTC(INPUTS, AutoNCP(8, 2), mixed_memory=True), prefix="model.rnn.")


def cfc_cases():
    for mode in ("default", "no_gate", "pure"):
        for layers in range(3):
            yield case(f"cfc_{mode}_{layers}", CfC(INPUTS, 4, mode=mode, backbone_units=5, backbone_layers=layers),
                       {} if mode == "pure" else {"mode": mode})
    for activation in ("silu", "relu", "tanh", "gelu"):
        yield case(f"cfc_{activation}", CfC(INPUTS, 4, activation=activation, backbone_units=5, backbone_layers=2),
                   {"activation": activation})
    # With dropout, the dense layers have other numbers.
    dropout = CfC(INPUTS, 4, backbone_units=5, backbone_layers=3, backbone_dropout=0.5).eval()
    yield case("cfc_dropout", dropout)
    yield case("cfc_projection", CfC(INPUTS, 4, proj_size=2, backbone_units=5), prefix="rnn.")
    yield case("cfc_memory", CfC(INPUTS, 4, proj_size=2, mixed_memory=True, backbone_units=5))


def wired_cases():
    for mode in ("default", "no_gate", "pure"):
        yield case(f"wired_{mode}", CfC(INPUTS, AutoNCP(12, 2), mode=mode),
                   {} if mode == "pure" else {"mode": mode})
    yield case("wired_ncp", CfC(INPUTS, NCP(5, 4, 2, 3, 2, 3, 2), proj_size=3))
    yield case("wired_memory", CfC(INPUTS, AutoNCP(10, 2), proj_size=1, mixed_memory=True))
    yield case("wired_full", CfC(INPUTS, FullyConnected(4), mode="no_gate"), {"mode": "no_gate"})
    yield case("wired_random", CfC(INPUTS, Random(6, 6, 0.5)))


def main():
    torch.manual_seed(21)
    np.random.seed(21)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    cases = [*ltc_cases(), *cfc_cases(), *wired_cases()]
    text = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    (FOLDER / "cases.json").write_text(f"[\n{text}\n]\n")


if __name__ == "__main__":
    main()
