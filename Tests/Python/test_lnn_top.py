"""Tests of Tools/python/lnn_top.py with the real program, which LNN_TOP names; data are read from LNN_TOP_SAMPLES.

    python -m unittest discover Tests/Python
"""

import json
import math
import os
import random
import runpy
import shutil
import signal
import sqlite3
import stat
import sys
import tempfile
import threading
import unittest
from pathlib import Path

import numpy as np
import pandas as pd

import lnn_top

SAMPLES = Path(os.environ["LNN_TOP_SAMPLES"])
HERE = Path(__file__).resolve().parent


class InFolder(unittest.TestCase):
    """Each test in an empty folder with a table."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="lnn-top-python-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.folder)
        os.environ["LNN_TOP_RUNS"] = str(self.folder / "runs")
        step = np.arange(400)
        fast, slow = np.sin(step * 0.4), np.cos(step * 0.05)
        table = pd.DataFrame({"fast": fast, "slow, too": slow, "product": fast * slow, "word": np.where(fast > 0, "up", "down")})
        table.to_csv("waves.csv", index=False)

    def train(self, run, **options):
        settings = {"inputs": ["fast", "slow, too"], "targets": "product", "window": 16, "stride": 4, "units": 12, "epochs": 3}
        return lnn_top.train("waves.csv", run=run, **{**settings, **options})

    def exported(self, run):
        """The tables of `lnn-top export`."""
        lnn_top.start("export", run, format="csv", output="tables").wait()
        # As texts, of which Python's own float makes the very number.
        return {
            name: pd.read_csv(f"tables/{name}.csv", dtype=str, keep_default_na=False)
            for name in ("scalars", "traces", "events")}


def same(ours, theirs, kind):
    """Whether numbers are the same, NaN where NaN is; theirs may be texts."""
    theirs = [math.nan if value == "" else float(value) for value in theirs] if np.ndim(theirs) == 1 else theirs
    ours, theirs = np.asarray(ours, dtype=kind), np.asarray(theirs, dtype=kind)
    return np.array_equal(ours, theirs, equal_nan=True)


class ReadingTests(InFolder):
    def check(self, path):
        run, tables = lnn_top.Run(path), self.exported(path)
        scalars, theirs = run.scalars(), tables["scalars"]
        self.assertEqual(list(scalars.columns), list(theirs.columns))
        for name in scalars.columns:
            self.assertTrue(same(scalars[name], theirs[name], np.float64), name)
        traces, theirs = run.traces(), tables["traces"]
        self.assertEqual(list(traces.columns), list(theirs.columns))
        self.assertEqual(len(traces), len(theirs))
        self.assertGreater(len(traces), 0)
        self.assertEqual(list(traces["series"]), list(theirs["series"]))
        for name in traces.columns.drop("series"):
            kind = np.float64 if name in ("step", "elapsed", "probe") else np.float32
            self.assertTrue(same(traces[name], theirs[name], kind), name)
        events, theirs = run.events(), tables["events"]
        self.assertEqual(list(events["kind"]), list(theirs["kind"]))
        self.assertEqual(list(events["detail"]), list(theirs["detail"]))
        return run

    def test_a_run_is_what_export_says(self):
        self.train("a.lnnrun").wait()
        run = self.check("a.lnnrun")
        self.assertEqual(run.configuration["units"], "12")
        self.assertEqual(len(run.neurons), 12)
        self.assertEqual(run.inputs, ["fast", "slow, too"])
        self.assertEqual(run.state, "done")
        self.assertEqual(run.states().shape, run.time_constants().shape)
        self.assertEqual(list(run.states().columns), run.neurons)
        self.assertEqual(run.description["task"]["name"], run.name)
        validation = run.validation()
        self.assertEqual(len(validation), 3)
        self.assertEqual(run.outcome["test"]["loss"] > 0, True)
        self.assertLess(abs((pd.Timestamp.now(tz="UTC") - run.started).total_seconds()), 3600)

    def test_classes(self):
        self.train("l.lnnrun", model="lstm", targets="word").wait()
        self.assertEqual(sorted(self.check("l.lnnrun").outputs), ["down", "up"])

    def test_traces_without_time_constants(self):
        self.train("a.lnnrun", epochs=1).wait()
        run = lnn_top.Run("a.lnnrun")
        trace = run.frame().nominal
        parts = [trace.states.index, trace.inputs, trace.states, pd.DataFrame(), trace.outputs, trace.targets]
        blob = b"\x01" + b"".join(packed(4, np.asarray(part, "<f4").tobytes()) for part in parts)
        changed = sqlite3.connect("a.lnnrun")
        with changed:
            changed.execute("UPDATE frames SET nominal = ?", [blob])
        changed.close()
        run = self.check("a.lnnrun")
        self.assertEqual(run.time_constants().shape[1], 0)
        with self.assertRaises(ValueError):
            lnn_top.plot_time_constants(run, ax=axes())

    def test_a_stream(self):
        lnn_top.start("stream", "waves.csv", inputs=["fast"], targets="product", run="s.lnnrun").wait()
        run = self.check("s.lnnrun")
        self.assertTrue(run.is_stream)
        lnn_top.plot_loss(run, axes())

    def test_labels_and_names(self):
        os.makedirs("runs")
        self.train("runs/named.lnnrun", epochs=1).wait()
        for command in (["tag", "named", "good"], ["note", "named", "the first"]):
            self.assertEqual(os.spawnvp(os.P_WAIT, os.environ["LNN_TOP"], ["lnn-top", "runs", *command]), 0)
        run = lnn_top.Run("named")
        self.assertEqual(run.tags, ["good"])
        self.assertEqual(list(run.labels["text"]), ["good", "the first"])
        self.assertEqual(str(run.labels["at"].dt.tz), "UTC")

    def test_frames_are_found_by_step_and_id(self):
        self.train("a.lnnrun").wait()
        run = lnn_top.Run("a.lnnrun")
        frames = run.frames()
        for id, row in frames.iterrows():
            self.assertEqual(run.frame(id=id).step, row["step"])
        last = frames["step"].iloc[-1]
        self.assertEqual(run.frame().step, last)
        self.assertEqual(run.frame(last + 1000).step, last)
        with self.assertRaises(KeyError):
            run.frame(-1)


class DamageTests(InFolder):
    def refused(self, path):
        with self.assertRaises(lnn_top.RunError) as caught:
            read_all(lnn_top.Run(path))
        self.assertIn(str(path), str(caught.exception))
        self.assertNotIn("\n", str(caught.exception))

    def test_files_that_are_no_runs(self):
        Path("empty.lnnrun").write_bytes(b"")
        Path("text.lnnrun").write_text("step,loss\n1,2\n" * 100)
        with sqlite3.connect("other.lnnrun") as other:
            other.execute("CREATE TABLE run (a)")
        other.close()
        os.makedirs("folder.lnnrun")
        for name in ("empty", "text", "other", "folder"):
            self.refused(f"{name}.lnnrun")
        with self.assertRaises(FileNotFoundError):
            lnn_top.Run("absent.lnnrun")

    def test_later_versions_and_strange_tables(self):
        self.train("a.lnnrun", epochs=1).wait()
        for name, sql in {
            "later": "PRAGMA user_version = 99", "view": "CREATE VIEW more AS SELECT 1", "no table": "DROP TABLE events",
            "no description": "UPDATE run SET description = '{'", "no object": "UPDATE run SET description = '[]'",
            "text": "UPDATE scalars SET step = 'x'", "trace": "UPDATE frames SET nominal = x'01020304'",
        }.items():
            shutil.copyfile("a.lnnrun", f"{name}.lnnrun")
            changed = sqlite3.connect(f"{name}.lnnrun")
            with changed:
                changed.execute(sql)
            changed.close()
            self.refused(f"{name}.lnnrun")

    def test_cut_off_and_overwritten_files(self):
        self.train("a.lnnrun", epochs=1).wait()
        whole = Path("a.lnnrun").read_bytes()
        Path("half.lnnrun").write_bytes(whole[: len(whole) // 2])
        self.refused("half.lnnrun")
        chance = random.Random(1)
        refused = 0
        for _ in range(60):
            damaged = bytearray(whole)
            for _ in range(chance.choice([1, 20, 400])):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            Path("damaged.lnnrun").write_bytes(damaged)
            try:
                read_all(lnn_top.Run("damaged.lnnrun"))
            except lnn_top.RunError:
                refused += 1
        self.assertGreater(refused, 0)


class LiveTests(InFolder):
    def test_a_run_is_read_while_it_is_recorded(self):
        os.mkfifo("gate")
        training = self.train("a.lnnrun", epochs=4, env={"LNN_TOP_GATE": f"5:{self.folder / 'gate'}"})
        # Opens when training waits after step 5.
        with open("gate", "wb"):
            run = lnn_top.Run("a.lnnrun")
            while len(run.scalars()) < 5:
                pass
            self.assertEqual(run.state, "recording")
            self.assertIsNone(run.outcome)
            self.assertEqual(list(run.losses().index), [1, 2, 3, 4, 5])
            self.assertEqual(run.states().shape[1], 12)
        result = training.wait()
        self.assertTrue(result["done"])
        self.assertEqual(run.state, "done")
        self.assertEqual(run.losses().index[-1], result["step"])

    def test_reading_all_the_time_holds_no_training_up(self):
        done = threading.Event()
        problems = []
        read = []

        def look():
            while not done.is_set():
                try:
                    read.append(len(read_all(lnn_top.Run("a.lnnrun"))))
                except FileNotFoundError:
                    continue
                except lnn_top.RunError as error:
                    problems.append(error)

        reader = threading.Thread(target=look)
        reader.start()
        try:
            training = self.train("a.lnnrun", epochs=150)
            result = training.wait()
        finally:
            done.set()
            reader.join()
        self.assertNotIn("not recorded", training.messages)
        self.assertTrue(read)
        # Before its tables are there a file is no run yet.
        self.assertTrue(all("damaged" not in str(error) or "tables" in str(error) for error in problems), problems[:3])
        self.assertEqual(len(lnn_top.Run("a.lnnrun").scalars()), result["step"])
        self.assertEqual(lnn_top.Run("a.lnnrun").state, "done")
        listed = lnn_top.start("runs", "a.lnnrun").wait()
        self.assertEqual((listed["state"], listed["steps"]), ("done", result["step"]))

    def test_a_killed_training_is_interrupted_and_readable_in_a_folder_that_cannot_be_written(self):
        os.mkfifo("gate")
        os.mkdir("kept")
        training = self.train("kept/a.lnnrun", epochs=4, env={"LNN_TOP_GATE": f"5:{self.folder / 'gate'}"})
        with open("gate", "wb"):
            while len(lnn_top.Run("kept/a.lnnrun").scalars()) < 5:
                pass
            os.kill(training.pid, signal.SIGKILL)
            with self.assertRaises(lnn_top.LnnTopError) as caught:
                training.wait()
        self.assertEqual(caught.exception.status, 128 + signal.SIGKILL)
        run = lnn_top.Run("kept/a.lnnrun")
        self.assertEqual(run.state, "interrupted")
        self.assertEqual(len(run.scalars()), 5)
        before = {path.name: path.read_bytes() for path in Path("kept").iterdir() if not path.name.endswith("-shm")}
        os.remove("kept/a.lnnrun-shm")
        os.chmod("kept", stat.S_IRUSR | stat.S_IXUSR)
        self.addCleanup(os.chmod, "kept", stat.S_IRWXU)
        self.assertEqual(len(run.scalars()), 5)
        for name, content in before.items():
            self.assertEqual(Path("kept", name).read_bytes(), content, name)

    def test_the_log_of_another_run_is_left_alone(self):
        os.mkfifo("gate")
        training = self.train("a.lnnrun", epochs=4, env={"LNN_TOP_GATE": f"5:{self.folder / 'gate'}"})
        with open("gate", "wb"):
            while len(lnn_top.Run("a.lnnrun").scalars()) < 5:
                pass
            os.kill(training.pid, signal.SIGKILL)
            with self.assertRaises(lnn_top.LnnTopError):
                training.wait()
        self.train("b.lnnrun", epochs=1, units=13).wait()
        shutil.copyfile("b.lnnrun", "a.lnnrun")
        run = lnn_top.Run("a.lnnrun")
        self.assertEqual(len(run.neurons), 13)
        self.assertEqual(run.state, "done")


class ProcessTests(InFolder):
    def test_lines_come_as_dicts_and_the_last_is_the_result(self):
        with self.train("a.lnnrun") as training:
            lines = list(training)
        self.assertEqual(lines, training.lines)
        self.assertEqual(training.wait(), lines[-1])
        self.assertEqual(list(training), [])
        self.assertTrue(lines[-1]["done"])
        self.assertEqual([line["step"] for line in lines], sorted(line["step"] for line in lines))
        again = lnn_top.replay("a.lnnrun").wait()
        self.assertEqual(again["step"], lines[-1]["step"])

    def test_a_training_that_is_stopped_is_complete(self):
        training = self.train("a.lnnrun", epochs=1_000_000)
        next(iter(training))
        result = training.stop()
        self.assertEqual(result["state"], "stopped")
        self.assertEqual(training.status, 128 + signal.SIGTERM)
        self.assertEqual(lnn_top.Run("a.lnnrun").state, "stopped")

    def test_a_failure_is_an_exception_with_what_the_program_said(self):
        for options, status in ({"units": "many"}, 2), ({"targets": "absent"}, 1):
            with self.assertRaises(lnn_top.LnnTopError) as caught:
                self.train("a.lnnrun", **options).wait()
            self.assertEqual(caught.exception.status, status)
            self.assertIn("lnn-top: ", str(caught.exception))
        with self.assertRaises(FileNotFoundError):
            lnn_top.start("runs", program="no-such-program")

    def test_options(self):
        self.train("a.lnnrun", residual=True, layers=2, dropout=None, epochs=1).wait()
        self.train("b.lnnrun", residual=False, epochs=1).wait()
        self.assertEqual(lnn_top.Run("a.lnnrun").configuration["residual"], "true")
        self.assertNotIn("residual", lnn_top.Run("b.lnnrun").configuration)

    def test_a_sweep(self):
        Path("s.yaml").write_text(json.dumps({
            "task": "waves.csv", "training": {"inputs": ["fast"], "targets": "product", "window": 16, "stride": 16, "epochs": 1},
            "space": {"units": [12, 13]}}))
        report = lnn_top.sweep("s.yaml", out="sw", jobs=1).wait()
        self.assertEqual(len(report["trials"]), 2)
        best = lnn_top.start("sweep best", "sw").wait()
        self.assertEqual(lnn_top.Run(best["runs"][0]).configuration["units"], best["values"]["units"])


class PlotTests(InFolder):
    def test_plots_draw_on_the_axes_that_they_are_given(self):
        self.train("a.lnnrun").wait()
        run = lnn_top.Run("a.lnnrun")
        ax = axes()
        self.assertIs(lnn_top.plot_loss(run, ax), ax)
        self.assertTrue(same(ax.lines[0].get_ydata(), run.losses(), np.float64))
        ax = axes()
        self.assertIs(lnn_top.plot_states(run, ax=ax), ax)
        self.assertTrue(same(ax.images[0].get_array(), run.states().to_numpy().T, np.float32))
        ax = axes()
        self.assertIs(lnn_top.plot_time_constants(run, step=2, ax=ax), ax)
        self.assertEqual(len(ax.lines), len(run.neurons))
        self.assertTrue(same(ax.lines[3].get_ydata(), run.time_constants(2).iloc[:, 3], np.float32))

    def test_the_notebook_of_the_document(self):
        os.symlink(SAMPLES, "sample-data")
        runpy.run_path(str(HERE / "notebook.py"))
        self.assertTrue(Path("loss.png").read_bytes().startswith(b"\x89PNG"))


class PackingTests(unittest.TestCase):
    def test_values_beyond_halves(self):
        halves = np.array([1, -2, np.inf, np.nan, 0], "<f2").tobytes()
        blob = packed(5, halves, (100).to_bytes(4, "little"))
        values, end = lnn_top._unpacked(blob, 0)
        self.assertEqual(end, len(blob))
        self.assertTrue(same(values, [2.0**100, -(2.0**101), np.inf, np.nan, 0], np.float32))
        blob = packed(5, np.array([30000], "<f2").tobytes(), (200).to_bytes(4, "little"))
        self.assertEqual(lnn_top._unpacked(blob, 0)[0][0], np.finfo(np.float32).max)

    def test_codes_of_a_range(self):
        one = int(np.float32(1).view(np.uint32)) >> 13
        codes = np.array([0, 1, 2, 3, 3 + 1024, 65535], "<u2").tobytes()
        values, _ = lnn_top._unpacked(packed(3, codes, one.to_bytes(4, "little")), 0)
        self.assertTrue(same(values[:5], [0, np.nan, np.inf, 1, 2], np.float32))
        values, _ = lnn_top._unpacked(packed(3, codes, b"\xff\xff\xff\xff"), 0)
        self.assertTrue(np.isnan(values[3:]).all())

    def test_what_is_cut_off_is_refused(self):
        whole = b"\x01" + packed(4, np.zeros(3, "<f4").tobytes()) * 6
        self.assertEqual(len(lnn_top._arrays(whole)), 6)
        for end in range(len(whole)):
            with self.assertRaises(ValueError):
                lnn_top._arrays(whole[:end])
        with self.assertRaises(ValueError):
            lnn_top._arrays(whole + b"\x00")


def packed(packing, body, header=b""):
    """An array as a run file has it."""
    return bytes([packing]) + (len(body) // (4 if packing == 4 else 2)).to_bytes(4, "little") + header + body


def axes():
    from matplotlib.figure import Figure

    return Figure().add_subplot()


def read_all(run):
    """Everything that there is of a run."""
    return [
        run.description, run.neurons, run.outcome, run.state, run.labels, run.scalars(), run.validation(), run.events(),
        run.frames(), run.traces()]


if __name__ == "__main__":
    sys.exit(unittest.main())
