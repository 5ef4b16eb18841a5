"""The comparison as a Markdown table."""

import pathlib
import statistics

TITLES = {
    "eager": "ncps",
    "compiled": "ncps, step compiled",
    "whole": "ncps, whole network compiled",
    "jax": "JAX, scanned",
}
BEGIN, END = "<!-- peers: begin -->", "<!-- peers: end -->"


def duration(times):
    """Such as `2.79 ms ± 0.04`."""
    median = statistics.median(times)
    spread = 0.0
    if len(times) > 1:
        lower, _, upper = statistics.quantiles(times, n=4, method="inclusive")
        spread = (upper - lower) / 2
    scale, unit = (1, "s") if median >= 1 else (1e3, "ms") if median >= 1e-3 else (1e6, "µs")
    decimals = 0 if median * scale >= 100 else 1 if median * scale >= 10 else 2
    return f"{median * scale:.{decimals}f} {unit} ± {spread * scale:.{decimals}f}"


def memory(size):
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def ratio(times, ours):
    value = statistics.median(times) / statistics.median(ours)
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def cells(row, variant):
    """A peer's time, how many times lnn-top's that is, and its memory."""
    peer = row["peers"].get(variant)
    if peer is None:
        return ["–"] * 3
    if not peer["times"]:
        return [peer["problem"], "–", "–"]
    return [duration(peer["times"]), ratio(peer["times"], row["ours"]["times"]), memory(peer["peak_bytes"])]


def table(title, rows):
    variants = [variant for variant in TITLES if any(variant in row["peers"] for row in rows)]
    heads = [title, "lnn-top", "memory"]
    for variant in variants:
        heads += [TITLES[variant], "times lnn-top", "memory"]
    lines = [heads, ["---"] * len(heads)]
    for row in rows:
        line = [row["title"], duration(row["ours"]["times"]), memory(row["ours"]["peak_bytes"])]
        for variant in variants:
            line += cells(row, variant)
        lines.append(line)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def replace_between_markers(path, text, begin=BEGIN, end=END):
    """Puts a text in place of what a file has between its two markers."""
    file = pathlib.Path(path)
    before, rest = file.read_text().split(begin)
    _, after = rest.split(end)
    file.write_text(f"{before}{begin}\n{text}\n{end}{after}")
