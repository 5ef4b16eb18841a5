import Text

/// The memory that the contents of one file on disk may take, with all files inside it: in proportion to its size, so
/// that a small file cannot take a large memory, whatever it is packed with.
///
/// What is held is estimated: eight bytes a number, the length of a text, the overhead of a column.
final class MemoryBudget {
  let limits: ReadingLimits
  /// In bytes.
  let limit: Int
  private let size: Int
  private let path: String
  /// What the files inside that have been read take.
  private var held = 0

  /// - Parameter size: of the file on disk, or of all bytes of a pipe.
  init(_ limits: ReadingLimits, size: Int, isPiped: Bool = false, path: String) {
    self.limits = limits
    self.size = size
    self.path = path
    limit = isPiped ? limits.heldLimit(ofPiped: size) : limits.heldLimit(ofSize: size)
  }

  /// Throws if what is held and so many bytes more are too much.
  func check(bytes: Int) throws(DataError) {
    guard held.saturatingSum(bytes) > limit else { return }
    throw DataError(.takesTooMuchMemory(limit: limit, size: size), file: path)
  }

  /// Throws if a table of this size, with the line of each row, is too large.
  func check(rows: Int, columns: Int) throws(DataError) {
    try limits.checkValues(rows: rows, columns: columns, file: path)
    let values = rows.saturatingProduct(columns + 1)
    try check(bytes: values.saturatingProduct(8).saturatingSum(columns * Self.columnBytes))
  }

  /// Counts bytes as held.
  func hold(bytes: Int) throws(DataError) {
    try check(bytes: bytes)
    held += bytes
  }

  /// What a column takes beside its values: names, evidence, buffers.
  static let columnBytes = 256
  /// What a distinct text takes beside its characters, in the list of texts and in the dictionary of their codes.
  static let textBytes = 96
}
