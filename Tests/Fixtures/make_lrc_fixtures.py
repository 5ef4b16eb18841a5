"""Writes lrc_cells.json: the LRC and LrcSSM of the papers' public code, what they compute, and their gradients.

The code is that of github.com/MoniFarsang/LRC (TensorFlow 2.15) and github.com/MoniFarsang/LrcSSM (JAX, equinox), each
in a clone of its own. They need different versions of NumPy, so that one Python adds the cases of one of them:

    python make_lrc_fixtures.py lrc CLONE        # with tensorflow-cpu 2.15
    python make_lrc_fixtures.py lrc-ssm CLONE    # with jax, equinox and jaxtyping

The LRC's elastance is a dense layer there. All its weights but those of each neuron's own state are set to 0.
"""

import importlib.util
import json
import pathlib
import sys

import numpy as np

STEPS = 6
INPUTS = 3
NEURONS = 5
OUTPUT = pathlib.Path(__file__).with_name("lrc_cells.json")


def module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def rounded(values):
    return [float(f"{x:.9g}") for x in np.asarray(values, dtype=np.float64).flatten()]


def sequence(generator, even):
    x = (1.5 * generator.standard_normal((STEPS, INPUTS))).astype(np.float32)
    elapsed = np.ones(STEPS) if even else generator.uniform(0.1, 2.5, STEPS)
    return x, elapsed.astype(np.float32)


def record(cell, options, parameters, x, elapsed, states, gradient):
    return {
        "cell": cell,
        **options,
        "neurons": NEURONS,
        "parameters": {name: rounded(tensor) for name, tensor in parameters.items()},
        "inputs": rounded(x),
        "elapsed": rounded(elapsed),
        "expectedStates": rounded(states),
        "expectedGradient": {name: rounded(tensor) for name, tensor in gradient.items()},
    }


def lrc_cases(clone):
    """An LRC reads all neurons through its output map: the loss is the mean of the squared outputs."""
    import tensorflow as tf

    tf.keras.backend.set_floatx("float32")
    code = module(clone / "classification" / "lrc_cell.py")
    generator = np.random.default_rng(11)
    # Theirs are [source, target], ours by target.
    matrices = ["w", "h", "mu", "sigma"]
    ours = {"h": "k", "sensory_h": "sensory_k", "distr_shift": "elastance_shift"}
    cases = []
    for symmetric, solver, unfolds in [(False, "explicit", 1), (True, "explicit", 1), (False, "hybrid", 2), (True, "hybrid", 3)]:
        tf.random.set_seed(len(cases))
        kind = "symmetric" if symmetric else "asymmetric"
        cell = code.LRC_Cell(NEURONS, ode_unfolds=unfolds, elastance_type=kind, ode_solver=solver)
        cell.build((None, INPUTS))
        cell.elastance_mapping.build((None, INPUTS + NEURONS))
        kernel = np.zeros((INPUTS + NEURONS, NEURONS), np.float32)
        np.fill_diagonal(kernel[INPUTS:], generator.uniform(-1, 1, NEURONS))
        cell.elastance_mapping.set_weights([kernel, generator.uniform(-0.5, 0.5, NEURONS).astype(np.float32)])
        for name in ["input_w", "input_b", "output_w", "output_b", "vleak"]:
            tensor = cell._params[name]
            tensor.assign(tensor + generator.uniform(-0.5, 0.5, tensor.shape).astype(np.float32))
        x, elapsed = sequence(generator, even=False)
        weights = list(cell._params.items())
        variables = [tensor for _, tensor in weights] + cell.elastance_mapping.trainable_weights
        with tf.GradientTape() as tape:
            state, outputs = tf.zeros((1, NEURONS)), []
            for step in range(STEPS):
                output, [state] = cell((tf.constant(x[step : step + 1]), tf.constant(elapsed[step])), [state])
                outputs.append(output)
            loss = tf.reduce_mean(tf.square(tf.stack(outputs)))
        gradients = tape.gradient(loss, variables)

        def named(values):
            tensors = {}
            for (name, _), value in zip(weights, values):
                value = np.asarray(value)
                tensors[ours.get(name, name)] = value.T if name.removeprefix("sensory_") in matrices else value
            kernel, bias = (np.asarray(value) for value in values[len(weights) :])
            return tensors | {"elastance_w": np.diagonal(kernel[INPUTS:]), "elastance_b": bias}

        options = {"isSymmetric": symmetric, "isFused": solver == "hybrid", "unfolds": unfolds}
        cases.append(record("lrc", options, named(variables), x, elapsed, state, named(gradients)))
    return cases


def lrc_ssm_cases(clone):
    """The loss is the mean of the squared states: the cell's own gradient, without a layer after it."""
    import equinox
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp

    code = module(clone / "experiments" / "lrc_ssm" / "LRC_diagmat.py")
    generator = np.random.default_rng(12)
    ours = {
        "weight_sensory_mu": "sensory_mu",
        "weight_sensory_sigma": "sensory_sigma",
        "weight_sensory_w": "sensory_w",
        "weight_sensory_h": "sensory_k",
        "weight_mu": "mu",
        "weight_sigma": "sigma",
        "weight_w": "w",
        "weight_h": "k",
        "weight_gleak": "gleak",
        "weight_vleak": "vleak",
        "weight_elastance_kernel": "elastance_w",
        "weight_elastance_bias": "elastance_b",
        "weight_elastance_shift": "elastance_shift",
    }
    cases = []
    for symmetric, length in [(False, 1.0), (True, 1.0), (False, 0.5)]:
        cell = code.LRCU(INPUTS, NEURONS, use_symmetric=symmetric, dt=length, key=jax.random.PRNGKey(len(cases)))
        if symmetric:
            # Theirs may be negative, ours not.
            cell = equinox.tree_at(lambda cell: cell.weight_elastance_shift, cell, replace_fn=jnp.abs)
        x, elapsed = sequence(generator, even=True)

        def states(cell):
            state, all_states = jnp.zeros(NEURONS), []
            for step in range(STEPS):
                state = cell(jnp.asarray(x[step], dtype=jnp.float64), state)
                all_states.append(state)
            return jnp.stack(all_states)

        gradient = jax.grad(lambda cell: jnp.mean(jnp.square(states(cell))))(cell)

        def named(cell):
            tensors = {own: np.asarray(getattr(cell, theirs)) for theirs, own in ours.items()}
            if not symmetric:
                del tensors["elastance_shift"]
            return tensors

        options = {"isSymmetric": symmetric, "isFused": False, "unfolds": 1}
        cases.append(
            record("lrc-ssm", options, named(cell), x, length * elapsed, states(cell)[-1], named(gradient))
        )
    return cases


def main():
    kind, clone = sys.argv[1], pathlib.Path(sys.argv[2])
    kept = json.loads(OUTPUT.read_text()) if OUTPUT.exists() else []
    kept = [case for case in kept if case["cell"] != kind]
    made = {"lrc": lrc_cases, "lrc-ssm": lrc_ssm_cases}[kind](clone)
    cases = sorted(kept + made, key=lambda case: case["cell"])
    OUTPUT.write_text(json.dumps(cases, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
