import Foundation
import TestSupport

extension TemporaryFolder {
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

/// Run files that the tests of a suite share: training once is enough where it is not what is tested.
enum SampleRun {
  private struct Failure: Error {
    let line: String
    let messages: String
  }

  /// The run file of a training on the waves.
  static func bytes(_ options: String) throws -> [UInt8] { try bytes(ofEach: [options])[0] }

  /// The run files of trainings on the waves of one folder, so that nothing but their options differs.
  static func bytes(ofEach options: [String]) throws -> [[UInt8]] {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    return try options.map { try bytes($0, in: folder) }
  }

  private static func bytes(_ options: String, in folder: TemporaryFolder) throws -> [UInt8] {
    let line = "train waves.csv --headless --quiet --run a.lnnrun " + options
    let run = try CommandRun(line.split(separator: " ").map(String.init), in: folder)
    guard run.status == 0 else { throw Failure(line: line, messages: run.messages) }
    let file = folder.url.appendingPathComponent("a.lnnrun")
    defer { try? FileManager.default.removeItem(at: file) }
    return [UInt8](try Data(contentsOf: file))
  }
}

/// The folder of public data sets beside the package, where there is one.
enum PublicData {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../../shared/data").standardized.path

  static func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  static func path(_ name: String) -> String { "\(folder)/\(name)" }
}
