#!/usr/bin/env python3
"""Runs ONNX networks of lnn-top in onnxruntime, for tests that compare what they answer.

    run_onnx.py FOLDER

For every NAME.onnx in the folder it reads NAME.inputs and NAME.elapsed, float64 of steps after steps, each of rows after
rows, and NAME.batch, a text with the number of rows. It checks the file, begins with a state of zeros, and writes each
output as NAME.OUTPUT in float64. It prints a line of JSON about each file.
"""

import json
import pathlib
import sys
import time

import numpy
import onnx
import onnxruntime


def check(path):
    """The checker of the format, with the shapes of all that operators compute."""
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    shapes = {
        value.name: [size.dim_param or size.dim_value for size in value.type.tensor_type.shape.dim]
        for value in inferred.graph.output
    }
    return model, shapes


def run(path):
    model, shapes = check(path)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    began = time.perf_counter()
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    loaded = time.perf_counter() - began
    names = [output.name for output in session.get_outputs()]
    sizes = {value.name: value.shape[1] for value in session.get_inputs()}
    batch = int(path.with_suffix(".batch").read_text())
    inputs = numpy.fromfile(path.with_suffix(".inputs")).reshape(-1, batch, sizes["inputs"])
    elapsed = numpy.fromfile(path.with_suffix(".elapsed")).reshape(-1, batch, 1)
    state = numpy.zeros((batch, sizes["state"]), numpy.float32)
    found = {name: [] for name in names if name != "state_out"}
    seconds = []
    for values, times in zip(inputs, elapsed, strict=True):
        began = time.perf_counter()
        answers = dict(zip(names, session.run(names, {"inputs": values, "elapsed": times, "state": state})))
        seconds.append(time.perf_counter() - began)
        state = answers.pop("state_out")
        for name, values in answers.items():
            found[name].append(values)
    for name, values in found.items():
        numpy.asarray(values, numpy.float64).tofile(path.with_suffix("." + name))
    print(json.dumps({
        "name": path.stem, "nodes": len(model.graph.node), "bytes": path.stat().st_size, "loading": loaded,
        "step": float(numpy.median(seconds)), "shapes": shapes,
    }))


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
    run(path)
