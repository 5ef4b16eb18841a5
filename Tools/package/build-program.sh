#!/bin/sh
# usage: build-program.sh: builds, in .build/package, the program that packages hold, and prints its path: with Swift's runtime
# linked in, stripped, and with the same bytes wherever it is built.
set -eu
cd "$(dirname "$0")/../.."

swift=${SWIFT:-swift}
here=$(pwd)
scratch=$here/.build/package
mkdir -p "$scratch/icu"

# Half of the program would be data of ICU that it never uses. Where their name stands for a smaller object from the beginning,
# the linker leaves Foundation's out.
resources=$("$swift" -print-target-info -static-stdlib | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
library=$resources/linux/lib_FoundationICU.a
object=$(ar t "$library" | grep packaged_data)
(
  cd "$scratch/icu"
  ar x "$library" "$object"
  objcopy --output-target=binary --only-section=.rodata "$object" full.dat
  nm --defined-only "$object" | sed -n 's/.* R \(icudt.*_dat\)$/\1/p' > name
  python3 "$here/Tools/package/icu-data.py" full.dat small.dat
  cc -x assembler -c -o data.o - << ASSEMBLER
.section .rodata
.balign 16
.globl lnn_top_icu_data
.type lnn_top_icu_data, @object
lnn_top_icu_data: .incbin "small.dat"
.size lnn_top_icu_data, . - lnn_top_icu_data
.section .note.GNU-stack, "", @progbits
ASSEMBLER
)

"$swift" build -c release --product lnn-top --static-swift-stdlib --scratch-path "$scratch" \
  -Xswiftc -file-prefix-map -Xswiftc "$here=." -Xswiftc -gnone -Xcc "-ffile-prefix-map=$here=." -Xcxx "-ffile-prefix-map=$here=." \
  -Xlinker "$scratch/icu/data.o" -Xlinker "--defsym=$(cat "$scratch/icu/name")=lnn_top_icu_data" \
  -Xlinker --no-export-dynamic -Xlinker --gc-sections -Xlinker --build-id=none \
  -Xlinker -z -Xlinker relro -Xlinker -z -Xlinker now >&2
program=$("$swift" build -c release --static-swift-stdlib --scratch-path "$scratch" --show-bin-path)/lnn-top
# What the compiler notes of its arguments, of which the build's folder is one, becomes zeros. Without the section 'strip' would
# leave the program's relocations writable.
size=$(size -A "$program" | awk '$1 == ".swift_modhash" { print $2 }')
head -c "$size" /dev/zero > "$scratch/zeros"
objcopy --strip-unneeded --update-section ".swift_modhash=$scratch/zeros" "$program" "$scratch/lnn-top"
echo "$scratch/lnn-top"
