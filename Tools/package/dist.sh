#!/bin/sh
# Builds a tarball into .build/packages that runs where Debian's packages do not: the libraries that the program uses are in
# it, but for the C library, which must be glibc 2.36 or newer.
set -eu
. "$(dirname "$0")/environment.sh"

program=$(sh Tools/package/build-program.sh)
name=lnn-top-$version-linux-$(uname -m)
root=$here/.build/dist/$name
rm -rf "$here/.build/dist"
licences=$root/share/doc/lnn-top/libraries
mkdir -p "$root/lib/lnn-top" "$licences"
sh Tools/package/install.sh "$program" "" "$root"
cp README.md LICENSE CHANGELOG.md "$root/"

ldd "$root/bin/lnn-top" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p' | while read -r library; do
  case $(basename "$library") in
    libc.so.* | libm.so.* | libdl.so.* | librt.so.* | libpthread.so.* | libresolv.so.*) continue ;;
  esac
  cp -L "$library" "$root/lib/lnn-top/"
  # dpkg knows some by the path without /usr that the loader gives, others by the real one.
  owner=$(dpkg-query -S "$library" 2>/dev/null || dpkg-query -S "$(readlink -f "$library")")
  owner=${owner%%:*}
  cp -L "/usr/share/doc/$owner/copyright" "$licences/$owner"
  for text in $(grep -o '/usr/share/common-licenses/[A-Za-z0-9.-]*[A-Za-z0-9]' "$licences/$owner" | sort -u); do
    cp -L "$text" "$licences/"
  done
done
chmod 644 "$root"/lib/lnn-top/*
# Where they are, as seen from the program, and from one another.
patchelf --set-rpath '$ORIGIN/../lib/lnn-top' "$root/bin/lnn-top"
for library in "$root"/lib/lnn-top/*.so*; do patchelf --set-rpath '$ORIGIN' "$library"; done

tar --create --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=go-w \
  --directory "$here/.build/dist" "$name" | gzip --no-name -9 > "$packages/$name.tar.gz"
write_sums
