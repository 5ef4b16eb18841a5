#!/bin/sh
# Compares lnn-top with Python packages on this machine:
#   sh Tests/Peers/run.sh [options of compare_ncps.py]             networks, beside ncps and JAX
#   sh Tests/Peers/run.sh sequences [options of compare_sequences.py]  tokens and stacked networks, beside torch and ncps
#   sh Tests/Peers/run.sh recordings --archive FILE                spoken digits, with torch's LSTM
#   sh Tests/Peers/run.sh onnx [options of swift test]             exported files, in onnxruntime
#   sh Tests/Peers/run.sh reading [options of compare_reading.py]  the reading of tables, beside pandas and polars
# Keeps its own Python packages in .build. PyPI's torch for x86-64 brings libraries for GPUs along (about 5 GB);
# PEERS_PYTHON names a Python that has the packages of requirements.txt, requirements-onnx.txt, requirements-reading.txt or
# requirements-recordings.txt already.
set -eu
cd "$(dirname "$0")/../.."

comparison="" product=lnn-top
if [ "${1:-}" = onnx ]; then
  shift
  what="onnx and onnxruntime" requirements=Tests/Peers/requirements-onnx.txt environment=.build/peers-onnx
elif [ "${1:-}" = recordings ]; then
  shift
  what="torch and librosa" requirements=Tests/Peers/requirements-recordings.txt environment=.build/peers-recordings
  comparison=Tests/Peers/compare_recordings.py product=""
elif [ "${1:-}" = reading ]; then
  shift
  what="pandas and polars" requirements=Tests/Peers/requirements-reading.txt environment=.build/peers-reading
  comparison=Tests/Peers/compare_reading.py product=table-reading
else
  comparison=Tests/Peers/compare_ncps.py
  if [ "${1:-}" = sequences ]; then
    shift
    comparison=Tests/Peers/compare_sequences.py
  fi
  what="torch, ncps and JAX" requirements=Tests/Peers/requirements.txt environment=.build/peers
fi
python=${PEERS_PYTHON:-$PWD/$environment/bin/python}

if [ -z "${PEERS_PYTHON:-}" ] && ! cmp -s "$requirements" "$environment/installed.txt"; then
  echo "Installing $what in $environment" >&2
  python3 -m venv "$environment" || {
    echo "Python's venv module is needed: on Debian, apt-get install python3-venv" >&2
    exit 1
  }
  "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
  cp "$requirements" "$environment/installed.txt"
fi

if [ -z "$comparison" ]; then
  # The comparisons are tests, as they need networks of every kind.
  LNN_TOP_ONNX="$(command -v "$python")" exec "${SWIFT:-swift}" test -c release --disable-testable-imports --filter ONNX "$@"
fi
# What trains elsewhere alone needs nothing of ours.
[ -n "$product" ] || exec "$python" "$comparison" "$@"
program=$("${SWIFT:-swift}" build -c release --show-bin-path)/$product
exec "$python" "$comparison" --program "$program" "$@"
