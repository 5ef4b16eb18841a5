#!/bin/sh
# Installs the packages named as arguments that are missing, asking nothing: Debian's, or Homebrew's where there is no
# apt. Where there is neither it says which libraries to install.
set -eu

missing=""
if command -v dpkg-query >/dev/null 2>&1; then
  for package in "$@"; do
    status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing="$missing $package"
  done
  [ -n "$missing" ] || exit 0
fi

if ! command -v apt-get >/dev/null 2>&1 && command -v brew >/dev/null 2>&1; then
  missing=""
  for package in "$@"; do
    brew list --versions "$package" >/dev/null 2>&1 || missing="$missing $package"
  done
  [ -n "$missing" ] || exit 0
  echo "Installing:$missing"
  # shellcheck disable=SC2086
  exec brew install --quiet $missing
fi

if ! command -v apt-get >/dev/null 2>&1; then
  # Without either there is no telling from here; the marker says that the person was told once.
  [ -e .build/dependencies-noted ] && exit 0
  echo "lnn-top needs the development files of ncurses (wide characters), SQLite 3, libyaml, protobuf-c, libarchive, fast_float, libmosquitto, libsndfile, libsamplerate and FFTW (single precision), and tmux, mosquitto and openssl for the tests." >&2
  echo "On Debian these are: $*. Install what your system calls them if the build does not find them." >&2
  mkdir -p .build && : > .build/dependencies-noted
  exit 0
fi

as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "Please install as root:$missing" >&2
    exit 1
  fi
  as_root="sudo"
fi

echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
options="-qq -o DPkg::Lock::Timeout=300"
# A machine's package lists may be absent or old: refresh them only where the install fails without.
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get $options install -y --no-install-recommends $missing >/dev/null 2>&1 || {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get $options update
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get $options install -y --no-install-recommends $missing >/dev/null
}
