#!/bin/sh
# Compares lnn-top with the Python package ncps on this machine: sh Tests/Peers/run.sh [options of compare_ncps.py]
# Keeps its own Python packages in .build/peers. PyPI's torch for x86-64 brings libraries for GPUs along (about 5 GB);
# PEERS_PYTHON names a Python that has the packages of requirements.txt already.
set -eu
cd "$(dirname "$0")/../.."

requirements=Tests/Peers/requirements.txt
environment=.build/peers
python=${PEERS_PYTHON:-$environment/bin/python}

if [ -z "${PEERS_PYTHON:-}" ] && ! cmp -s "$requirements" "$environment/installed.txt"; then
  echo "Installing torch and ncps in $environment" >&2
  python3 -m venv "$environment" || {
    echo "Python's venv module is needed: on Debian, apt-get install python3-venv" >&2
    exit 1
  }
  "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
  cp "$requirements" "$environment/installed.txt"
fi

program=$("${SWIFT:-swift}" build -c release --show-bin-path)/lnn-top
exec "$python" Tests/Peers/compare_ncps.py --program "$program" "$@"
