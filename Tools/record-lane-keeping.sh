#!/bin/sh
# Makes docs/lane-keeping.cast: trains the lane-keeping sample on the dashboard, silences the neuron 'command 1' at step
# 2,000, and exports the recorded run. Needs tmux. The network is the same every time (seed 1); the seconds on the
# screen are those of the machine.
#
#   sh Tools/record-lane-keeping.sh [PROGRAM] [FILE]
set -eu
cd "$(dirname "$0")/.."

program=${1:-.build/release/lnn-top}
cast=${2:-docs/lane-keeping.cast}
folder=$(mktemp -d)
trap 'terminal kill-server 2>/dev/null || true; rm -rf "$folder"' EXIT

terminal() { tmux -u -S "$folder/socket" -f /dev/null "$@"; }
press() { terminal send-keys "$@"; }

# Waits until the screen has a line that matches the pattern.
wait_for() {
  until terminal capture-pane -p | grep -q "$1"; do sleep 0.05; done
}

terminal new-session -d -x 110 -y 38 env LANG=C.UTF-8 TERM=xterm-256color \
  "$program" train sample-data/tasks/lane-keeping.yaml --seed 1 --epochs 500 --run "$folder/run.lnnrun"
wait_for 'step [0-9]'
press 2 Down Down 5
wait_for 'step [2-9],[0-9][0-9][0-9]/'
press x
wait_for 'left after'
wait_for 'DONE'
press q

seconds=20
duration=$("$program" runs "$folder" --json | sed -n 's/.*"duration":\([0-9.]*\).*/\1/p')
speed=$(awk -v run="$duration" -v film="$seconds" 'BEGIN { print run / film }')
"$program" export "$folder/run.lnnrun" --format asciicast --view inputs --neuron 'command 1' --size 110x38 \
  --theme dark --glyphs braille --color 256 --fps 4 --speed "$speed" --output "$cast"
