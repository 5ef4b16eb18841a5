import DeviceCode
import Foundation

/// The folder that C is written to: new, empty, or one that was written before under the same name.
struct CodeFolder {
  let path: String
  private let folder: OutputFolder

  /// - Parameter name: what the files are called.
  /// - Throws: where it holds anything else, or cannot be made.
  init(path: String, name: String) throws {
    let manager = FileManager.default
    if let present = try? manager.contentsOfDirectory(atPath: path) {
      let own: Set<String> = [
        "\(name).h", "\(name).c", "\(name)_weights.c", "\(name)_tables.h", "\(name)_test.c",
        "\(name)_report.h",
        "\(name)_report.c", "\(name)_test", "\(name).o", "\(name)_weights.o", "Makefile",
        "library.properties",
        "README.md", "examples", "\(name)_levels.json", "\(name)_vocabulary.txt",
      ]
      let library = try? String(contentsOfFile: "\(path)/library.properties", encoding: .utf8)
      let isOwn = library?.hasPrefix("name=\(name)\n") == true
      if let other = present.sorted().first(where: { !isOwn || !own.contains($0) }) {
        throw CommandFailure(
          "\(path) holds something else already (\(other.sanitized)), so it is left alone; name a new folder with --output"
        )
      }
    }
    folder = try OutputFolder(path: path)
    self.path = folder.path
  }

  /// Writes the files, that which makes the folder known as one of these first.
  ///
  /// - Returns: sketches that a person has changed, which are left as they are.
  func write(_ files: [CSource.File]) throws -> [String] {
    var kept: [String] = []
    let first = files.filter { $0.path == "library.properties" }
    for file in first + files.filter({ $0.path != "library.properties" }) {
      let target = "\(path)/\(file.path)"
      try FileManager.default.createDirectory(
        at: URL(filePath: target).deletingLastPathComponent(), withIntermediateDirectories: true)
      if file.path.hasSuffix(".ino"), let present = try? String(contentsOfFile: target, encoding: .utf8),
        present != file.text
      {
        kept.append(target)
        continue
      }
      try OutputFile(path: target) { _ in true }.write(Data(file.text.utf8))
    }
    return kept
  }
}
