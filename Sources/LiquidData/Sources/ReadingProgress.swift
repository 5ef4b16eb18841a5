/// How far the reading of a task's files has come.
public struct ReadingProgress: Sendable, Hashable {
  /// Which file is being read, from 0; an archive counts as one.
  public let index: Int
  /// How many files there are.
  public let count: Int
  /// Safe to show.
  public let file: String
  /// Of all files, as they are on disk.
  public let bytesRead: Int
  /// Files that have to be read twice count twice, as soon as that is known.
  public let bytesInAll: Int

  public init(index: Int, count: Int, file: String, bytesRead: Int, bytesInAll: Int) {
    self.index = index
    self.count = count
    self.file = file.sanitized
    self.bytesRead = bytesRead
    self.bytesInAll = bytesInAll
  }

  /// From 0 to 1.
  public var fraction: Double {
    bytesInAll > 0 ? min(Double(bytesRead) / Double(bytesInAll), 1) : 1
  }
}
