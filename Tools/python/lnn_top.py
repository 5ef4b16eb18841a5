"""Reads the run files of lnn-top into pandas, and starts lnn-top.

    import lnn_top

    training = lnn_top.train("data.csv", epochs=50, run="a.lnnrun")
    for line in training:                       # dicts, as they come
        print(line["step"], line["validation_loss"])
    run = lnn_top.Run("a.lnnrun")               # also while it is recorded
    run.losses()                                # a data frame by step
    run.states()                                # the newest frame's, [time, neurons]
    lnn_top.plot_loss(run)

A run is opened read-only, for each question anew and for as long as that takes: a training that records it meanwhile is never
held up, and what is read is always one moment of it.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import queue
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "Frame", "LnnTopError", "Process", "Run", "RunError", "Trace", "plot_loss", "plot_states", "plot_time_constants", "replay",
    "start", "sweep", "train",
]
__version__ = "0.2.0"

PathLike = Union[str, "os.PathLike[str]"]


class RunError(Exception):
    """A file is no run, is damaged, or is of a later version than this module knows. The text has the file's name."""


class LnnTopError(Exception):
    """lnn-top ended with a failure.

    Attributes:
        status: its exit status: 1 for a failure, 2 for a wrong command line, 128 + N for signal N.
        messages: what it wrote to stderr.
    """

    def __init__(self, command: Sequence[str], status: int, messages: str) -> None:
        last = messages.strip().splitlines()[-1:] or [f"status {status}"]
        super().__init__(f"{' '.join(command[:2])}: {last[0]}")
        self.status = status
        self.messages = messages


# --- Run files ---------------------------------------------------------------------------------------------------------

_APPLICATION_ID = 0x4C4E4E52
_NEWEST_VERSION = 6
_TABLES = {"run", "writer", "scalars", "frames", "events", "checkpoints", "outcome"}
# Seconds after which a recorder that says nothing is taken for gone where its process cannot be looked at.
_SILENCE = 30.0
# Dates of a run count from 2001-01-01 00:00 UTC.
_EPOCH = pd.Timestamp("2001-01-01", tz="UTC")
# Opening and closing a file drops the locks that the same process holds on it: one thread at a time.
_LOCK = threading.RLock()


@dataclass(frozen=True)
class Trace:
    """What the network did on one sequence: data frames with a row a time step, indexed by the time since its beginning.

    Attributes:
        inputs: in the units of the data.
        states: hidden states after each step, a column a neuron.
        time_constants: in the task's unit of time; infinite where nothing acts on a neuron, no columns where none
            were recorded.
        outputs: in the targets' units, or the probability of each class.
        targets: likewise; NaN where one is missing.
    """

    inputs: pd.DataFrame
    states: pd.DataFrame
    time_constants: pd.DataFrame
    outputs: pd.DataFrame
    targets: pd.DataFrame


@dataclass(frozen=True)
class Frame:
    """A snapshot of a run.

    Attributes:
        step: optimiser steps made; of a stream, rows.
        epoch: passes over the training part.
        elapsed: seconds since training started.
        probe: which of the held-out sequences it shows, from 0.
        nominal: the network on that sequence.
        perturbed: the same under the perturbations and interventions of that moment; None where there were none.
    """

    step: int
    epoch: int
    elapsed: float
    probe: int
    nominal: Trace
    perturbed: Optional[Trace]


