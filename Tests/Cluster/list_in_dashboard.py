"""Starts optuna-dashboard on the study of a sweep, asks it for its studies, and stops it.

    python list_in_dashboard.py optuna.db
"""

import json
import pathlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
program = pathlib.Path(sys.executable).parent / "optuna-dashboard"
server = subprocess.Popen(
    [program, f"sqlite:///{sys.argv[1]}", "--host", "127.0.0.1", "--port", str(port)],
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
)
try:
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/studies") as answer:
                studies = json.load(answer)["study_summaries"]
            break
        except urllib.error.URLError:
            time.sleep(0.2)
    else:
        sys.exit("optuna-dashboard has ended")
    for study in studies:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/studies/{study['study_id']}") as answer:
            trials = json.load(answer)["trials"]
        print(study["study_name"], len(trials), *sorted({trial["state"] for trial in trials}))
finally:
    server.terminate()
    server.wait()
