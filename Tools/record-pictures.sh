#!/bin/sh
# Makes the pictures of the documents anew: trains the lane-keeping sample on the dashboard, silences the neuron
# 'command 1' after 2,000 steps, and draws the recorded run. Needs tmux. The network is the same every time (seed 1); the
# seconds on the screen are those of the machine.
#
#   sh Tools/record-pictures.sh [PROGRAM [FOLDER]]
set -eu
cd "$(dirname "$0")/.."

program=${1:-.build/release/lnn-top}
pictures=${2:-docs}
folder=$(mktemp -d)
run=$folder/run.lnnrun
trap 'terminal kill-server 2>/dev/null || true; rm -rf "$folder"' EXIT

terminal() { tmux -u -S "$folder/socket" -f /dev/null "$@"; }

# Waits until the screen has a line that matches the pattern.
wait_for() {
  until terminal capture-pane -p | grep -q "$1"; do sleep 0.05; done
}

terminal new-session -d -x 110 -y 38 env LANG=C.UTF-8 TERM=xterm-256color LNN_TOP_THEME=dark \
  XDG_STATE_HOME=/dev/null \
  "$program" train sample-data/tasks/lane-keeping.yaml --seed 1 --epochs 500 --run "$run"
wait_for 'step [0-9]'
# The third neuron, in the view with the road.
terminal send-keys 2 Down Down 5
wait_for 'step [2-9],[0-9][0-9][0-9]/'
terminal send-keys x
wait_for 'left after'
wait_for 'DONE'
terminal send-keys q

export LNN_TOP_THEME=dark
draw() { "$program" replay "$run" --snapshot "$pictures/$1" --view "$2" --at "$3" --size 110x38 --glyphs braille; }
draw overview.svg overview step:1900
draw raster.svg raster step:1900
draw wiring.svg wiring step:1900
draw road.svg inputs 1

# Twenty seconds, however long the training took.
duration=$("$program" runs "$folder" --json | sed -n 's/.*"duration":\([0-9.]*\).*/\1/p')
"$program" export "$run" --format asciicast --view inputs --neuron 'command 1' --size 110x38 --glyphs braille \
  --color 256 --fps 4 --speed "$(awk -v run="$duration" 'BEGIN { print run / 20 }')" --output "$pictures/lane-keeping.cast"