class Run:
    """A run file (`.lnnrun`), finished or being recorded.

    Every call looks at the file anew, so that calls during a training see what has come since.

    Args:
        path: the file, or the name of a run in the usual folder.

    Raises:
        FileNotFoundError: where there is none.
        RunError: here and in every call, where the file is no run, is damaged, or is too new.
    """

    def __init__(self, path: PathLike) -> None:
        self.path = _resolved(path)
        with self._database():
            pass
        self._description = self._described()

    def __repr__(self) -> str:
        return f"Run({self.path!r})"

    # What the run is of. Fixed when it started.

    @property
    def description(self) -> Dict[str, Any]:
        """All that is recorded of the run itself: `name`, `task`, `model`, `configuration`, `seed`, `batchSize` and so on."""
        return json.loads(json.dumps(self._description))

    @property
    def configuration(self) -> Dict[str, str]:
        """Every option in force, by its long name without dashes."""
        return dict(self._description["configuration"])

    @property
    def name(self) -> str:
        return str(self._description["name"])

    @property
    def started(self) -> pd.Timestamp:
        """When training started, in UTC."""
        return _EPOCH + pd.Timedelta(seconds=float(self._description["startedAt"]))

    @property
    def neurons(self) -> List[str]:
        """The names of the neurons in the order of states and time constants."""
        return [neuron["name"] for neuron in self._description["model"]["neurons"]]

    @property
    def inputs(self) -> List[str]:
        """The names of the input channels."""
        return list(self._description["task"]["inputNames"])

    @property
    def outputs(self) -> List[str]:
        """The names of the outputs: targets, or classes."""
        return list(self._description["task"]["outputNames"])

    @property
    def metric(self) -> str:
        """The name of the metric, such as `accuracy`."""
        return str(self._description["task"]["metricName"])

    @property
    def time_unit(self) -> str:
        """The unit of times and time constants, such as `s`; `steps` where every step lasts 1."""
        return str(self._description["task"]["timeUnit"])

    @property
    def is_stream(self) -> bool:
        """Whether it is of a live stream: then steps are rows, and losses are sliding errors."""
        return "source" in self._description["configuration"]

    # How it stands.

    @property
    def outcome(self) -> Optional[Dict[str, Any]]:
        """How the run ended, with the results over the validation and the test part; None while it has not."""
        rows = self._rows("SELECT outcome FROM outcome")
        return self._json(rows[0][0], "its outcome") if rows else None

    @property
    def state(self) -> str:
        """`recording`, `interrupted` (its process was killed), or how it ended: `done`, `stopped`, `diverged`."""
        writers = self._rows("SELECT space, pid, birth, heartbeat FROM writer")
        # In this order: a run that ends in between is seen as ended.
        outcome = self.outcome
        if outcome is not None:
            return str(outcome["state"])
        return "recording" if writers and _is_alive(*writers[0]) else "interrupted"

    @property
    def labels(self) -> pd.DataFrame:
        """What people added: `kind` (`tag` or `note`), `text`, and `at`, when."""
        with self._database() as (database, version):
            rows = self._ask(database, "SELECT kind, text, at FROM labels ORDER BY id") if version >= 2 else []
        with self._naming("a label"):
            frame = pd.DataFrame(rows, columns=["kind", "text", "at"])
            frame["at"] = pd.to_datetime(pd.to_numeric(frame["at"]), unit="s", utc=True)
            return frame

    @property
    def tags(self) -> List[str]:
        labels = self.labels
        return list(labels["text"][labels["kind"] == "tag"])

    # Figures by step.

    def scalars(self) -> pd.DataFrame:
        """A row a step, with the columns of `lnn-top export --format csv`: `step`, `epoch`, `elapsed` (seconds), `loss`,
        `learning_rate`, `gradient_norm`, and `validation_loss` and `validation_METRIC` (of a stream `naive_…`), which are NaN
        at steps without a validation."""
        return self._scalars().drop(columns="has")

    def _scalars(self) -> pd.DataFrame:
        """The same, and whether there was a validation."""
        rows = self._rows(
            "SELECT step, epoch, elapsed, loss, learning_rate, gradient_norm, has_validation, validation_loss, validation_metric"
            " FROM scalars ORDER BY sequence")
        part = "naive" if self.is_stream else "validation"
        names = ["step", "epoch", "elapsed", "loss", "learning_rate", "gradient_norm", "has", f"{part}_loss", f"{part}_{self.metric}"]
        with self._naming("the figures of a step"):
            frame = pd.DataFrame(rows, columns=names)
            frame = frame.astype({name: "int64" if name in ("step", "epoch", "has") else "float64" for name in names})
        frame.loc[frame["has"] != 1, names[7:]] = math.nan
        return frame

    def losses(self) -> pd.Series:
        """The training loss by step."""
        return self.scalars().set_index("step")["loss"]

    def validation(self) -> pd.DataFrame:
        """`loss` and `metric` over the validation part, by the steps after which it was run."""
        frame = self._scalars().set_index("step")
        frame = frame[frame["has"] == 1].iloc[:, -2:]
        frame.columns = pd.Index(["loss", "metric"])
        return frame

    def events(self) -> pd.DataFrame:
        """`step`, `elapsed` (seconds), `kind` and `detail` of what happened."""
        rows = self._rows("SELECT step, elapsed, kind, detail FROM events ORDER BY sequence")
        with self._naming("an event"):
            frame = pd.DataFrame(rows, columns=["step", "elapsed", "kind", "detail"])
            return frame.astype({"step": "int64", "elapsed": "float64"})

    # What the network did.

    def frames(self) -> pd.DataFrame:
        """The recorded snapshots: `step`, `epoch`, `elapsed`, `probe`, and whether one is `perturbed`; the index is what
        `frame` takes as `id`."""
        rows = self._rows(
            "SELECT sequence, step, epoch, elapsed, probe_index, perturbed IS NOT NULL FROM frames ORDER BY sequence")
        types = {"id": "int64", "step": "int64", "epoch": "int64", "elapsed": "float64", "probe": "int64", "perturbed": "bool"}
        with self._naming("the list of frames"):
            return pd.DataFrame(rows, columns=list(types)).astype(types).set_index("id")

    def frame(self, step: Optional[int] = None, *, id: Optional[int] = None) -> Frame:
        """One snapshot: the last one at or before a step, that with an id of `frames`, or the newest.

        Raises:
            KeyError: where there is none.
        """
        where, values = ("sequence = ?", [id]) if id is not None else ("step <= ?", [step]) if step is not None else ("1", [])
        rows = self._rows(
            "SELECT step, epoch, elapsed, probe_index, nominal, perturbed FROM frames"
            f" WHERE {where} ORDER BY sequence DESC LIMIT 1", values)
        if not rows:
            raise KeyError(f"{self.path} has no such frame")
        return self._frame(rows[0])

    def states(self, step: Optional[int] = None) -> pd.DataFrame:
        """The hidden states of the frame at or before a step, or of the newest: a row a time step, a column a neuron."""
        return self.frame(step).nominal.states

    def time_constants(self, step: Optional[int] = None) -> pd.DataFrame:
        """Likewise the time constants, in `time_unit`."""
        return self.frame(step).nominal.time_constants

    def traces(self) -> pd.DataFrame:
        """All frames in one table, as `traces.csv` of `lnn-top export` has them: `step`, `elapsed`, `probe`, `series` (`nominal`
        or `perturbed`), `time`, then `input:…`, `state:…`, `time constant:…`, `output:…` and `target:…`."""
        rows = self._rows("SELECT step, epoch, elapsed, probe_index, nominal, perturbed FROM frames ORDER BY sequence")
        tables = []
        for row in rows:
            frame = self._frame(row)
            for series, trace in (("nominal", frame.nominal), ("perturbed", frame.perturbed)):
                if trace is not None:
                    tables.append(self._table(frame, series, trace))
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()

    # How it is read.

    def _table(self, frame: Frame, series: str, trace: Trace) -> pd.DataFrame:
        count = len(trace.states)
        head = pd.DataFrame({
            "step": np.full(count, frame.step), "elapsed": np.full(count, frame.elapsed),
            "probe": np.full(count, frame.probe), "series": [series] * count, "time": trace.states.index.to_numpy(),
        })
        constants = trace.time_constants
        if constants.shape[1] == 0:
            constants = pd.DataFrame(np.full((count, len(self.neurons)), np.nan, np.float32), columns=self.neurons)
        parts = [
            ("input", trace.inputs), ("state", trace.states), ("time constant", constants), ("output", trace.outputs),
            ("target", trace.targets),
        ]
        named = [part.reset_index(drop=True).add_prefix(f"{name}:") for name, part in parts]
        return pd.concat([head] + named, axis=1)

    def _frame(self, row: Tuple[Any, ...]) -> Frame:
        step, epoch, elapsed, probe, nominal, perturbed = row
        with self._naming(f"the frame of step {step}"):
            return Frame(
                step=int(step), epoch=int(epoch), elapsed=math.nan if elapsed is None else float(elapsed), probe=int(probe),
                nominal=self._trace(nominal), perturbed=None if perturbed is None else self._trace(perturbed))

    def _trace(self, blob: bytes) -> Trace:
        times, inputs, states, constants, outputs, targets = _arrays(blob)
        index = pd.Index(times, name="time")

        def table(values: np.ndarray, names: List[str]) -> pd.DataFrame:
            return pd.DataFrame(values.reshape(len(times), len(names)), index=index, columns=names)

        return Trace(
            inputs=table(inputs, self.inputs), states=table(states, self.neurons),
            time_constants=table(constants, self.neurons if len(constants) else []),
            outputs=table(outputs, self.outputs), targets=table(targets, self.outputs))

    def _described(self) -> Dict[str, Any]:
        rows = self._rows("SELECT description FROM run WHERE id = 1")
        if not rows:
            raise RunError(f"{self.path} is damaged: it has no description")
        description = self._json(rows[0][0], "its description")
        with self._naming("its description"):
            task, model = description["task"], description["model"]
            for part, keys in ((description, ("name", "configuration", "startedAt")),
                               (task, ("inputNames", "outputNames", "metricName", "timeUnit")), (model, ("neurons",))):
                for key in keys:
                    part[key]
        return description

    def _json(self, text: Any, what: str) -> Dict[str, Any]:
        with self._naming(what):
            value = json.loads(text)
            if not isinstance(value, dict):
                raise ValueError("no object")
            return value

    @contextlib.contextmanager
    def _naming(self, what: str = "a value") -> Iterator[None]:
        """Words what a file's contents may cause as the one error that callers know."""
        try:
            yield
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            raise RunError(f"{self.path} is damaged: {what} cannot be read") from error

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> List[Tuple[Any, ...]]:
        with self._database() as (database, _):
            return self._ask(database, sql, values)

    @staticmethod
    def _ask(database: sqlite3.Connection, sql: str, values: Sequence[Any] = ()) -> List[Tuple[Any, ...]]:
        return database.execute(sql, tuple(values)).fetchall()

    @contextlib.contextmanager
    def _database(self) -> Iterator[Tuple[sqlite3.Connection, int]]:
        """The open file and the version of its layout."""
        with _LOCK, self._wording(), _opened(self.path) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA cell_size_check = ON")
            database.execute("PRAGMA query_only = ON")
            yield database, self._version(database)

    @contextlib.contextmanager
    def _wording(self) -> Iterator[None]:
        """Words what SQLite says of a file as the one error that callers know."""
        try:
            yield
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            # The latter is of SQLite's own words, where a damaged text is in them.
            raise self._worded(error) from error

    def _version(self, database: sqlite3.Connection) -> int:
        identifier, = self._ask(database, "PRAGMA application_id")[0]
        if identifier != _APPLICATION_ID:
            raise RunError(f"{self.path} is no run of lnn-top: it is a database of another kind")
        version, = self._ask(database, "PRAGMA user_version")[0]
        if version > _NEWEST_VERSION:
            raise RunError(f"{self.path} was written by a later lnn-top (format {version}; this module reads up to {_NEWEST_VERSION})")
        objects = self._ask(database, "SELECT type, name FROM sqlite_master")
        if not _TABLES <= {name for kind, name in objects if kind == "table"} or any(kind in ("view", "trigger") for kind, _ in objects):
            raise RunError(f"{self.path} is damaged: its tables are not those of a run")
        return int(version)

    def _worded(self, error: Exception) -> RunError:
        text = str(error) if isinstance(error, sqlite3.Error) else "a text in it is no UTF-8"
        if "not a database" in text:
            return RunError(f"{self.path} is no run of lnn-top: it is no SQLite database")
        if isinstance(error, sqlite3.OperationalError) and ("unable to open" in text or "locked" in text or "readonly" in text):
            return RunError(f"{self.path} cannot be opened: {text}")
        return RunError(f"{self.path} is damaged: {text}")


