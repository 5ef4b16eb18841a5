"""Loads state dicts that lnn-top exported into modules of the Python package ncps and runs them.

python check_export.py CASES: CASES is a JSON list of {"weights", "inputs", "elapsed", "width"}. Prints a JSON list with
the outputs of each, `[steps, outputs]` flattened. Needs torch, safetensors and ncps 1.0.1.
"""

import json
import sys

import torch
from ncps.torch import LTC, CfC  # noqa: F401, named by the expressions
from ncps.wirings import NCP, FullyConnected  # noqa: F401
from safetensors import safe_open
from safetensors.torch import load_file


def outputs(case):
    with safe_open(case["weights"], framework="pt") as file:
        expression = file.metadata()["ncps"]
    module = eval(expression)
    module.load_state_dict(load_file(case["weights"]), strict=True)
    steps = len(case["elapsed"])
    x = torch.tensor(case["inputs"]).reshape(1, steps, case["width"])
    with torch.no_grad():
        y, _ = module.eval()(x, timespans=torch.tensor([case["elapsed"]]))
    return y.flatten().tolist()


def main():
    with open(sys.argv[1]) as file:
        cases = json.load(file)
    print(json.dumps([outputs(case) for case in cases]))


if __name__ == "__main__":
    main()
