import Foundation
import Sweeps
import Text

/// Makes the runs of a sweep with GNU parallel, here or on other machines by ssh, which have the same folder and program.
struct ParallelExecutor {
  private let sweep: RunningSweep
  private let executor: SweepExecutor

  init(_ sweep: RunningSweep, _ executor: SweepExecutor) {
    (self.sweep, self.executor) = (sweep, executor)
  }

  /// Returns when all runs have ended.
  ///
  /// - Returns: the exit status where a signal ended it, else nil.
  /// - Throws: where GNU parallel is not there.
  func run() throws -> Int32? {
    guard let program = sweep.program(named: "parallel") else {
      throw CommandFailure(
        "there is no GNU parallel here; install it (Debian: apt install parallel), or use --executor local")
    }
    let folder = URL(filePath: sweep.folder.path).standardizedFileURL.path
    let process = Process()
    process.executableURL = URL(filePath: program)
    var words = ["--will-cite", "--joblog", "\(folder)/logs/parallel.tsv"]
    if let jobs = executor.jobs { words += ["--jobs", "\(jobs)"] }
    if !executor.hosts.isEmpty { words += ["--sshlogin", executor.hosts.joined(separator: ",")] }
    // Each word is quoted for the shell that parallel starts, here or there.
    let command = [sweep.program, "sweep", "work", folder, "--index"].map(ShellWord.quoted) + ["{}"]
    process.arguments = words + [command.joined(separator: " ")]
    let input = Pipe()
    process.standardInput = input
    try process.run()
    let left = sweep.openIndices
    try? input.fileHandleForWriting.write(contentsOf: Data(left.map { "\($0 + 1)\n" }.joined().utf8))
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
    if process.terminationReason == .uncaughtSignal { return ExitStatus.signal(process.terminationStatus) }
    guard sweep.left == 0 else {
      throw CommandFailure(
        "\(counted(sweep.left, "run")) of \(sweep.plan.jobs.count) could not be made (\(folder)/logs/parallel.tsv lists"
          + " all); the same command goes on with them")
    }
    return nil
  }
}