def _resolved(path: PathLike) -> str:
    """A file, or the name of a run in the folder where lnn-top records them."""
    name = os.fspath(path)
    if os.path.isfile(name):
        return name
    data = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    folder = os.environ.get("LNN_TOP_RUNS") or os.path.join(data, "lnn-top", "runs")
    for candidate in (os.path.join(folder, name), os.path.join(folder, f"{name}.lnnrun")):
        if os.sep not in name and os.path.isfile(candidate):
            return candidate
    if os.path.isdir(name):
        raise RunError(f"{name} is a folder, no run")
    raise FileNotFoundError(f"there is no run {name}")


@contextlib.contextmanager
def _opened(path: str) -> Iterator[sqlite3.Connection]:
    """The file, read-only, with what is in its log; never the log of another file that was there before."""
    log = f"{path}-wal"
    has_log = os.path.isfile(log) and os.path.getsize(log) > 32
    try:
        with open(path, "rb") as file:
            header = file.read(100)
    except OSError as error:
        raise RunError(f"{path} cannot be opened: {error.strerror}") from error
    if not header.startswith(b"SQLite format 3\0") or len(header) < 100:
        raise RunError(f"{path} is no run of lnn-top: it is no SQLite database")
    if not has_log:
        _check_length(path, header)
    own = has_log and _is_own_log(path, header)
    with contextlib.ExitStack() as stack:
        try:
            database = stack.enter_context(_connected(path, "" if own or not has_log else "&immutable=1"))
        except sqlite3.OperationalError as error:
            if "unable to open" not in str(error) and "readonly" not in str(error):
                raise
            database = _opened_otherwise(path, own, stack)
        yield database


