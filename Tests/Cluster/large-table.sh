#!/bin/sh
# Shows that a table larger than memory is trained on in little memory: makes a CSV file, trains on it with --cache, and
# prints the most memory that took; then trains on its beginning with a cache and without one and compares the models.
#
#   sh Tests/Cluster/large-table.sh LNN-TOP [MEGABYTES [FOLDER]]
#
# LNN-TOP is the program, built for release. The table has 4096 MB unless said otherwise, and the folder needs three times
# as much. Fails where more than 600 MB were resident, or where the models differ.
set -eu

program=$(realpath "${1:?usage: large-table.sh LNN-TOP [MEGABYTES [FOLDER]]}")
megabytes=${2:-4096}
folder=$(mktemp -d -p "${3:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# Twenty columns of about eight characters: a time, a machine, sixteen measurements, a kind and the target.
awk -v bytes="$((megabytes * 1048576))" 'BEGIN {
  printf "t,machine"
  for (c = 1; c <= 16; c++) printf ",x%d", c
  print ",kind,y"
  srand(1)
  while (written < bytes) {
    row++
    line = sprintf("%.2f,m%d", row / 4, row / 500000)
    sum = 0
    for (c = 1; c <= 16; c++) {
      value = sin(row / (10 + c)) + rand() / 10
      sum += c % 3 ? value : -value
      line = line sprintf(",%.6f", value)
    }
    line = line sprintf(",%s,%.6f", rand() < 0.5 ? "on" : "off", sum)
    print line
    written += length(line) + 1
  }
}' >big.csv
echo "$(wc -l <big.csv) lines, $(du -m big.csv | cut -f1) MB"

# Trains with the options of all runs, and leaves what it took in time.txt.
train() {
  /usr/bin/time -v -o time.txt "$program" train "$@" --time t --sequence machine --targets y --window 64 --stride 64 \
    --model ltc --wiring full --units 8 --batch 64 --seed 3 --quiet --no-run
}
resident() { sed -n 's/.*Maximum resident set size (kbytes): //p' time.txt; }
elapsed() { sed -n 's/.*Elapsed.*): //p' time.txt; }

train big.csv --cache cache --epochs 1 --model-out big.safetensors
echo "an epoch took $(elapsed) and at most $(($(resident) / 1024)) MB; the cache has $(du -sm cache | cut -f1) MB"
[ "$(resident)" -le 614400 ] || { echo "more than 600 MB were resident" >&2; exit 1; }

train big.csv --cache cache --steps 200 --model-out again.safetensors
echo "200 steps from the cache took $(elapsed) and at most $(($(resident) / 1024)) MB"

head -n 200000 big.csv >small.csv
train small.csv --epochs 2 --model-out memory.safetensors
train small.csv --epochs 2 --model-out cached.safetensors --cache cache
cmp memory.safetensors cached.safetensors
echo "with and without a cache the same model was trained"
