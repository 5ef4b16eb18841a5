import Foundation
import TestSupport

/// The real dashboard in a terminal, training on two waves for as long as the test wants.
struct DashboardRun {
  let folder: TemporaryFolder
  let run: TerminalRun
  var terminal: TmuxTerminal { run.terminal }

  /// - Parameter arguments: what follows `lnn-top`; by default a training without an end in sight.
  init(
    arguments: String? = nil, folder: TemporaryFolder? = nil, columns: Int = 80, rows: Int = 24,
    type: String = "xterm-256color"
  ) throws {
    let folder = try folder ?? TemporaryFolder()
    self.folder = folder
    let data = try folder.writeWaves()
    let training =
      "train '\(data)' --window 16 --units 12 --epochs 1000000 --run '\(folder.path("a.lnnrun"))'"
    run = try TerminalRun(
      "ulimit -c 0; '\(CommandRun.executable)' \(arguments ?? training)", columns: columns, rows: rows,
      type: type,
      environment: ["LNN_TOP_RUNS": folder.path("runs"), "XDG_CONFIG_HOME": folder.path("config")])
  }

  /// The process that trains, found by the run file in its command line.
  func process() throws -> pid_t {
    let pids = try ChildProcess.output(
      of: "/bin/sh", ["-c", "grep -lsaF '\(folder.path("a.lnnrun"))' /proc/[0-9]*/cmdline | cut -d/ -f3"])
    for pid in pids.split(separator: "\n").compactMap({ pid_t($0) }) {
      let executable = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe")
      if executable == CommandRun.executable { return pid }
    }
    throw TmuxError.neverHappened("a process that trains", screen: try terminal.screen())
  }
}
