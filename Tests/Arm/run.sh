#!/bin/sh
# Builds the checks of the kernels and runs them: on this machine, or for ARM64 under QEMU.
#
#   run.sh native FOLDER              what this machine's processor computes
#   run.sh arm64 FOLDER               the same for ARM64
#   run.sh count FOLDER [KERNEL...]   how many instructions a call of each kernel takes on ARM64, with vectors and without
#
# What is built goes to FOLDER. Kernels are compiled by the Swift toolchain's clang, as they are in the library: Debian's
# cross compiler, a GCC, does not have the vectors they are written with. It compiles and links the rest.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
kernels=$here/../../Sources/CLiquidKernels
command=${1:-}
folder=${2:-}
[ -n "$folder" ] || { sed -n '4,6s/^# *//p' "$0" >&2; exit 2; }
shift 2
mkdir -p "$folder"

swift=$(command -v "${SWIFT:-swift}" || true)
[ -n "$swift" ] || { echo "Swift is not found: SWIFT=/where/bin/swift $0 ..." >&2; exit 1; }
clang=$(dirname "$(readlink -f "$swift")")/clang
[ -x "$clang" ] || { echo "There is no clang beside $swift." >&2; exit 1; }

flags="-std=c11 -O2 -Wall -Wextra -Werror"
checks=""
for name in check ltc solvers dense cfc gates stream online lrc stack training; do checks="$checks $here/$name.c"; done

need() {
  for program in "$@"; do
    command -v "$program" >/dev/null 2>&1 || {
      echo "$program is missing; 'make test-arm' installs it on Debian." >&2
      exit 1
    }
  done
}

# build_arm64 NAME FLAG...: the program with kernels that are compiled with these flags.
build_arm64() {
  name=$1
  shift
  mkdir -p "$folder/$name"
  for source in "$kernels"/*.c; do
    # shellcheck disable=SC2086
    "$clang" --target=aarch64-linux-gnu $flags "$@" -c "$source" -o "$folder/$name/$(basename "$source" .c).o"
  done
  # shellcheck disable=SC2086
  aarch64-linux-gnu-gcc $flags -static $checks "$folder/$name"/*.o -lm -o "$folder/check-$name"
}

# The same kernels for a processor that has floating point but no vectors.
build_plain() { build_arm64 plain -march=armv8-a+nosimd -fno-vectorize -fno-slp-vectorize; }

# The plugin, in the newest version of QEMU's interface that this QEMU takes.
build_counter() {
  for interface in 5 4 3 2 1; do
    "$clang" -shared -fPIC -O2 -fvisibility=hidden -Wall -Wextra -Werror -DINTERFACE=$interface \
      "$here/instructions.c" -o "$folder/instructions.so"
    qemu-aarch64 -plugin "$folder/instructions.so" "$folder/check-plain" list >/dev/null 2>&1 && return
  done
  echo "This QEMU takes no plugins, without which there is no counting." >&2
  exit 1
}

# executed PROGRAM KERNEL TIMES: the instructions of that many calls and of what surrounds them.
executed() {
  qemu-aarch64 -plugin "$folder/instructions.so" "$folder/check-$1" repeat "$2" "$3" 2>&1 |
    sed -n 's/^instructions //p'
}

# each_call PROGRAM KERNEL: the instructions of one call.
each_call() { echo $((($(executed "$1" "$2" 101) - $(executed "$1" "$2" 1)) / 100)); }

case $command in
  native)
    # shellcheck disable=SC2086
    "$clang" $flags $checks "$kernels"/*.c -lm -o "$folder/check"
    "$folder/check"
    ;;
  arm64)
    need aarch64-linux-gnu-gcc qemu-aarch64
    build_arm64 vectors
    qemu-aarch64 "$folder/check-vectors"
    ;;
  count)
    need aarch64-linux-gnu-gcc qemu-aarch64
    build_arm64 vectors
    build_plain
    build_counter
    # shellcheck disable=SC2046
    [ $# -gt 0 ] || set -- $(qemu-aarch64 "$folder/check-plain" list)
    echo "| kernel | with vectors | without | times |"
    echo "| --- | --- | --- | --- |"
    for kernel in "$@"; do
      vectors=$(each_call vectors "$kernel")
      plain=$(each_call plain "$kernel")
      echo "| \`$kernel\` | $vectors | $plain | $((plain / vectors)).$((plain * 10 / vectors % 10)) |"
    done
    ;;
  *)
    sed -n '4,6s/^# *//p' "$0" >&2
    exit 2
    ;;
esac
