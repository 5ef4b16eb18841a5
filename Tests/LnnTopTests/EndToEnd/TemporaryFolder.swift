import Foundation

/// A folder for one test, removed with it.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("lnn-top-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    return path(name)
  }

  /// Two waves and their product, in so many rows: a regression that a small network learns quickly.
  @discardableResult
  func writeWaves(rows: Int = 400, to name: String = "waves.csv") throws -> String {
    var text = "fast,slow,product\n"
    for row in 0..<rows {
      let (fast, slow) = (sin(Double(row) * 0.4), cos(Double(row) * 0.05))
      text += "\(fast),\(slow),\(fast * slow)\n"
    }
    return try write(text, to: name)
  }

  /// The waves of `writeWaves` with their product, its sign as 0 or 1, and a word that is rare, in `d.csv`.
  func writeSigns() throws {
    var text = "fast,slow,product,sign,word\n"
    for row in 0..<400 {
      let (fast, slow) = (sin(Double(row) * 0.4), cos(Double(row) * 0.05))
      let product = fast * slow
      text += "\(fast),\(slow),\(product),\(product > 0 ? 1 : 0),\(product > 0.4 ? "rare" : "usual")\n"
    }
    try write(text, to: "d.csv")
  }
}

/// The folder of public data sets beside the package, where there is one.
enum PublicData {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../../shared/data").standardized.path

  static func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  static func path(_ name: String) -> String { "\(folder)/\(name)" }
}
