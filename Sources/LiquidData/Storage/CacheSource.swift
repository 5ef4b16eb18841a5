import Foundation
import Liquid

/// What a kept table was made of: the files as they were, and how they were read.
struct CacheSource: Equatable {
  /// Sixteen digits that stay the same when the files change.
  let key: String
  /// Changes with everything that may change the table.
  let text: String

  private struct Words: Codable {
    let files: [File]
    let reading: ReadingOptions
    let columnNames: [String]?
    let limit: Int?
    let texts: [String]
    let time: String?
    let hasNumericTime: Bool
  }

  private struct File: Codable {
    let path: String
    let part: String?
    /// Which files inside it.
    let members: String?
  }

  private struct Version: Codable {
    let bytes: Int64
    /// In seconds and nanoseconds since 1970.
    let modified: [Int64]
  }

  /// - Throws: where such a table cannot be kept.
  init(_ loader: TableLoader) throws(DataError) {
    let sources = loader.sources
    func refusal(_ what: String) -> DataError { DataError(.notFromCache(what: what), file: loader.name) }
    if sources.join != nil { throw refusal("joining another table") }
    if sources.long != nil { throw refusal("reading a row for each value") }
    if !loader.writtenColumns.isEmpty { throw refusal("giving times back as they are written") }
    if ![.automatic, .table].contains(sources.reading.format ?? sources.format) {
      throw refusal("reading files that are no tables of rows")
    }
    let opener = try FileOpener(sources, folder: loader.folder, limits: loader.limits) { _ in }
    var files: [File] = []
    var versions: [Version] = []
    for (path, part, members) in opener.files {
      var status = stat()
      let isKnown = path != StandardInput.name && stat(path, &status) == 0
      // What is missing is told by whoever opens it.
      guard !isKnown && path != StandardInput.name || status.st_mode & S_IFMT == S_IFREG else {
        throw refusal("reading what comes only once")
      }
      #if canImport(Darwin)
        let modified = status.st_mtimespec
      #else
        let modified = status.st_mtim
      #endif
      files.append(
        File(
          path: URL(fileURLWithPath: path).standardizedFileURL.path, part: part?.rawValue, members: members))
      versions.append(
        Version(bytes: Int64(status.st_size), modified: [Int64(modified.tv_sec), Int64(modified.tv_nsec)]))
    }
    var reading = sources.reading
    reading.format = nil
    let words = CacheIndex.encoded(
      Words(
        files: files, reading: reading, columnNames: sources.columnNames, limit: sources.limit,
        texts: loader.texts.sorted(), time: loader.roles.time, hasNumericTime: loader.roles.hasNumericTime))
    var sum = Checksum()
    sum.add(words[...])
    key = sum.text
    text = String(decoding: words + CacheIndex.encoded(versions), as: UTF8.self)
  }
}

extension TaskDefinition {
  /// What the task asks for that needs the whole table in memory; nil: nothing.
  var notFromCache: String? {
    if tokens != nil { return "reading texts as tokens" }
    if sortsByTime { return "sorting rows by time" }
    if cutGaps != nil { return "cutting sequences at gaps" }
    if resample != nil { return "resampling" }
    if dropRows > 0 { return "dropping rows at random" }
    return nil
  }
}
