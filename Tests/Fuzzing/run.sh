#!/bin/sh
# usage: run.sh PROGRAM SECONDS [READER...]: has libFuzzer try inputs on the readers of foreign bytes, with the address sanitizer, so many
# seconds each; without READER on all. Ends with what it found; inputs that stop a reader stay in .build/fuzzing/found.
set -eu
cd "$(dirname "$0")/../.."

swift=${SWIFT:-swift}
lnn_top=$1
seconds=$2
shift 2
[ $# -gt 0 ] || set -- table task sweep theme model stream run wiring
folder=.build/fuzzing
export LNN_TOP_FUZZING=1
"$swift" build -c release --product fuzz-readers --scratch-path "$folder" \
  -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=fuzzer-no-link,address \
  -Xcxx -fsanitize=fuzzer-no-link,address -Xswiftc -use-ld=lld
program=$("$swift" build -c release --scratch-path "$folder" --show-bin-path)/fuzz-readers

# seed READER FILE...: small beginnings of what the reader is for.
seed() {
  reader=$1
  shift
  mkdir -p "$folder/inputs/$reader"
  for file in "$@"; do head -c 4000 "$file" > "$folder/inputs/$reader/seed-$(basename "$file")"; done
}
seed task sample-data/tasks/*.yaml
seed sweep sample-data/tasks/sine-pair.yaml
seed theme themes/*.yaml
seed stream sample-data/three-regimes.csv
seed wiring sample-data/sine-pair.csv
seed table sample-data/*.csv
mkdir -p "$folder/inputs/model" "$folder/inputs/run" "$folder/found"
# The ending of a table's name is chosen by the byte before it: that of CSV comes first.
for file in "$folder"/inputs/table/seed-*; do
  { printf '\000'; cat "$file"; } > "$file.new"
  mv "$file.new" "$file"
done
"$lnn_top" train sine-pair --epochs 1 --units 6 --headless --quiet --run "$folder/seed.lnnrun" \
  --model-out "$folder/seed.safetensors"
mv "$folder/seed.safetensors" "$folder/inputs/model/seed"
mv "$folder/seed.lnnrun" "$folder/inputs/run/seed"

status=0
for reader in "$@"; do
  echo "== $reader"
  LNN_TOP_READER=$reader "$program" "$folder/inputs/$reader" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 \
    -max_len=100000 -artifact_prefix="$folder/found/$reader-" -print_final_stats=1 > "$folder/$reader.log" 2>&1 || {
    status=1
    echo "an input stopped it:"
    grep -E "ERROR|SUMMARY|Fatal error|found/" "$folder/$reader.log" || true
  }
  grep -E "number_of_executed_units|new_units_added|peak_rss_mb" "$folder/$reader.log" || true
done
exit $status
