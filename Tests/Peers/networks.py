"""The networks of compare_ncps.py: what lnn-top calls them, what they are, and how Python trains them."""

import dataclasses

SEQUENCES, STEPS, INPUTS = 32, 32, 8


@dataclasses.dataclass
class Network:
    """What both sides make, by the name of its workload in `lnn-top bench`."""

    name: str
    model: str
    units: int
    outputs: int
    wiring: str = "full"

    @property
    def variants(self):
        """How Python trains it: as it is, with one step of time compiled, and in JAX."""
        # torch's own LSTM is one compiled call.
        return ["eager", "jax"] if self.model == "lstm" else ["eager", "compiled", "jax"]


# The names are those of training; with "stream-" before them the network streams.
NETWORKS = {
    network.name: network
    for network in [
        Network("ltc-dense-32", "ltc", 32, 4),
        Network("ltc-ncp-32", "ltc", 32, 4, "auto-ncp"),
        Network("ltc-ncp-302", "ltc", 302, 20, "auto-ncp"),
        Network("cfc-32", "cfc", 32, 4),
        Network("cfc-256", "cfc", 256, 4),
        Network("cfc-512", "cfc", 512, 4),
        Network("lstm-32", "lstm", 32, 4),
        Network("lstm-256", "lstm", 256, 4),
        Network("lstm-512", "lstm", 512, 4),
    ]
}


def network(workload):
    """That of a workload; None where Python has no such network."""
    return NETWORKS.get(workload.removeprefix("stream-"))
