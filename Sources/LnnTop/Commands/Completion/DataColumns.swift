import Foundation
import LiquidData

/// The names of the columns of data, for completion.
enum DataColumns {
  /// Bytes at the beginning of a table that are read.
  private static let limit = 1 << 20

  /// - Parameters:
  ///   - word: a table, a pattern, or a task.
  ///   - folder: that of a task's files.
  /// - Returns: none where there is nothing to be read.
  static func names(of word: String, folder: String?, locations: Locations) -> [String] {
    guard word != "-",
      let choice = try? DataChoice(data: word, task: nil, folder: folder, command: nil, locations: locations)
    else { return [] }
    if choice.task == nil, let head = head(of: word) {
      return (try? Table(bytes: head, name: word))?.columnNames ?? []
    }
    var sources = choice.sources
    sources.limit = 1
    if let first = sources.patterns.first {
      (sources.files, sources.train, sources.validation, sources.test) = ([first.pattern], [], [], [])
    }
    return (try? Table.read(sources, name: choice.name, folder: choice.folder))?.columnNames ?? []
  }

  /// The first rows of a file that is too large to be read while a person types; nil where it is not, or has no lines.
  private static func head(of path: String) -> [UInt8]? {
    guard let file = FileHandle(forReadingAtPath: path), let bytes = try? file.read(upToCount: limit),
      bytes.count == limit,
      let end = bytes.lastIndex(of: UInt8(ascii: "\n")), !bytes.contains(0)
    else { return nil }
    return Array(bytes[...end])
  }
}
