import Foundation
import LiquidData
import TestSupport

/// The table that a file of these bytes is read as.
func readTable(
  _ bytes: [UInt8], _ options: ReadingOptions = .init(), roles: ReadingRoles = .init()
) throws -> Table {
  let folder = try TemporaryFolder()
  try Data(bytes).write(to: URL(fileURLWithPath: folder.path("data.csv")))
  return try Table.read(
    DataSources(files: ["data.csv"], reading: options), name: "data.csv", folder: folder.path, roles: roles)
}

func readTable(
  _ text: String, _ options: ReadingOptions = .init(), roles: ReadingRoles = .init()
) throws -> Table {
  try readTable(Array(text.utf8), options, roles: roles)
}

extension ReadingOptions {
  /// Options of which some are set.
  init(_ set: (inout ReadingOptions) -> Void) {
    self.init()
    set(&self)
  }
}

extension Table {
  /// Seconds since 1970 UTC; empty where the column holds no dates.
  func dates(_ name: String) -> [Double] {
    if case .dates(let values) = column(named: name)?.values { Array(values) } else { [] }
  }

  /// Nil where a value is missing; empty where the column holds no texts.
  func texts(_ name: String) -> [String?] {
    guard case .text(let codes, let levels) = column(named: name)?.values else { return [] }
    return codes.map { $0 < 0 ? nil : levels[Int($0)] }
  }
}

/// Seconds since 1970 of a time such as `2015-02-04T17:51:00Z`, by the Foundation's calendar.
func seconds(_ text: String) throws -> Double {
  guard let date = ISO8601DateFormatter().date(from: text) else { throw CocoaError(.formatting) }
  return date.timeIntervalSince1970
}
