# Read by the scripts beside it: waits until a condition holds, as long as anything may take on a slow machine.

wait_until() {
  tries=0
  until eval "$1"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 1200 ]; then
      echo "waited too long until $1" >&2
      squeue >&2
      exit 1
    fi
    sleep 0.25
  done
}
