import Foundation
import Sweeps
import Terminal
import Text

/// `lnn-top sweep work`: makes runs of a sweep that was begun, beside others that do.
struct SweepWorkCommand: Command {
  /// Each process makes runs of its own.
  static let sharesWork = true

  let options: SweepWorkOptions

  func run(in context: CommandContext) throws -> Int32 {
    let folder = SweepFolder(path: options.folder)
    let plan = try folder.plan()
    let isWatched = options.isWatched
    let worker = SweepWorker(folder: folder, plan: plan, locations: context.locations, isWatched: isWatched) {
      event in
      guard isWatched else {
        WorkerText.line(event, plan).map(Console.writeMessage)
        return
      }
      // Where nobody is there to read it any more, the worker is about to be stopped.
      if case .ended(_, let result) = event { try? Console.writeResult(JSONText.line(result)) }
    }
    let signals = try SignalGuard()
    let stop = HeadlessSignals(signals) { worker.stop() }
    defer {
      stop.cancel()
      signals.end()
    }
    if isWatched { Self.listen(worker) }
    try worker.work(on: try job(plan))
    return signals.received.map(ExitStatus.signal) ?? ExitStatus.success
  }

  private func job(_ plan: SweepPlan) throws -> SweepJob? {
    guard let index = options.index else { return nil }
    guard plan.jobs.indices.contains(index - 1) else {
      throw CommandFailure("--index \(index): the sweep has \(counted(plan.jobs.count, "run")), from 1 on")
    }
    return plan.jobs[index - 1]
  }

  /// A process that was started by another one ends with it: its standard input is closed then. What comes through it says
  /// that there may be more to make.
  ///
  /// A thread waits for it, which ends with the process: a source of Dispatch was seen to miss the end.
  private static func listen(_ worker: SweepWorker) {
    Thread {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count > 0 {
          worker.wake()
        } else if count == 0 || errno != EINTR {
          return worker.stop()
        }
      }
    }.start()
  }
}

/// Everything that `lnn-top sweep work` can be told.
public struct SweepWorkOptions: CommandOptions {
  public var folder = ""
  /// Counted from 1; nil: all that are left.
  public var index: Int?
  /// Whether another process reads what this one says, and this one ends with it.
  public var isWatched = false

  public init() {}

  package static let table = CommandTable<SweepWorkOptions>(
    name: "sweep work",
    summary: "make runs of a sweep that was begun",
    details: """
      Makes runs of a sweep, one after another, each with one thread: those that have no result and that no other \
      process makes. Any number of these commands, on any machines that share the folder, work side by side. A run whose \
      process was killed is gone on with.
      """,
    example: "lnn-top sweep work runs/search --index 12",
    positionals: [.required("DIR", \.folder, "the folder of the sweep")],
    groups: [
      OptionGroup(
        "Work",
        [
          .optional(
            "index", \.index, .integer(from: 1, through: 10_000_000), shownDefault: "all that are left",
            "this run alone, counted from 1: for job arrays"),
          .flag(
            "watched", \.isWatched,
            "write a line of JSON for each run that ended, and end when standard input does"),
        ])
    ])
}
