#!/bin/sh
# Installs Optuna and its dashboard in a Python of their own:  sh Tests/Cluster/install-optuna.sh .build/cluster-python
set -eu
requirements=$(dirname "$0")/requirements.txt
cmp -s "$requirements" "$1/installed.txt" && exit 0
echo "Installing Optuna in $1" >&2
python3 -m venv "$1" || {
  echo "Python's venv module is needed: on Debian, apt-get install python3-venv" >&2
  exit 1
}
"$1/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
cp "$requirements" "$1/installed.txt"
