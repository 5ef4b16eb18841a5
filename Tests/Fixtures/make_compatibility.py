#!/usr/bin/env python3
"""Makes Tests/Fixtures/compatibility: files of lnn-top 0.1.0, and what that version made of them.

    make_compatibility.py PROGRAM

PROGRAM is the version whose files later ones are to read. Run once a format; never to make a test pass.
"""

import fcntl
import json
import math
import os
import pty
import select
import shutil
import sqlite3
import struct
import subprocess
import sys
import termios
import time

program = os.path.abspath(sys.argv[1])
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "compatibility")
models = {
    "ltc": ["--units", "6"],
    "cfc": ["--units", "6"],
    "lstm": ["--units", "4"],
    "ctrnn": ["--units", "4"],
    "node": ["--units", "4"],
    "ctgru": ["--units", "4"],
}

task = """\
name: waves
about: The sum of two waves.
source: Tests/Fixtures/make_compatibility.py
citation: none

data: {files: waves.csv}
inputs: [slow, fast, level]
targets: sum
categories: [level]
time: time
kind: regression
window: 8
stride: 3
split: {train: 70, validation: 15, test: 15, by: time}
missing: drop
missing-markers: -9
sort-by-time: true
thinning: 0.1
scaling: range
target-scaling: none
loss: huber
huber-delta: 0.8
target-steps: last
metric: mae

training: {model: ctrnn, wiring: full, units: 4, batch: 8, epochs: 5, learning-rate: 0.02, checkpoint-every: 3, seed: 5}
benchmark:
  epochs: 2
  models: [ltc, node, ctgru]
  published:
    - {model: ctrnn, value: 0.5, source: "nobody"}
"""


def run(*arguments):
    result = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout


def write_table():
    with open(os.path.join(folder, "waves.csv"), "w") as file:
        file.write("time,slow,fast,level,sum\n")
        for row in range(96):
            slow, fast, level = math.sin(row / 7), math.cos(row / 3), row // 5 % 3
            fast_text = "-9" if row % 31 == 30 else f"{fast:.3f}"
            total = 0.6 * slow + 0.4 * fast * slow + 0.1 * level
            file.write(f"{row + 0.25 * (row % 3):.2f},{slow:.3f},{fast_text},{level},{total:.3f}\n")


def type_keys(arguments, keys):
    """Runs the program in a terminal of its own and types each of `keys` after as many seconds."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.environ.update(TERM="xterm-256color")
        os.execv(program, [program, *arguments])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    for delay, key in keys:
        until = time.monotonic() + delay
        while (left := until - time.monotonic()) > 0:
            if select.select([terminal], [], [], left)[0]:
                try:
                    os.read(terminal, 65536)
                except OSError:
                    break
        os.write(terminal, key.encode())
    while True:
        try:
            if not os.read(terminal, 65536):
                break
        except OSError:
            break
    os.waitpid(child, 0)


def forget_machine(name):
    """The path of the data becomes relative: a fixture says nothing of the machine that made it."""
    database = sqlite3.connect(os.path.join(folder, name))
    (text,) = database.execute("SELECT description FROM run").fetchone()
    description = json.loads(text)
    description["configuration"]["data"] = "waves.csv"
    text = json.dumps(description, sort_keys=True, separators=(",", ":"))
    database.execute("UPDATE run SET description = ?", (text,))
    database.execute("UPDATE writer SET space = NULL, birth = NULL")
    database.commit()
    database.execute("PRAGMA page_size = 1024")
    database.execute("VACUUM")
    database.close()


def main():
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    write_table()
    with open(os.path.join(folder, "waves.yaml"), "w") as file:
        file.write(task)
    data = ["waves.csv", "--inputs", "slow,fast", "--targets", "sum", "--window", "8", "--threads", "1"]
    expected = {"eval": {}}
    for model, options in models.items():
        run(
            "train", *data, "--model", model, *options, "--epochs", "3", "--seed", "2", "--no-run", "--quiet",
            "--model-out", f"{model}.safetensors")
        expected["eval"][model] = json.loads(run("eval", f"{model}.safetensors", "waves.csv", "--json"))
    run("train", "waves.yaml", "--no-run", "--quiet", "--threads", "1", "--model-out", "task.safetensors")
    expected["task"] = json.loads(run("eval", "task.safetensors", "waves.yaml", "--json"))

    # Steps of many sub-steps are slow enough for keys between them.
    slow = ["--units", "6", "--unfolds", "1000", "--batch", "16", "--seed", "7", "--optimizer", "adamw"]
    slow += ["--schedule", "cosine", "--checkpoint-every", "4"]
    type_keys(
        ["train", *data, *slow, "--epochs", "4", "--run", "finished.lnnrun"],
        [(0.6, "d"), (0.2, "j"), (0.1, "x"), (0.3, "q"), (0.3, "q")])
    type_keys(
        ["train", *data, *slow, "--epochs", "60", "--run", "interrupted.lnnrun"],
        [(0.25, "d"), (0.1, "P"), (0.1, "x"), (0.1, "rseen\r"), (0.15, "q"), (0.1, "q")])
    for name in ["finished.lnnrun", "interrupted.lnnrun"]:
        forget_machine(name)
        expected[name] = json.loads(run("replay", name, "--json").splitlines()[-1])
    shutil.copy(os.path.join(folder, "interrupted.lnnrun"), os.path.join(folder, "resumed.lnnrun"))
    run(
        "train", "waves.csv", "--resume", "resumed.lnnrun", "--headless", "--quiet", "--model-out",
        "resumed.safetensors")
    expected["resumed.lnnrun"] = json.loads(run("replay", "resumed.lnnrun", "--json").splitlines()[-1])
    os.remove(os.path.join(folder, "resumed.lnnrun"))
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(expected, file, indent=1, sort_keys=True)
        file.write("\n")


main()
