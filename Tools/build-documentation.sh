#!/bin/sh
# Builds the documentation of the library products as a site in .build/docs, with what the Swift toolchain has. Fails
# where a link in it leads nowhere.
set -eu
cd "$(dirname "$0")/.."

swift=${SWIFT:-swift}
found=$(command -v "$swift") || { echo "There is no $swift; SWIFT=PATH names another." >&2; exit 1; }
tools=$(dirname "$found")
[ -x "$tools/docc" ] || tools=$(dirname "$(readlink -f "$found")")
if ! [ -x "$tools/docc" ]; then
  echo "There is no docc beside $found; SWIFT=PATH names the swift of a whole toolchain." >&2
  exit 1
fi

triple=$("$swift" -print-target-info | sed -n 's/.*"triple": "\(.*\)",/\1/p' | head -n 1)
products=$("$swift" build -c release --show-bin-path)
work=.build/documentation
rm -rf "$work" .build/docs
mkdir -p "$work"

# shellcheck disable=SC2046 # a library product is one target of the same name
set -- $(sed -n 's/.*\.library(name: "\([A-Za-z]*\)".*/\1/p' Package.swift)
for module in "$@"; do
  "$swift" build -c release --target "$module" >"$work/build" 2>&1 || { cat "$work/build" >&2; exit 1; }

  # The modules of C are found by their maps.
  maps=""
  for map in "$products"/*.build/module.modulemap Sources/*/module.modulemap; do
    maps="$maps -Xcc -fmodule-map-file=$map"
  done
  mkdir -p "$work/$module.symbols"
  # shellcheck disable=SC2086
  "$tools/swift-symbolgraph-extract" -module-name "$module" -target "$triple" -I "$products/Modules" $maps \
    -minimum-access-level public -skip-synthesized-members -output-dir "$work/$module.symbols"

  catalogue="Sources/$module/$module.docc"
  [ -d "$catalogue" ] || catalogue=""
  # shellcheck disable=SC2086
  "$tools/docc" convert $catalogue --additional-symbol-graph-dir "$work/$module.symbols" \
    --fallback-display-name "$module" --fallback-bundle-identifier "$module" --ide-console-output \
    --output-path "$work/$module.doccarchive" >"$work/messages" 2>&1 || { cat "$work/messages" >&2; exit 1; }
  # Parameters whose names say all are not described: the others are warnings.
  if grep -E ': (warning|error): ' "$work/messages" | grep -v 'is missing documentation' >&2; then exit 1; fi
done

"$tools/docc" merge "$work"/*.doccarchive --synthesized-landing-page-name lnn-top --output-path .build/docs
rm -rf "$work"
echo ".build/docs has the documentation of $*; 'python3 -m http.server -d .build/docs' shows it at http://localhost:8000/documentation"