def _opened_otherwise(path: str, has_own_log: bool, stack: contextlib.ExitStack) -> sqlite3.Connection:
    """A file in a folder where SQLite can make no index of a log."""
    if not has_own_log:
        return stack.enter_context(_connected(path, "&immutable=1"))
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lnn-top-"))
    copy = os.path.join(folder, "copy.lnnrun")
    for ending in ("", "-wal"):
        shutil.copyfile(path + ending, copy + ending)
    return stack.enter_context(_connected(copy, ""))


@contextlib.contextmanager
def _connected(path: str, options: str) -> Iterator[sqlite3.Connection]:
    uri = f"{Path(path).absolute().as_uri()}?mode=ro{options}"
    database = sqlite3.connect(uri, uri=True, timeout=2, isolation_level=None, check_same_thread=False)
    try:
        # What cannot be opened is found out here, not by the first question.
        database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        yield database
    finally:
        database.close()


def _check_length(path: str, header: bytes) -> None:
    """Raises where a file was cut off."""
    size = int.from_bytes(header[16:18], "big")
    promised = int.from_bytes(header[28:32], "big") * (65536 if size == 1 else size)
    present = os.path.getsize(path)
    if present < promised:
        raise RunError(f"{path} is damaged: only {present} of its {promised} bytes are there")


