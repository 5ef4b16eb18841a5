#!/bin/sh
# usage: install.sh PROGRAM PREFIX [DESTDIR]: puts the program and all that belongs to it below DESTDIR/PREFIX.
# SOURCE_DATE_EPOCH is the date that manual pages and metadata carry; else it is today's.
set -eu
cd "$(dirname "$0")/../.."

program=$1
root=${3:-}$2
share=$root/share

# put MODE FILE... FOLDER
put() {
  mode=$1
  shift
  for last in "$@"; do :; done
  mkdir -p "$last"
  while [ $# -gt 1 ]; do
    cp "$1" "$last/"
    chmod "$mode" "$last/$(basename "$1")"
    shift
  done
}

put 755 "$program" "$root/bin"
library=$(dirname "$program")/liblnn-top-mpi.so
[ ! -e "$library" ] || put 644 "$library" "$root/lib/lnn-top"
put 644 themes/*.yaml "$share/lnn-top/themes"
put 644 sample-data/*.csv sample-data/README.md "$share/lnn-top/sample-data"
put 755 sample-data/play.py "$share/lnn-top/sample-data"
put 644 sample-data/tasks/*.yaml "$share/lnn-top/sample-data/tasks"
find docs -type f | while read -r file; do put 644 "$file" "$share/lnn-top/$(dirname "$file")"; done

# What the program says of itself.
"$program" manual --out "$share/man/man1"
chmod 644 "$share"/man/man1/lnn-top*.1
mkdir -p "$share/bash-completion/completions" "$share/zsh/site-functions" "$share/fish/vendor_completions.d"
"$program" completion bash > "$share/bash-completion/completions/lnn-top"
"$program" completion zsh > "$share/zsh/site-functions/_lnn-top"
"$program" completion fish > "$share/fish/vendor_completions.d/lnn-top.fish"

put 644 Tools/package/lnn-top.desktop "$share/applications"
put 644 Tools/package/lnn-top.svg "$share/icons/hicolor/scalable/apps"
metadata=io.github.lnn_top.lnn_top.metainfo.xml
mkdir -p "$share/metainfo"
day=$(date -u ${SOURCE_DATE_EPOCH:+-d "@$SOURCE_DATE_EPOCH"} +%Y-%m-%d)
version=$("$program" --version)
sed -e "s/@VERSION@/${version#* }/" -e "s/@DATE@/$day/" "Tools/package/$metadata" \
  > "$share/metainfo/$metadata"
