import Foundation
import LiquidData

/// A folder of its own for a test's files, gone with the value.
final class DataFolder {
  let path: String

  init(_ files: [String: [UInt8]] = [:]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "liquid-data-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, bytes) in files { try write(bytes, name) }
  }

  convenience init(texts: [String: String]) throws {
    try self.init(texts.mapValues { Array($0.utf8) })
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ bytes: [UInt8], _ name: String) throws -> String {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

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
