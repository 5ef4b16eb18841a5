"""Runs one network in JAX: a process of compare_ncps.py, so that its peak memory is the network's.

python jax_worker.py WORKLOAD jax THREADS

Speaks as peer_worker.py does. The weights are those of ncps or torch, and the worker ends with an error where its
outputs or gradient are not those of torch.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import jax
import jax.numpy as jnp
import numpy
import optax

from jax_networks import FORWARD
from networks import INPUTS, SEQUENCES, STEPS, network
from serving import serve


def reference(workload):
    """What torch gives, computed in another process: this one's memory is to be that of JAX."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "reference.npz")
        script = pathlib.Path(__file__).with_name("torch_reference.py")
        subprocess.run([sys.executable, script, workload, path], check=True)
        with numpy.load(path) as file:
            return dict(file)


def check(name, value, expected, tolerance):
    distance = numpy.abs(numpy.asarray(value) - expected).max()
    if not distance <= tolerance:
        raise ValueError(f"{name}: {distance} away from torch")


def is_mask(name):
    """Whether a tensor says which synapses there are, which training leaves as they are."""
    return name.endswith("sparsity_mask")


def training_step(workload):
    """Forward, loss, backward, clipping and Adam on one batch."""
    kind = network(workload)
    expected = reference(workload)
    weights = {
        name.removeprefix("weights."): value for name, value in expected.items() if name.startswith("weights.")
    }
    masks = {name: value for name, value in weights.items() if is_mask(name)}
    weights = {name: jnp.array(value) for name, value in weights.items() if not is_mask(name)}

    def loss_of(weights, inputs, targets):
        outputs = FORWARD[kind.model](weights | masks, inputs)
        return jnp.mean((outputs - targets) ** 2), outputs

    differentiated = jax.value_and_grad(loss_of, has_aux=True)

    optimizer = optax.chain(optax.clip_by_global_norm(1), optax.adam(0.001))

    @jax.jit(donate_argnums=(0, 1))
    def update(weights, moments, inputs, targets):
        (loss, _), gradient = differentiated(weights, inputs, targets)
        changes, moments = optimizer.update(gradient, moments)
        return optax.apply_updates(weights, changes), moments, loss

    (loss, outputs), gradient = jax.jit(differentiated)(weights, expected["inputs"], expected["targets"])
    check("outputs", outputs, expected["outputs"], 1e-5)
    check("loss", loss, expected["loss"], 1e-5)
    check("gradient", optax.tree.norm(gradient), expected["gradient_length"], 1e-4 * expected["gradient_length"])

    keys = jax.random.split(jax.random.key(1))
    inputs = jax.random.normal(keys[0], (SEQUENCES, STEPS, INPUTS))
    targets = jax.random.uniform(keys[1], (SEQUENCES, STEPS, kind.outputs), minval=-1, maxval=1)
    state = (weights, optimizer.init(weights))

    def step():
        nonlocal state
        *state, loss = update(*state, inputs, targets)
        loss.block_until_ready()
        jax.block_until_ready(state)

    return step


def main(workload, _, threads):
    # JAX starts as many threads as there are processors for it, but not before its first operation.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(threads)])
    serve(lambda: training_step(workload))


if __name__ == "__main__":
    main(*sys.argv[1:])
