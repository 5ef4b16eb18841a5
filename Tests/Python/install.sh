#!/bin/sh
# Installs the module lnn_top and what its tests need in a Python of their own:  sh Tests/Python/install.sh .build/pandas-python
set -eu
requirements=$(dirname "$0")/requirements.txt
module=$(dirname "$0")/../../Tools/python
python3 -m venv "$1" || {
  echo "Python's venv module is needed: on Debian, apt-get install python3-venv" >&2
  exit 1
}
if ! cmp -s "$requirements" "$1/installed.txt"; then
  echo "Installing pandas in $1" >&2
  "$1/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
  cp "$requirements" "$1/installed.txt"
fi
"$1/bin/pip" install --quiet --disable-pip-version-check --no-deps "$module"
