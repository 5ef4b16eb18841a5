import Foundation
import Sweeps
import Synchronization
import Text

/// Makes the runs of a sweep with GNU parallel, here or on other machines by ssh, which have the same folder and program.
final class ParallelExecutor: SweepMaker {
  private struct State {
    var isStopping = false
    /// GNU parallel's, while it works.
    var process: Int32?
  }

  private let sweep: RunningSweep
  private let executor: SweepExecutor
  private let program: String
  private let state = Mutex(State())

  /// - Throws: where GNU parallel is not there.
  init(_ sweep: RunningSweep, _ executor: SweepExecutor) throws {
    (self.sweep, self.executor) = (sweep, executor)
    guard let program = sweep.locations.program(named: "parallel") else {
      throw CommandFailure(
        "there is no GNU parallel here; install it (Debian: apt install parallel), or use --executor local")
    }
    self.program = program
  }

  /// Where runs follow from the results of others they come in rounds, of as many as are made at once.
  func make() throws {
    let slots = executor.jobs ?? ProcessInfo.processInfo.activeProcessorCount
    while true {
      try sweep.course.advance(slots: slots * max(1, executor.hosts.count))
      let left = sweep.openIndices
      if left.isEmpty || isStopping { break }
      try make(left)
    }
  }

  func stop() {
    let process = state.withLock { state in
      state.isStopping = true
      return state.process
    }
    // Told twice, it ends its jobs; these record what they have.
    if let process { for _ in 0..<2 { kill(process, SIGTERM) } }
  }

  private var isStopping: Bool { state.withLock { $0.isStopping } }

  /// One call of GNU parallel.
  private func make(_ left: [Int]) throws {
    let (folder, process, input) = (sweep.absolutePath, Process(), Pipe())
    process.executableURL = URL(filePath: program)
    process.arguments = words(folder)
    process.standardInput = input
    if sweep.isQuiet { process.standardError = FileHandle.nullDevice }
    try process.run()
    let isStopping = state.withLock { state in
      state.process = process.processIdentifier
      return state.isStopping
    }
    if isStopping { stop() }
    try? input.fileHandleForWriting.write(contentsOf: Data(left.map { "\($0 + 1)\n" }.joined().utf8))
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
    state.withLock { $0.process = nil }
    // Runs whose processes were lost are handed to it again, as long as there are fewer of them.
    guard sweep.left < left.count || self.isStopping else {
      throw CommandFailure(
        "\(counted(sweep.left, "run")) of \(sweep.plan.jobs.count) could not be made (\(folder)/logs/parallel.tsv lists"
          + " all); the same command goes on with them")
    }
  }

  private func words(_ folder: String) -> [String] {
    // A word that no path has stands for the run.
    let run = "@lnn-top-run@"
    var words = ["--will-cite", "-I", run, "--joblog", "\(folder)/logs/parallel.tsv"]
    if let jobs = executor.jobs { words += ["--jobs", "\(jobs)"] }
    if !executor.hosts.isEmpty { words += ["--sshlogin", executor.hosts.joined(separator: ",")] }
    // Each word is quoted for the shell that parallel starts, here or there.
    let command = [sweep.program, "sweep", "work", folder, "--index"].map(ShellWord.quoted) + [run]
    return words + [command.joined(separator: " ")]
  }
}
