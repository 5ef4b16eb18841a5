#!/bin/sh
# usage: build-program.sh: builds, in .build/package, the program that packages hold, and prints its path: with Swift's runtime
# linked in, stripped, and with the same bytes wherever it is built.
set -eu
cd "$(dirname "$0")/../.."

swift=${SWIFT:-swift}
here=$(pwd)
scratch=$here/.build/package
"$swift" build -c release --product lnn-top --static-swift-stdlib --scratch-path "$scratch" \
  -Xswiftc -file-prefix-map -Xswiftc "$here=." -Xswiftc -gnone -Xcc "-ffile-prefix-map=$here=." -Xcxx "-ffile-prefix-map=$here=." \
  -Xlinker --gc-sections -Xlinker --build-id=sha1 >&2
program=$("$swift" build -c release --static-swift-stdlib --scratch-path "$scratch" --show-bin-path)/lnn-top
strip --strip-unneeded -o "$scratch/lnn-top" "$program"
echo "$scratch/lnn-top"
