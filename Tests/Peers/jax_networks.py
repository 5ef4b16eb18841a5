"""The networks of networks.py in JAX, with a scan over time. They compute what those of ncps and torch do, from weights
of the same names."""

import jax
import jax.numpy as jnp

UNFOLDS = 6


def scan(step, state, inputs):
    """The outputs of all steps; a step takes and gives the state first."""
    _, outputs = jax.lax.scan(step, state, jnp.swapaxes(inputs, 0, 1))
    return jnp.swapaxes(outputs, 0, 1)


def dense(weights, name, values):
    return values @ weights[name + ".weight"].T + weights[name + ".bias"]


# Computed again in the backward pass: keeping it for all sub-steps takes three times as long.
@jax.checkpoint
def currents(sources, mu, sigma, strength, reversal):
    """What synapses add to the numerator and the denominator of each target, summed over their sources. Parameters are
    [target, source]; sources and what they add have the sequences last, so that these fill the vectors."""
    activity = jax.nn.sigmoid(sigma[:, :, None] * (sources - mu[:, :, None]))
    return (
        jnp.einsum("tsb,ts->tb", activity, strength * reversal),
        jnp.einsum("tsb,ts->tb", activity, strength),
    )


def ltc(weights, inputs):
    """Semi-implicit sub-steps of the state, whose constants a softplus keeps positive."""
    # A column for each sequence: [neuron, 1], and [target, source] of what is [source, target] in ncps.
    cell = {
        name.removeprefix("rnn_cell."): value.T if value.ndim == 2 else value[:, None]
        for name, value in weights.items()
    }
    leak, capacity = jax.nn.softplus(cell["gleak"]), jax.nn.softplus(cell["cm"]) * UNFOLDS
    strength = jax.nn.softplus(cell["w"]) * cell["sparsity_mask"]
    sensory_strength = jax.nn.softplus(cell["sensory_w"]) * cell["sensory_sparsity_mask"]
    motors = len(cell["output_w"])

    def step(state, inputs):
        inputs = inputs.T * cell["input_w"] + cell["input_b"]
        sensory = currents(
            inputs, cell["sensory_mu"], cell["sensory_sigma"], sensory_strength, cell["sensory_erev"]
        )
        for _ in range(UNFOLDS):
            inner = currents(state, cell["mu"], cell["sigma"], strength, cell["erev"])
            numerator = capacity * state + leak * cell["vleak"] + inner[0] + sensory[0]
            state = numerator / (capacity + leak + inner[1] + sensory[1] + 1e-8)
        return state, (state[:motors] * cell["output_w"] + cell["output_b"]).T

    return scan(step, jnp.zeros((len(leak), len(inputs))), inputs)


def cfc(weights, inputs):
    """A gate between two heads of a backbone of one layer."""

    def step(state, inputs):
        backbone = dense(weights, "rnn_cell.backbone.0", jnp.concatenate([inputs, state], axis=1))
        features = 1.7159 * jnp.tanh(0.666 * backbone)
        first, second, rate, offset = [
            dense(weights, f"rnn_cell.{head}", features) for head in ["ff1", "ff2", "time_a", "time_b"]
        ]
        gate = jax.nn.sigmoid(rate + offset)
        state = jnp.tanh(first) * (1 - gate) + jnp.tanh(second) * gate
        return state, state

    state = jnp.zeros((len(inputs), len(weights["rnn_cell.ff1.bias"])))
    return dense(weights, "fc", scan(step, state, inputs))


def lstm(weights, inputs):
    """What inputs add to the gates is computed before the scan, for all steps at once."""
    from_inputs = inputs @ weights["recurrent.weight_ih_l0"].T + weights["recurrent.bias_ih_l0"]

    def step(state, from_inputs):
        hidden, cell = state
        gates = from_inputs + hidden @ weights["recurrent.weight_hh_l0"].T + weights["recurrent.bias_hh_l0"]
        add, keep, value, show = jnp.split(gates, 4, axis=1)
        cell = jax.nn.sigmoid(keep) * cell + jax.nn.sigmoid(add) * jnp.tanh(value)
        hidden = jax.nn.sigmoid(show) * jnp.tanh(cell)
        return (hidden, cell), hidden

    zeros = jnp.zeros((len(inputs), weights["recurrent.weight_hh_l0"].shape[1]))
    return dense(weights, "readout", scan(step, (zeros, zeros), from_inputs))


FORWARD = {"ltc": ltc, "cfc": cfc, "lstm": lstm}
