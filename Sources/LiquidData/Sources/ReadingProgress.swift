/// How far the reading of a task's files has come.
public struct ReadingProgress: Sendable, Hashable {
  /// The file's place among all, from 0.
  public var index: Int
  public var count: Int
  /// Safe to show.
  public var file: String
  /// Bytes of the file that were read, of so many.
  public var bytes: Int
  public var totalBytes: Int

  public init(index: Int, count: Int, file: String, bytes: Int, totalBytes: Int) {
    self.index = index
    self.count = count
    self.file = file
    self.bytes = bytes
    self.totalBytes = totalBytes
  }
}
