#!/bin/sh
# Makes a Python environment with the packages of requirements.txt, unless it is there: install-wasmtime.sh FOLDER
set -eu
folder=$1
requirements=$(dirname "$0")/wasm/requirements.txt

cmp -s "$requirements" "$folder/installed.txt" && exit 0
echo "Installing wasmtime in $folder"
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
cp "$requirements" "$folder/installed.txt"
