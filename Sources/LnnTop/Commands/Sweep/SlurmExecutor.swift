import Foundation
import RunStore
import Sweeps
import Terminal
import Text

/// Makes the runs of a sweep as a job array of Slurm: each task of the array is one run.
struct SlurmExecutor {
  private let sweep: RunningSweep
  private let executor: SweepExecutor

  init(_ sweep: RunningSweep, _ executor: SweepExecutor) {
    (self.sweep, self.executor) = (sweep, executor)
  }

  /// Writes the script of the array and hands it in. Where runs follow from the results of others, each round of them is an
  /// array of its own, and the command waits for it before the next.
  ///
  /// - Parameter isKept: whether it is written alone.
  /// - Returns: the exit status; nil where all runs have ended.
  /// - Throws: where Slurm is not there, or does not take it.
  func submit(isKept: Bool) throws -> Int32? {
    let path = "\(sweep.folder.path)/sweep.sbatch"
    var last: [SweepStretch] = []
    while true {
      try sweep.course.advance(slots: executor.jobs ?? 1)
      let left = sweep.openIndices
      guard !left.isEmpty else {
        if sweep.plan.grows, !last.isEmpty { return nil }
        Console.writeMessage(
          "lnn-top: all \(counted(sweep.plan.jobs.count, "run")) have ended; 'lnn-top sweep table' lists them"
        )
        return ExitStatus.success
      }
      let open = sweep.folder.openStretches(of: sweep.plan.jobs, sweep.plan)
      guard open != last else {
        throw CommandFailure(
          "no run of the last round has ended: other tasks have them, or they failed, as \(sweep.folder.logs) says;"
            + " the same command goes on with them")
      }
      last = open
      try Data(script(of: left).utf8).write(to: URL(filePath: path), options: .atomic)
      guard !isKept else {
        try Console.writeResult("sbatch \(ShellWord.quoted(path))")
        return ExitStatus.success
      }
      guard let id = try handIn(path) else {
        Console.writeMessage(
          "lnn-top: stopped waiting; job \(jobName) goes on, 'scancel --name=\(jobName)' ends it; the same command goes on"
            + " from there")
        return SignalGuard.received.map(ExitStatus.signal)
      }
      guard sweep.plan.grows else {
        try Console.writeResult("job \(id.sanitized)\nruns \(left.count)\nfolder \(sweep.folder.path)")
        return ExitStatus.success
      }
      if !sweep.isQuiet {
        Console.writeMessage("lnn-top: job \(id.sanitized): \(counted(left.count, "run"))")
      }
    }
  }

  /// - Returns: the name that Slurm gives the array; where runs follow from its results, when it has ended. Nil where a
  ///   signal came before.
  private func handIn(_ path: String) throws -> String? {
    guard let program = sweep.locations.program(named: "sbatch") else {
      throw CommandFailure(
        "there is no Slurm here (no sbatch); \(path) is the job array, to be handed in where it is")
    }
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: program)
    process.arguments = ["--parsable"] + (sweep.plan.grows ? ["--wait"] : []) + [path]
    process.standardOutput = output
    let signals = try SignalGuard()
    defer { signals.end() }
    try process.run()
    let stop = HeadlessSignals(signals) { [pid = process.processIdentifier] in kill(pid, SIGTERM) }
    defer { stop.cancel() }
    let words = try output.fileHandleForReading.readToEnd().map { String(decoding: $0, as: UTF8.self) } ?? ""
    process.waitUntilExit()
    if signals.received != nil { return nil }
    // Where it waits, its status is that of the runs.
    let id = words.split(whereSeparator: { ";\n".contains($0) }).first.map(String.init)
    guard let id, sweep.plan.grows || process.terminationStatus == 0 else {
      throw CommandFailure("sbatch did not take \(path), as it says above")
    }
    return id
  }

  private var jobName: String { RunDirectory.fileName(of: sweep.plan.name) }

  /// Slurm reads the comments; a task that is put off, as its node went away, is begun again and goes on.
  private func script(of left: [Int]) -> String {
    let folder = sweep.absolutePath
    // A percent sign begins a pattern there.
    let logs = folder.replacing("%", with: "%%")
    let most = executor.jobs.map { "%\($0)" } ?? ""
    let options = executor.options.map { "#SBATCH \($0)\n" }.joined()
    let work = [sweep.program, "sweep", "work", folder].map(ShellWord.quoted).joined(separator: " ")
    return """
      #!/bin/sh
      #SBATCH --job-name=\(jobName)
      #SBATCH --array=\(Self.ranges(left.map { $0 + 1 }))\(most)
      #SBATCH --ntasks=1
      #SBATCH --cpus-per-task=1
      #SBATCH --requeue
      #SBATCH --output="\(logs)/logs/%A-%a.txt"
      \(options)exec \(work) --index "$SLURM_ARRAY_TASK_ID"

      """
  }

  /// `1-12,14,20-40`
  static func ranges(_ numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}
