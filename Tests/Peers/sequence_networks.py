"""The networks of compare_sequences.py: what they are called here and what options lnn-top makes them of."""

import dataclasses


@dataclasses.dataclass
class Sizes:
    """What both sides are given; those of a data set of reviews."""

    sequences: int = 64
    steps: int = 256
    vocabulary: int = 20000
    embedding: int = 64
    units: int = 64
    inputs: int = 17
    dense_steps: int = 64


@dataclasses.dataclass
class Network:
    """One workload."""

    name: str
    model: str
    tokens: bool
    layers: int = 1
    mixed: bool = False
    compiles: bool = False

    def title(self, sizes):
        kind = {"cfc": "CfC", "lstm": "LSTM", "gru": "GRU"}[self.model]
        memory = ", mixed memory" if self.mixed else ""
        layers = "" if self.layers == 1 else f", {self.layers} layers"
        front = f"embedding {sizes.embedding}, " if self.tokens else ""
        return f"{front}{kind} {sizes.units}{memory}{layers}"

    def options(self, sizes):
        """Those of `lnn-top train`."""
        words = ["--model", self.model]
        if self.model == "cfc":
            words += ["--wiring", "full", "--readout", "dense"]
        if self.mixed:
            words += ["--mixed-memory"]
        if self.tokens:
            words += ["--embedding", str(sizes.embedding)]
        if self.layers > 1:
            words += ["--layers", str(self.layers)]
        return words


NETWORKS = {
    network.name: network
    for network in [
        Network("tokens-cfc", "cfc", tokens=True, mixed=True, compiles=True),
        Network("tokens-lstm", "lstm", tokens=True),
        Network("layers-lstm", "lstm", tokens=False, layers=2),
        Network("layers-gru", "gru", tokens=False, layers=2),
    ]
}
