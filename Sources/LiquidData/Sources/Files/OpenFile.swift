/// A file that is open for reading: one on disk or one in an archive.
struct OpenFile {
  /// The path as the person named it, with the names inside an archive behind it.
  let path: String
  let reader: ByteReader
  /// All bytes, where they cannot be had a second time by opening the file.
  let kept: [UInt8]?

  /// The name without folders and ending: `132539` of `set-a.tar.gz/set-a/132539.txt`.
  var stem: String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let point = name.lastIndex(of: "."), point > name.startIndex else { return name }
    return String(name[..<point])
  }
}
