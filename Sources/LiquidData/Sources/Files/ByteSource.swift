/// Where bytes come from, a chunk at a time.
protocol ByteSource: AnyObject {
  /// Appends the next bytes, at least one unless they are at their end; false at the end.
  func append(to bytes: inout [UInt8]) throws(DataError) -> Bool
  /// How far into the file on disk that is.
  var position: Int { get }
}

/// Bytes in memory.
final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func append(to target: inout [UInt8]) -> Bool {
    let end = min(position + 1 << 20, bytes.count)
    guard position < end else { return false }
    target.append(contentsOf: bytes[position..<end])
    position = end
    return true
  }
}

/// The bytes of a source, with a look at the first ones before they are taken.
final class ByteReader {
  private let source: any ByteSource
  private var ahead: [UInt8] = []
  private let report: (Int) -> Void

  /// - Parameter report: told the position in the file on disk after every chunk.
  init(_ source: any ByteSource, report: @escaping (Int) -> Void = { _ in }) {
    self.source = source
    self.report = report
  }

  /// The first `count` bytes, or all where there are fewer; they are still to be taken.
  func head(_ count: Int) throws(DataError) -> ArraySlice<UInt8> {
    while ahead.count < count, try source.append(to: &ahead) {}
    return ahead.prefix(count)
  }

  /// Appends the next bytes; false where there are none left.
  func append(to bytes: inout [UInt8]) throws(DataError) -> Bool {
    defer { report(source.position) }
    guard ahead.isEmpty else {
      bytes.append(contentsOf: ahead)
      ahead = []
      return true
    }
    return try source.append(to: &bytes)
  }

  /// All bytes that are left.
  func all(limit: Int, file: String) throws(DataError) -> [UInt8] {
    var bytes: [UInt8] = []
    while try append(to: &bytes) {
      if bytes.count > limit { throw DataError(.tooManyBytes(limit: limit), file: file) }
    }
    return bytes
  }
}
