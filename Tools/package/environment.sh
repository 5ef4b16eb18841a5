# Read by the scripts beside it: the version, and the date that everything in a package carries.

cd "$(dirname "$0")/../.."
here=$(pwd)
version=$(sed -n 's/.*static let number = "\(.*\)"/\1/p' Sources/LnnTop/Program.swift)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
packages=$here/.build/packages
mkdir -p "$packages"

# Each file of the folder with its sum, for whoever has fetched one.
write_sums() (
  cd "$packages"
  rm -f SHA256SUMS
  sha256sum -- *.deb *.tar.gz 2>/dev/null > sums || true
  mv sums SHA256SUMS
  cat SHA256SUMS
)
