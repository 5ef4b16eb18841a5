import Foundation
import Liquid
import Text

/// A folder that keeps tables as their values, so that one that is larger than memory is read once and then mapped.
///
/// Each table has a folder in it, with a file of raw little-endian values for each column and an index (`CacheIndex`) that
/// says of which files it was made. It is written under another name and renamed when it is whole. One that is damaged, or
/// whose files changed, is made anew.
package struct TableCache: Sendable {
  /// As the person named it.
  package let folder: String
  /// The most bytes of its files that are in memory at a time.
  private var budget = 1 << 26
  /// How many values are written, and rows encoded, at a time.
  private var chunk = 1 << 14
  /// The most bytes that it may write, instead of what the disk has room for; for tests.
  private var limit: Int?

  package init(folder: String) { self.folder = folder }

  /// A cache with other sizes than usual, for tests.
  package init(folder: String, budget: Int, chunk: Int, limit: Int? = nil) {
    self.init(folder: folder)
    self.budget = budget
    self.chunk = chunk
    self.limit = limit
  }

  /// The table that a loader reads: as it was kept, or read now and kept.
  ///
  /// - Throws: what reading throws, and where the folder cannot be written.
  func table(of loader: TableLoader) throws(DataError) -> Table {
    let source = try CacheSource(loader)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw DataError(.cacheUnwritable(reason: Self.reason(error)), file: folder)
    }
    StagingFolder.removeAbandoned(in: folder)
    let place = joinedPath(folder, source.key + ".table")
    let (kept, flaw) = try kept(at: place, source, name: loader.name)
    if let kept { return kept }
    let table = try made(at: place, source, loader)
    guard let flaw else { return table }
    return table.adding(warnings: ["\(folder.sanitized): \(flaw), so the cache of the table is made anew"])
  }

  private static func reason(_ error: any Error) -> String {
    let code = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return code.map { String(cString: strerror(Int32(clamping: $0.code))) } ?? "\(error.localizedDescription)"
  }

  private func space(staging: String? = nil) -> CacheSpace {
    CacheSpace(
      folder: folder, staging: staging, budget: PageBudget(bytes: budget), chunk: chunk,
      limit: limit)
  }

  /// The table that is kept; else why it cannot be used, nil where there is none.
  private func kept(
    at place: String, _ source: CacheSource, name: String
  ) throws(DataError) -> (table: Table?, flaw: String?) {
    guard FileManager.default.fileExists(atPath: place) else { return (nil, nil) }
    do throws(CacheFlaw) {
      let index = try CacheIndex(folder: place)
      guard index.source == source.text else { throw .outdated }
      return (try index.table(named: name, in: place, space()), nil)
    } catch {
      return (nil, error.rawValue)
    }
  }

  private func made(at place: String, _ source: CacheSource, _ loader: TableLoader) throws(DataError) -> Table
  {
    let staging = try StagingFolder(in: folder, key: source.key)
    defer { staging.leave() }
    let space = space(staging: staging.path)
    var loader = loader
    loader.space = space
    // What does not fit into memory is what a cache is for.
    loader.limits.values = .max
    let table = try loader.loaded().moved(to: space)
    guard try CacheSource(loader) == source else { throw DataError(.changedMeanwhile, file: loader.name) }
    try CacheIndex(table, source: source.text).write(to: staging.path, space)
    space.endStaging()
    staging.publish(as: place)
    return table
  }
}

/// Why a kept table cannot be used.
enum CacheFlaw: String, Error {
  case damaged = "a file of the cache is damaged"
  case outdated = "the table's files have changed"
}
