/// Opens files one after another, unpacks what is packed, and walks every archive once.
struct FileVisitor {
  let limits: ReadingLimits
  /// Told the bytes read of the file on disk and the path that is being read.
  var report: (Int, String) -> Void = { _, _ in }

  /// The one file that a path on disk stands for, a packed one unpacked.
  func visit(
    path: String, _ body: (OpenFile) throws(DataError) -> Void
  ) throws(DataError) {
    let file = try FileSource(path: path)
    if file.isRegular, isPacked(file.peek(512)) {
      try visitOnly(in: ArchiveSource(file, path: path, limits: limits), path: path, isPiped: false, body)
    } else if file.isRegular {
      try body(open(file, path))
    } else {
      let bytes = try ByteReader(file).all(limit: limits.bytesInMemory, file: path)
      if isPacked(bytes.prefix(512)) {
        try visitOnly(
          in: ArchiveSource(bytes: bytes, path: path, limits: limits), path: path, isPiped: true, body)
      } else {
        try body(open(MemorySource(bytes), path, kept: bytes))
      }
    }
  }

  /// A packed file, or an archive that holds a single one.
  private func visitOnly(
    in archive: ArchiveSource, path: String, isPiped: Bool, _ body: (OpenFile) throws(DataError) -> Void
  ) throws(DataError) {
    guard let name = try archive.nextMember() else { throw DataError(.empty, file: path) }
    if archive.isSingleFile, !isPiped { return try body(open(archive, path)) }
    var others: [String] = []
    // Which member it is must be known before it is read, since there is no way back.
    let inner = archive.isSingleFile ? path : joinedPath(path, name)
    let bytes = try ByteReader(archive).all(limit: limits.bytesInMemory, file: inner)
    while let other = try archive.nextMember() { others.append(other) }
    guard others.isEmpty else { throw DataError(.severalMembers(names: [name] + others), file: path) }
    try body(open(MemorySource(bytes), inner, kept: bytes))
  }

  /// Those files in an archive that `wants` says yes to. Returns the names of all files, as far as it went.
  func visitMembers(
    of path: String, wants: (String) throws(DataError) -> Bool,
    _ body: (OpenFile, _ name: String) throws(DataError) -> Void
  ) throws(DataError) -> [String] {
    let file = try FileSource(path: path)
    guard isPacked(file.peek(512)) else {
      throw DataError(.malformed(format: "an archive", reason: "it is neither tar nor zip"), file: path)
    }
    let archive = try ArchiveSource(file, path: path, limits: limits)
    var names: [String] = []
    while let name = try archive.nextMember() {
      if archive.isSingleFile {
        throw DataError(.malformed(format: "an archive", reason: "it is a single packed file"), file: path)
      }
      names.append(name)
      if try wants(name) { try body(open(archive, joinedPath(path, name)), name) }
    }
    return names
  }

  private func open(_ source: any ByteSource, _ path: String, kept: [UInt8]? = nil) -> OpenFile {
    let report = report
    return OpenFile(path: path, reader: ByteReader(source) { report($0, path) }, kept: kept)
  }
}
