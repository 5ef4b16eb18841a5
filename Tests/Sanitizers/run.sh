#!/bin/sh
# usage: run.sh address|thread|undefined: builds the program with a sanitizer, in a folder of its own, and uses it as a person does:
# training with and without the dashboard, attaching, replaying, a stream. Ends with what the sanitizer reported.
set -eu
cd "$(dirname "$0")/../.."

swift=${SWIFT:-swift}
kind=$1
scratch=$PWD/.build/sanitized-$kind
case $kind in
  # Swift's own operations stop the program where C's are undefined, so its compiler has no such option here: the C and C++ of
  # the project are what this watches.
  undefined)
    library=$("$swift" -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')/clang/lib/linux
    set -- -Xcc -fsanitize=undefined -Xcxx -fsanitize=undefined -Xcxx -fno-sanitize=vptr \
      -Xlinker "$library/libclang_rt.ubsan_standalone-$(uname -m).a"
    ;;
  *) set -- --sanitize "$kind" ;;
esac
"$swift" build "$@" --product lnn-top --scratch-path "$scratch"
program=$("$swift" build "$@" --scratch-path "$scratch" --show-bin-path)/lnn-top

folder=$(mktemp -d)
socket=$folder/tmux
# Each process writes a report of its own; LNN_TOP_RUNS keeps a person's runs out of it.
export ASAN_OPTIONS="log_path=$folder/report:detect_leaks=0" TSAN_OPTIONS="log_path=$folder/report" \
  UBSAN_OPTIONS="log_path=$folder/report:print_stacktrace=1" LNN_TOP_RUNS="$folder/runs" XDG_CONFIG_HOME="$folder" \
  XDG_STATE_HOME="$folder" TERM=xterm-256color LANG=C.UTF-8
# A sanitizer may end the program, and with it this script: what it reported is shown all the same.
finish() {
  tmux -S "$socket" kill-server 2>/dev/null || true
  cat "$folder"/report* 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

start() { tmux -S "$socket" -f /dev/null new-session -d -x 120 -y 40 -s "$1" "$2; echo ended with \$?; cat"; }
press() {
  session=$1
  shift
  for key in "$@"; do tmux -S "$socket" send-keys -t "$session" "$key"; done
}
# wait_for SESSION TEXT: until the text is on the screen, as long as a slow machine may take.
wait_for() {
  tries=0
  until tmux -S "$socket" capture-pane -p -t "$1" | grep -qE "$2"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 2400 ]; then
      echo "waited too long for '$2' in $1:" >&2
      tmux -S "$socket" capture-pane -p -t "$1" >&2
      cat "$folder"/report* 2>/dev/null >&2 || true
      exit 1
    fi
    sleep 0.1
  done
}

"$program" train sine-pair --epochs 2 --threads 2 --headless --quiet --name headless
"$program" eval headless sample-data/sine-pair.csv > /dev/null

start training "'$program' train lane-keeping --epochs 100000 --threads 2 --name live"
wait_for training TRAINING
start attached "'$program' attach live"
wait_for attached 'ATTACHED|TRAINING'
press training 2 j x c 5 n + P 3 4 7 1 t l m w z z '?' Escape
press attached 2 j 3 4 5 1
press training Space
wait_for training PAUSED
press training . . Space
wait_for training TRAINING
press attached q
wait_for attached 'ended with 0'
press training q
wait_for training 'ended with 0'

start replay "'$program' replay live"
wait_for replay REPLAY
press replay Space , . '<' '>' Home End 2 3 4 5 6 q
wait_for replay 'ended with 0'

start stream "'$program' stream sample-data/three-regimes.csv --time time_s --run '$folder/stream.lnnrun'"
wait_for stream 'DONE|ENDED|LEARNING|STREAM'
press stream 2 j x 5 1 q
wait_for stream 'ended with 0'

if ls "$folder"/report* >/dev/null 2>&1; then
  cat "$folder"/report*
  exit 1
fi
echo "$kind: nothing was reported"
