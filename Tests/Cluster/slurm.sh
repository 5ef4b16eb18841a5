#!/bin/sh
# Runs a command inside a Slurm of its own on this machine: one controller and one node, started in a folder of its own,
# as root, and stopped with everything that it has started, however the command ends.
#
#   sh Tests/Cluster/slurm.sh COMMAND [ARGUMENT...]
#
# The command finds SLURM_CONF set, and in SLURM_NODE_PID a file that names the node's process.
set -eu

folder=$(mktemp -d)
host=$(hostname -s)
controller_port=$((20000 + $$ % 20000))

stop() {
  status=$?
  trap - EXIT INT TERM
  for name in slurmd slurmctld munged; do
    if [ -s "$folder/$name.pid" ]; then
      pid=$(cat "$folder/$name.pid")
      kill "$pid" 2>/dev/null || true
      # What does not end by itself within ten seconds is ended.
      for _ in 1 2 3 4 5 6 7 8 9 10; do
        kill -0 "$pid" 2>/dev/null || break
        sleep 1
      done
      kill -9 "$pid" 2>/dev/null || true
    fi
  done
  pkill -9 -f "slurmstepd.*$folder" 2>/dev/null || true
  rm -rf "$folder"
  exit "$status"
}
trap stop EXIT INT TERM

for name in slurmctld slurmd munged sbatch; do
  command -v "$name" >/dev/null || { echo "there is no $name; install slurm-wlm and munge" >&2; exit 69; }
done
[ "$(id -u)" -eq 0 ] || { echo "a node of Slurm is started by root" >&2; exit 77; }

chmod 755 "$folder"
mkdir -m 755 "$folder/munge" "$folder/state" "$folder/spool" "$folder/log"
dd if=/dev/urandom of="$folder/munge/key" bs=128 count=1 2>/dev/null
chmod 400 "$folder/munge/key"
munged --force --socket="$folder/munge/socket" --key-file="$folder/munge/key" --pid-file="$folder/munged.pid" \
  --log-file="$folder/log/munged" --seed-file="$folder/munge/seed" --num-threads=2

cat > "$folder/slurm.conf" <<CONF
ClusterName=lnntop
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CredType=cred/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/log/slurmctld
SlurmdLogFile=$folder/log/slurmd
SlurmctldPort=$controller_port
SlurmdPort=$((controller_port + 1))
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,requeue_delay=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdTimeout=15
MinJobAge=300
MaxArraySize=100001
KillWait=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=here Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF="$folder/slurm.conf" SLURM_NODE_PID="$folder/slurmd.pid"

slurmctld -f "$SLURM_CONF"
slurmd -f "$SLURM_CONF"
# Until the node says that it can take work.
tries=0
until sinfo --noheader --format=%t 2>/dev/null | grep -q idle; do
  tries=$((tries + 1))
  if [ "$tries" -gt 120 ]; then
    cat "$folder/log/slurmctld" "$folder/log/slurmd" >&2
    exit 1
  fi
  sleep 0.5
done
"$@"
