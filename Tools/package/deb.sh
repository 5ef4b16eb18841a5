#!/bin/sh
# Builds the Debian packages into .build/packages.
set -eu
. "$(dirname "$0")/environment.sh"

program=$(sh Tools/package/build-program.sh)
tree=$here/.build/deb/lnn-top-$version
rm -rf "$here/.build/deb"
mkdir -p "$tree"
git ls-files -z | tar --create --null --files-from=- | tar --extract --directory "$tree"
cp -R Tools/package/debian "$tree/debian"
cat > "$tree/debian/changelog" <<CHANGELOG
lnn-top ($version) unstable; urgency=medium

  * See /usr/share/doc/lnn-top/changelog.gz.

 -- lnn-top maintainers <maintainers@lnn-top.invalid>  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
CHANGELOG
(cd "$tree" && PROGRAM=$program dpkg-buildpackage --build=binary --unsigned-source --unsigned-changes)
rm -f "$packages"/*.deb
cp "$here"/.build/deb/*.deb "$packages/"
write_sums
