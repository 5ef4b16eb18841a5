import Foundation
import TestSupport

/// The real dashboard in a terminal, training on two waves for as long as the test wants.
struct DashboardRun {
  let folder: TemporaryFolder
  let run: TerminalRun
  var terminal: TmuxTerminal { run.terminal }

  /// More steps than any machine trains while a test lasts.
  static let endless = "--steps 1000000000"

  /// - Parameters:
  ///   - arguments: what follows `lnn-top`; by default a training without an end in sight.
  ///   - state: where the program may remember things; by default nowhere.
  init(
    arguments: String? = nil, folder: TemporaryFolder? = nil, columns: Int = 80, rows: Int = 24,
    type: String = "xterm-256color", state: String = "/dev/null"
  ) throws {
    let folder = try folder ?? TemporaryFolder()
    self.folder = folder
    let data = try folder.writeWaves()
    let training =
      "train '\(data)' --window 16 --units 12 \(Self.endless) --run '\(folder.path("a.lnnrun"))'"
    run = try TerminalRun(
      "ulimit -c 0; '\(CommandRun.executable)' \(arguments ?? training)", columns: columns, rows: rows,
      type: type,
      environment: [
        "LNN_TOP_RUNS": folder.path("runs"), "XDG_CONFIG_HOME": folder.path("config"),
        "XDG_STATE_HOME": state,
      ])
  }

  /// The process that trains, found by the run file in its command line.
  func process() throws -> pid_t {
    let file = Data(folder.path("a.lnnrun").utf8)
    for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
      guard let id = pid_t(name),
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/exe"))
          == CommandRun.executable,
        let words = FileManager.default.contents(atPath: "/proc/\(id)/cmdline"), words.range(of: file) != nil
      else { continue }
      return id
    }
    throw TmuxError.neverHappened("a process that trains", screen: try terminal.screen())
  }
}
