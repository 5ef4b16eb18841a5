#!/bin/sh
# A sweep of 40 trials as a job array, whose node and all that runs on it are killed in the middle and come back. Run by
# slurm.sh, in a folder that holds search.yaml; prints how often each of the runs ended.
#
#   sh Tests/Cluster/slurm.sh sh Tests/Cluster/sweep-on-slurm.sh LNN_TOP
set -eu
program=$1
. "$(dirname "$0")/wait-until.sh"

# The number of results.
results() { find out/results -name '*.json' | wc -l; }

"$program" sweep search.yaml --out out --executor slurm --quiet
wait_until '[ "$(results)" -ge 5 ]'
kill -9 "$(cat "$SLURM_NODE_PID")"
pkill -9 slurmstepd || true
pkill -9 -f 'sweep work .*--index' || true
before=$(results)
slurmd -f "$SLURM_CONF"
wait_until '[ "$(results)" -eq 40 ]'
wait_until '[ -z "$(squeue --noheader)" ]'
[ "$before" -lt 40 ] || { echo "the node was killed after the last run" >&2; exit 1; }
echo "results $(results)"
echo "claims $(find out/claims -type f | wc -l)"
# Each run says once that it is done, in the log of the task that ended it.
echo "ended $(cat out/logs/*.txt | grep -c ': done in')"
"$program" sweep table out --json
