import Foundation

/// A folder for one test, removed with the value.
package final class TemporaryFolder {
  package let url: URL

  /// - Parameter prefix: begins the folder's name; the path of a socket in it may have about a hundred characters.
  package init(prefix: String = "lnn-top") throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "\(prefix)-\(UUID().uuidString.prefix(13))")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package var path: String { url.path }

  package func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// The names in it, in order.
  package var contents: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  package func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  /// Writes a file, and the folders on its way; returns its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  @discardableResult
  package func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  /// Writes a script that can be started at once; returns its path.
  ///
  /// Another process writes it. Where this one did, a child that another test starts at that moment would hold the file open
  /// for writing, and the system starts no such file ("Text file busy").
  @discardableResult
  package func writeProgram(_ text: String, to name: String) throws -> String {
    let program = path(name)
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = [
      "-c", #"mkdir -p "$(dirname "$1")" && printf %s "$0" >"$1" && chmod 755 "$1""#, text, program,
    ]
    try shell.run()
    shell.waitUntilExit()
    guard shell.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    return program
  }
}
