/// A file that is open for reading: one on disk or one in an archive.
struct OpenFile {
  /// The path as the person named it, followed by the path inside an archive.
  let path: String
  let bytes: ByteStream
  /// All bytes, where opening the file again would not give them a second time.
  let kept: [UInt8]?
  /// Shared by all files of an archive.
  let budget: MemoryBudget
  /// How many bytes it has, where that is known before they are read.
  var size: Int?
  /// Whether it is known to be text, whatever characters it has.
  var isText = false

  /// The same file from its beginning; nil if it has to be opened again for that.
  var reopened: OpenFile? {
    kept.map { OpenFile(path: path, bytes: ByteStream($0), kept: kept, budget: budget, isText: isText) }
  }

  /// The name without folders and ending: `132539` of `set-a.tar.gz/set-a/132539.txt`.
  var stem: String { Self.stem(of: path) }

  static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let point = name.lastIndex(of: "."), point > name.startIndex else { return name }
    return String(name[..<point])
  }
}

/// Bytes that are read a chunk at a time; the first ones can be looked at before they are read.
final class ByteStream {
  /// Appends the next bytes, at least one; returns false at the end.
  typealias Read = (inout [UInt8]) throws(DataError) -> Bool

  private let read: Read
  private var ahead: [UInt8] = []

  init(_ read: @escaping Read) { self.read = read }

  /// Bytes in memory.
  convenience init(_ bytes: [UInt8]) {
    var position = 0
    self.init { (target: inout [UInt8]) throws(DataError) -> Bool in
      let end = min(position + 1 << 20, bytes.count)
      guard position < end else { return false }
      target.append(contentsOf: bytes[position..<end])
      position = end
      return true
    }
  }

  /// The first `count` bytes, or all if there are fewer; reading still starts with them.
  func head(_ count: Int) throws(DataError) -> ArraySlice<UInt8> {
    while ahead.count < count, try read(&ahead) {}
    return ahead.prefix(count)
  }

  /// Appends the next bytes; returns false at the end.
  func append(to bytes: inout [UInt8]) throws(DataError) -> Bool {
    guard ahead.isEmpty else {
      bytes.append(contentsOf: ahead)
      ahead = []
      return true
    }
    return try read(&bytes)
  }

  /// All remaining bytes.
  ///
  /// - Parameter excess: the problem, given the limit, if there are more.
  func all(
    limit: Int, file: String, excess: (_ limit: Int) -> DataError.Problem = { .tooManyBytes(limit: $0) }
  ) throws(DataError) -> [UInt8] {
    var bytes: [UInt8] = []
    while try append(to: &bytes) {
      if bytes.count > limit { throw DataError(excess(limit), file: file) }
    }
    return bytes
  }
}
