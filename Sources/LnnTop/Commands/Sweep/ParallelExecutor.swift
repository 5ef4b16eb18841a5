import Foundation
import Sweeps
import Terminal
import Text

/// Makes the runs of a sweep with GNU parallel, here or on other machines by ssh, which have the same folder and program.
struct ParallelExecutor {
  private let sweep: RunningSweep
  private let executor: SweepExecutor

  init(_ sweep: RunningSweep, _ executor: SweepExecutor) {
    (self.sweep, self.executor) = (sweep, executor)
  }

  /// Returns when all runs have ended. Where runs follow from the results of others they come in rounds, of as many as are
  /// made at once.
  ///
  /// - Returns: the exit status where a signal ended it, else nil.
  /// - Throws: where GNU parallel is not there.
  func run() throws -> Int32? {
    guard let program = sweep.locations.program(named: "parallel") else {
      throw CommandFailure(
        "there is no GNU parallel here; install it (Debian: apt install parallel), or use --executor local")
    }
    let slots = executor.jobs ?? ProcessInfo.processInfo.activeProcessorCount
    repeat {
      try sweep.course.advance(slots: slots * max(1, executor.hosts.count))
      let left = sweep.openIndices
      if left.isEmpty { break }
      if let status = try make(left, with: program) { return status }
    } while sweep.plan.grows && !sweep.course.isComplete
    return nil
  }

  /// One call of GNU parallel.
  private func make(_ left: [Int], with program: String) throws -> Int32? {
    let folder = sweep.absolutePath
    let process = Process()
    process.executableURL = URL(filePath: program)
    // A word that no path has stands for the run.
    let run = "@lnn-top-run@"
    var words = ["--will-cite", "-I", run, "--joblog", "\(folder)/logs/parallel.tsv"]
    if let jobs = executor.jobs { words += ["--jobs", "\(jobs)"] }
    if !executor.hosts.isEmpty { words += ["--sshlogin", executor.hosts.joined(separator: ",")] }
    // Each word is quoted for the shell that parallel starts, here or there.
    let command = [sweep.program, "sweep", "work", folder, "--index"].map(ShellWord.quoted) + [run]
    process.arguments = words + [command.joined(separator: " ")]
    let input = Pipe()
    process.standardInput = input
    let signals = try SignalGuard()
    try process.run()
    // Told twice, it ends its jobs; these record what they have.
    let stop = HeadlessSignals(signals) { [id = process.processIdentifier] in
      for _ in 0..<2 { kill(id, SIGTERM) }
    }
    defer {
      stop.cancel()
      signals.end()
    }
    try? input.fileHandleForWriting.write(contentsOf: Data(left.map { "\($0 + 1)\n" }.joined().utf8))
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
    if let signal = signals.received {
      Console.writeMessage(RunningSweep.stoppedMessage)
      return ExitStatus.signal(signal)
    }
    guard sweep.left == 0 else {
      throw CommandFailure(
        "\(counted(sweep.left, "run")) of \(sweep.plan.jobs.count) could not be made (\(folder)/logs/parallel.tsv lists"
          + " all); the same command goes on with them")
    }
    return nil
  }
}
