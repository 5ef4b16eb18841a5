#!/bin/sh
# usage: uninstall.sh PREFIX [DESTDIR]: takes away what install.sh has put there, and nothing else.
set -eu

root=${2:-}$1
share=$root/share
rm -f "$root/bin/lnn-top" "$share"/man/man1/lnn-top.1* "$share"/man/man1/lnn-top-*.1* \
  "$share/bash-completion/completions/lnn-top" "$share/zsh/site-functions/_lnn-top" \
  "$share/fish/vendor_completions.d/lnn-top.fish" "$share/applications/lnn-top.desktop" \
  "$share/icons/hicolor/scalable/apps/lnn-top.svg" "$share/metainfo/io.github.lnn_top.lnn_top.metainfo.xml"
# Beside them may lie what is a person's: below ~/.local the recorded runs do.
rm -rf "$share/lnn-top/themes" "$share/lnn-top/sample-data" "$share/lnn-top/docs" "$root/lib/lnn-top"
# Folders that others have nothing in.
for folder in share/lnn-top bin lib share/man/man1 share/man share/bash-completion/completions share/bash-completion \
  share/zsh/site-functions share/zsh share/fish/vendor_completions.d share/fish share/applications \
  share/icons/hicolor/scalable/apps share/icons/hicolor/scalable share/icons/hicolor share/icons share/metainfo share; do
  rmdir "$root/$folder" 2>/dev/null || true
done
