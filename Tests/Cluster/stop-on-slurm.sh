#!/bin/sh
# A halving sweep on Slurm whose command is told to end in the middle of a round, as Ctrl-C does, and called again. Run by
# slurm.sh, in a folder that holds search.yaml; prints what the command says and how it ends.
#
#   sh Tests/Cluster/slurm.sh sh Tests/Cluster/stop-on-slurm.sh LNN_TOP
set -eu
program=$1
. "$(dirname "$0")/wait-until.sh"

"$program" sweep search.yaml --out out --executor slurm --quiet 2> said &
command=$!
wait_until '[ -n "$(find out/claims -name "*seed*" 2>/dev/null)" ]'
kill -TERM "$command"
status=0
wait "$command" || status=$?
cat said
echo "stopped with $status"
echo "leads $(find out/claims -name '.course*' | wc -l)"
wait_until '[ -z "$(squeue --noheader)" ]'
"$program" sweep search.yaml --out out --executor slurm --quiet --json
