import Foundation

/// A program in xterm, which draws sixels, on a screen that exists in memory only (Xvfb): what a person would see of it,
/// pixel by pixel.
package final class XtermScreen {
  /// For `.enabled(if:)`.
  package static let isAvailable = tools.allSatisfy { path(of: $0) != nil }
  package static let tools = ["Xvfb", "xterm", "import", "xdotool"]

  private let folder: TemporaryFolder
  private let server: ChildProcess
  private let display: String
  private let terminal: ChildProcess

  private static func path(of tool: String) -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map {
      "\($0)/\(tool)"
    }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// - Parameters:
  ///   - command: the command line, run by `sh`; the terminal stays when it has ended.
  ///   - options: of xterm.
  package init(_ command: String, options: [String] = ["-ti", "vt340", "-tn", "xterm-256color"]) throws {
    let folder = try TemporaryFolder(prefix: "xt")
    self.folder = folder
    server = try ChildProcess(
      Self.path(of: "Xvfb") ?? "", ["-displayfd", "1", "-screen", "0", "1000x600x24", "-nolisten", "tcp"],
      output: folder.path("display"))
    let server = server
    var number = ""
    let isThere = waitUntil {
      number = ((try? folder.text("display")) ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
      return !number.isEmpty || !server.isRunning
    }
    guard isThere, !number.isEmpty else { throw XtermFailure(description: "Xvfb did not start") }
    display = ":\(number)"
    let environment = ProcessInfo.processInfo.environment
      .merging(["DISPLAY": display, "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]) { $1 }
      .filter { !["TMUX", "COLORTERM", "NO_COLOR", "LINES", "COLUMNS"].contains($0.key) }
    terminal = try ChildProcess(
      Self.path(of: "xterm") ?? "",
      ["-fn", "fixed", "-geometry", "100x30+0+0", "-bg", "black", "-fg", "white"] + options
        + ["-e", "sh", "-c", "\(command); echo over; exec sleep 1000"],
      environment: environment)
  }

  deinit { server.end(by: SIGTERM) }

  /// Presses a key, by its name in X.
  package func press(_ key: String) throws {
    try run("xdotool", ["mousemove", "50", "50", "key", key])
  }

  /// The colours on the screen, each with the number of its pixels, as `0xRRGGBB`.
  package func colors() throws -> [UInt32: Int] {
    let bytes = try Array(picture(as: "ppm"))
    // P6, width, height, the largest value, a single space, then the pixels.
    var (fields, start) = (0, 0)
    while fields < 4, start < bytes.count {
      if [0x20, 0x0A].contains(bytes[start]) { fields += 1 }
      start += 1
    }
    var counts: [UInt32: Int] = [:]
    for place in stride(from: start, to: bytes.count - 2, by: 3) {
      counts[
        UInt32(bytes[place]) << 16 | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]), default: 0] +=
        1
    }
    return counts
  }

  /// The screen as an image file.
  package func picture(as format: String) throws -> Data {
    let file = folder.path("screen.\(format)")
    try run("import", ["-depth", "8", "-window", "root", file])
    return try Data(contentsOf: URL(fileURLWithPath: file))
  }

  private func run(_ tool: String, _ arguments: [String]) throws {
    _ = try ChildProcess.output(
      of: "/usr/bin/env", ["DISPLAY=\(display)", Self.path(of: tool) ?? tool] + arguments)
  }
}

/// Why a screen for a test is not there.
package struct XtermFailure: Error, CustomStringConvertible {
  package let description: String
}
