import LiquidData
import TestSupport

/// A folder of its own for a test's files, gone with the value.
final class DataFolder {
  private let folder: TemporaryFolder
  var path: String { folder.path }

  init(_ files: [String: [UInt8]] = [:]) throws {
    folder = try TemporaryFolder()
    for (name, bytes) in files { try write(bytes, name) }
  }

  convenience init(texts: [String: String]) throws {
    try self.init(texts.mapValues { Array($0.utf8) })
  }

  @discardableResult
  func write(_ bytes: [UInt8], _ name: String) throws -> String { try folder.write(bytes, to: name) }

  /// The files' table.
  func read(_ sources: DataSources, limits: ReadingLimits = .standard) throws -> Table {
    try Table.read(sources, name: "task", folder: path, limits: limits)
  }

  /// The message that reading fails with, the folder's own path taken out, or "" where it works.
  func failure(_ sources: DataSources, limits: ReadingLimits = .standard) -> String {
    do throws(DataError) {
      _ = try Table.read(sources, name: "task", folder: path, limits: limits)
      return ""
    } catch {
      return error.description.replacing(path + "/", with: "")
    }
  }
}
