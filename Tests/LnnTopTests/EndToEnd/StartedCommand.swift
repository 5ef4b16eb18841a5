import Foundation
import RunStore

/// The real program while it runs, for tests that stop it.
final class StartedCommand {
  private let process = Process()
  private let folder: TemporaryFolder

  init(_ arguments: [String], in folder: TemporaryFolder) throws {
    self.folder = folder
    process.executableURL = URL(fileURLWithPath: CommandRun.executable)
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["LNN_TOP_RUNS": folder.path("runs"), "XDG_CONFIG_HOME": folder.path("config")]
    ) { _, given in given }
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Waits until the program has recorded a step after `step`; false where it ends before, or takes a minute.
  func waitUntilRecorded(after step: Int, in name: String) -> Bool {
    let deadline = Date() + 60
    while process.isRunning, Date() < deadline {
      if let reader = try? RunReader(path: folder.path(name)), reader.state == .recording,
        (reader.scalars().last?.step ?? 0) > step
      {
        return true
      }
      usleep(20_000)
    }
    return false
  }

  /// Sends a signal and waits for the end.
  ///
  /// - Returns: the exit status, or the signal that ended the program.
  func end(by signal: Int32) -> Int32 {
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process.terminationStatus
  }
}
