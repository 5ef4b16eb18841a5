#!/bin/sh
# usage: mpi-speed.sh PROGRAM [options of train]: steps a second on this machine with one process and one thread, one
# process and two threads, and two processes of one thread each, and what the processes cost beside the threads. PROGRAM
# is lnn-top in release mode, with its library for Open MPI beside it ('make mpi').
set -eu

program=$1
shift
[ $# -gt 0 ] || set -- --model ltc --units 64 --wiring full --window 64 --batch 128
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# A table that is large enough for batches of 128 windows.
awk 'BEGIN {
  print "fast,slow,product"
  for (row = 0; row < 20000; row++) {
    fast = sin(row * 0.4); slow = cos(row * 0.05)
    print fast "," slow "," fast * slow
  }
}' >"$folder/waves.csv"

# Steps a second after the first epoch, in which memory is prepared: from the epochs' lines and their times.
speed() {
  "$@" 2>"$folder/messages" | python3 -c '
import json, sys
lines = [json.loads(line) for line in sys.stdin]
first, last = lines[0], lines[-2]
print((last["step"] - first["step"]) / (last["elapsed_s"] - first["elapsed_s"]))' || {
    cat "$folder/messages" >&2
    exit 1
  }
}

train="train $folder/waves.csv --stride 8 --epochs 8 --no-run --headless --json"
# shellcheck disable=SC2086
one=$(speed "$program" $train "$@" --threads 1)
# shellcheck disable=SC2086
threads=$(speed "$program" $train "$@" --threads 2)
# shellcheck disable=SC2086
processes=$(speed mpirun --oversubscribe --bind-to none -n 2 "$program" $train "$@" --threads 1)
grep "a step" "$folder/messages" || true
awk -v one="$one" -v threads="$threads" -v processes="$processes" 'BEGIN {
  printf "one process, one thread      %.2f steps/s\n", one
  printf "one process, two threads     %.2f steps/s, %.2f times as many\n", threads, threads / one
  printf "two processes, one thread    %.2f steps/s, %.2f times as many; %.2f of two threads\n", processes, processes / one, processes / threads
}'
