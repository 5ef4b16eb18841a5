#!/bin/sh
# usage: build.sh FOLDER: builds lnn-top's library for Open MPI there, with the compiler of the MPI that is installed.
set -eu

here=$(dirname "$0")
if ! command -v mpicc >/dev/null 2>&1; then
  echo "Open MPI's compiler mpicc is not installed (Debian: libopenmpi-dev)." >&2
  exit 1
fi
exec mpicc -std=c11 -O2 -Wall -Wextra -shared -fPIC -o "$1/liblnn-top-mpi.so" "$here/lnn-top-mpi.c"