def _is_own_log(path: str, header: bytes) -> bool:
    """Whether the log beside a file is its own: both then name the same recorder. That of a recorder that was killed stays where
    the file is replaced, and SQLite would mix the two."""
    if 2 not in header[18:20]:
        return False
    recorders = []
    for options in ("&immutable=1", ""):
        try:
            with _connected(path, options) as database:
                recorders.append(database.execute("SELECT space, birth FROM writer WHERE id = 1").fetchone())
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return True
    return None in recorders or recorders[0] == recorders[1]


def _is_alive(space: Optional[str], pid: Optional[int], birth: Optional[str], heartbeat: Optional[float]) -> bool:
    """Whether a recorder is there. Elsewhere (a shared disk, a container) only its heartbeats can tell."""
    if pid is None:
        return False
    if space and space == _space():
        try:
            with open(f"/proc/{int(pid)}/stat", encoding="utf-8", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            return False
        return len(fields) > 19 and fields[0] != "Z" and fields[19] == birth
    return heartbeat is not None and -86_400 <= time.time() - heartbeat <= _SILENCE


def _space() -> str:
    """Where the numbers of processes count: this boot of this machine and, in a container, its own numbering."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return f"{file.read().strip()} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""


def _arrays(blob: bytes) -> List[np.ndarray]:
    """Times, inputs, states, time constants, outputs and targets of a packed trace.

    Raises:
        ValueError: where the bytes are not exactly one trace.
    """
    if not blob or blob[0] not in (1, 2):
        raise ValueError("no trace")
    count = 6 if blob[0] == 1 else 7
    arrays, place = [], 1
    for _ in range(count):
        array, place = _unpacked(blob, place)
        arrays.append(array)
    if place != len(blob):
        raise ValueError("more than a trace")
    return arrays[:6]


def _unpacked(blob: bytes, place: int) -> Tuple[np.ndarray, int]:
    """One array of 32-bit floats, and where the next begins: a byte says how it is packed, four how many values follow."""
    if place + 5 > len(blob):
        raise ValueError("cut off")
    packing, count = blob[place], int.from_bytes(blob[place + 1:place + 5], "little")
    place += 5
    header = 0
    if packing in (3, 5):
        header = int.from_bytes(blob[place:place + 4], "little")
        place += 4
    width = {2: 2, 3: 2, 4: 4, 5: 2}.get(packing)
    if width is None or place + count * width > len(blob):
        raise ValueError("cut off")
    values = np.frombuffer(blob, {2: "<f2", 3: "<u2", 4: "<f4", 5: "<f2"}[packing], count, place)
    end = place + count * width
    if packing == 3:
        return _ranged(values, header), end
    if packing == 5:
        return _scaled(values, header), end
    return values.astype(np.float32), end


def _scaled(values: np.ndarray, header: int) -> np.ndarray:
    """Halves times a power of two, whose exponent is a signed number of 32 bits."""
    exponent = min(200, max(-200, header - (1 << 32) if header >= 1 << 31 else header))
    with np.errstate(over="ignore"):
        exact = np.ldexp(values.astype(np.float64), exponent)
    largest = float(np.finfo(np.float32).max)
    return np.where(np.isfinite(exact), np.clip(exact, -largest, largest), exact).astype(np.float32)


def _ranged(codes: np.ndarray, base: int) -> np.ndarray:
    """Codes that count in steps of 2^-10 of a binade from `base` on; 0, 1 and 2 are 0, NaN and infinity."""
    bits = codes.astype(np.int64) - 3 + base
    is_finite = (bits >= 0) & (bits < 0x7F800000 >> 13)
    values = (np.where(is_finite, bits, 0) << 13).astype(np.uint32).view(np.float32).copy()
    values[~is_finite] = np.nan
    values[codes == 0] = 0
    values[codes == 1] = np.nan
    values[codes == 2] = np.inf
    return values


# --- Starting lnn-top --------------------------------------------------------------------------------------------------

_END = object()


@dataclass
class Process:
    """A command of lnn-top that was started with `--json`.

    Iterating gives the lines that it prints, as dicts, as they come. The process is stopped when a `with` block is left.

    Attributes:
        command: the command line.
        lines: those that have come so far.
    """

    command: List[str]
    cwd: Optional[PathLike] = None
    env: Optional[Mapping[str, str]] = None
    lines: List[Dict[str, Any]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        environment = None if self.env is None else {**os.environ, **self.env}
        self._process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.cwd, env=environment,
            text=True, encoding="utf-8", errors="replace")
        self._came: "queue.Queue[Any]" = queue.Queue()
        self._messages: List[str] = []
        self._is_stopped = False
        self._readers = [threading.Thread(target=read, daemon=True) for read in (self._read_lines, self._read_messages)]
        for reader in self._readers:
            reader.start()

    def _read_lines(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        with stream:
            for text in stream:
                with contextlib.suppress(ValueError):
                    line = json.loads(text)
                    self.lines.append(line)
                    self._came.put(line)
        self._came.put(_END)

    def _read_messages(self) -> None:
        stream = self._process.stderr
        assert stream is not None
        with stream:
            self._messages.extend(stream)

    def __iter__(self) -> Iterator[Dict[str, Any]]:
        while True:
            line = self._came.get()
            if line is _END:
                # For whoever asks again.
                self._came.put(_END)
                return
            yield line

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def status(self) -> Optional[int]:
        """The exit status; None while it runs."""
        status = self._process.poll()
        return None if status is None else 128 - status if status < 0 else status

    @property
    def messages(self) -> str:
        """What it wrote to stderr so far: notes and errors."""
        return "".join(self._messages)

    def wait(self, timeout: Optional[float] = None) -> Dict[str, Any]:
        """Waits until it has ended.

        Args:
            timeout: seconds; None for as long as it takes.

        Returns:
            The last line, which has the result; empty where it printed none.

        Raises:
            LnnTopError: where it failed.
            subprocess.TimeoutExpired: where it has not ended in time; it goes on.
        """
        self._process.wait(timeout)
        for reader in self._readers:
            reader.join()
        status = self.status
        assert status is not None
        if status != 0 and not (self._is_stopped and status == 128 + signal.SIGTERM):
            raise LnnTopError(self.command, status, self.messages)
        return self.lines[-1] if self.lines else {}

    def stop(self, timeout: Optional[float] = None) -> Dict[str, Any]:
        """Asks it to end and waits: a training completes its run and prints its result. Returns and raises as `wait`."""
        if self._process.poll() is None:
            self._is_stopped = True
            self._process.send_signal(signal.SIGTERM)
        return self.wait(timeout)


def start(
    command: str, *arguments: PathLike, program: Optional[PathLike] = None, cwd: Optional[PathLike] = None,
    env: Optional[Mapping[str, str]] = None, **options: Any,
) -> Process:
    """Starts a command of lnn-top with `--json`.

    Args:
        command: such as `eval` or `sweep table`.
        arguments: its arguments, such as a run and a table.
        program: lnn-top itself; else what `LNN_TOP` names, else the first in PATH.
        cwd: where it runs.
        env: variables of its environment beside those of this process.
        options: its options with underscores for dashes: `units=32`, `inputs=["a", "b"]`, `residual=True` for the option alone,
            `residual=False` for `--no-residual`, None for one that is left out.
    """
    words = [os.fspath(program or os.environ.get("LNN_TOP") or "lnn-top"), *command.split()]
    words += [os.fspath(argument) for argument in arguments]
    for name, value in {**options, "json": True}.items():
        words += _option(name.replace("_", "-"), value)
    return Process(words, cwd=cwd, env=env)


def train(*data: PathLike, **options: Any) -> Process:
    """Starts `lnn-top train` on tables or a task; `options` are those of `start` and of the command, such as `epochs=50` and
    `run="a.lnnrun"`. The last line has the result, and under `run` the file for `Run`."""
    return start("train", *data, **options)


def replay(run: PathLike, **options: Any) -> Process:
    """Starts `lnn-top replay`, which prints the lines of a recorded training again."""
    return start("replay", run, **options)


def sweep(file: PathLike, **options: Any) -> Process:
    """Starts `lnn-top sweep` with a sweep file; the only line, at the end, has the trials, the best first."""
    return start("sweep", file, **options)


def _option(name: str, value: Any) -> List[str]:
    if value is None:
        return []
    if value is True:
        return [f"--{name}"]
    if value is False:
        return [f"--no-{name}"]
    if isinstance(value, (list, tuple)):
        return [f"--{name}", ",".join(_quoted(str(item)) for item in value)]
    return [f"--{name}", os.fspath(value) if isinstance(value, os.PathLike) else str(value)]


def _quoted(name: str) -> str:
    """As in CSV, where a name holds what separates names."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"' if any(character in name for character in ',"') or name != name.strip() else name


# --- Plots -------------------------------------------------------------------------------------------------------------


def _axes(ax: Optional[Axes]) -> Axes:
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise ImportError("plots need matplotlib: pip install matplotlib") from error
    return pyplot.gca()


def plot_loss(run: Run, ax: Optional[Axes] = None) -> Axes:
    """The training and validation loss by step. Draws on `ax`, else on pyplot's present axes, and returns them."""
    ax = _axes(ax)
    losses, validation = run.losses(), run.validation()
    ax.plot(losses.index, losses, linewidth=1, label="training")
    if len(validation):
        ax.plot(validation.index, validation["loss"], marker=".", label="naive" if run.is_stream else "validation")
    ax.set(title=run.name, xlabel="row" if run.is_stream else "step", ylabel="loss")
    ax.legend()
    return ax


def plot_states(run: Run, step: Optional[int] = None, ax: Optional[Axes] = None) -> Axes:
    """The states of all neurons over the probe, as a raster: a row a neuron. Takes and returns axes as `plot_loss`."""
    ax = _axes(ax)
    frame = run.frame(step)
    states = frame.nominal.states
    largest = float(np.nanmax(np.abs(states.to_numpy()))) if states.size else 1.0
    image = ax.imshow(
        states.to_numpy().T, aspect="auto", interpolation="nearest", cmap="RdBu_r", vmin=-largest, vmax=largest)
    _name_rows(ax, list(states.columns))
    ax.set(title=f"{run.name}: states at step {frame.step}", xlabel="time step")
    ax.figure.colorbar(image, ax=ax)
    return ax


def plot_time_constants(run: Run, step: Optional[int] = None, ax: Optional[Axes] = None) -> Axes:
    """The time constant of each neuron over the probe, on a logarithmic axis. Takes and returns axes as `plot_loss`.

    Raises:
        ValueError: where none were recorded.
    """
    ax = _axes(ax)
    frame = run.frame(step)
    constants = frame.nominal.time_constants
    if constants.shape[1] == 0:
        raise ValueError(f"{run.name} has no time constants")
    for name in constants.columns:
        ax.plot(constants.index, constants[name], linewidth=1, label=name)
    ax.set_yscale("log")
    ax.set(
        title=f"{run.name}: time constants at step {frame.step}", xlabel=f"time ({run.time_unit})", ylabel=f"τ ({run.time_unit})")
    if len(constants.columns) <= 12:
        ax.legend(fontsize="small")
    return ax


def _name_rows(ax: Axes, names: List[str]) -> None:
    every = max(1, math.ceil(len(names) / 40))
    ax.set_yticks(range(0, len(names), every))
    ax.set_yticklabels(names[::every], fontsize="small")
