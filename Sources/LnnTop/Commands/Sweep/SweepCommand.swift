import Foundation
import RunStore
import Sweeps
import Text

/// `lnn-top sweep`: many runs at the points of a space of settings.
struct SweepCommand: Command {
  let options: SweepOptions

  func run(in context: CommandContext) throws -> Int32 {
    let file = try SweepFile.read(path: options.file)
    let folder = SweepFolder(
      path: options.folder ?? "\(context.locations.runs)/\(RunDirectory.fileName(of: file.name))")
    let executor = executor(file)
    if file.study != nil, executor.kind == .slurm, executor.jobs == nil {
      throw CommandFailure("Optuna is asked for as many trials as are made at once: --jobs says how many")
    }
    let trials = try SweepTrials(file, locations: context.locations)
    if !options.quiet {
      if !folder.hasPlan {
        Console.writeMessage("lnn-top: \(counted(file.trials, "trial")) of \(counted(file.seeds, "seed"))")
      }
      for note in trials.notes { Console.writeMessage("lnn-top: note: \(note)") }
    }
    if folder.hasPlan { try folder.begin(trials.plan) } else { try folder.prepare() }
    folder.discardDamagedResults()
    // Where there is no Optuna for it, no sweep is begun.
    let course = try SweepCourse(file, trials, folder: folder, locations: context.locations)
    try folder.begin(trials.plan)
    let sweep = RunningSweep(
      folder: folder, course: course, isQuiet: options.quiet, locations: context.locations)
    if let status = try course.lead({ try make(sweep, executor) }) { return status }
    let plan = sweep.plan
    let ranking = SweepRanking(plan, folder.results())
    let report = SweepReport(plan, ranking, folder: folder)
    try Console.writeResult(options.json ? JSONText.line(report) : report.text(limit: 10))
    return ranking.best == nil ? ExitStatus.failure : ExitStatus.success
  }

  /// Makes the runs that are left.
  ///
  /// - Returns: the exit status where there is nothing to rank yet.
  private func make(_ sweep: RunningSweep, _ executor: SweepExecutor) throws -> Int32? {
    switch executor.kind {
    case .local: try LocalExecutor(sweep).run(jobs: executor.jobs)
    case .parallel: try ParallelExecutor(sweep, executor).run()
    case .slurm: try SlurmExecutor(sweep, executor).submit(isKept: options.isKept)
    }
  }

  /// What the command line says goes before what the file says.
  private func executor(_ file: SweepFile) -> SweepExecutor {
    var executor = file.executor
    if let kind = options.executor, kind != executor.kind {
      executor = SweepExecutor()
      executor.kind = kind
    }
    executor.jobs = options.jobs ?? executor.jobs
    executor.hosts = options.hosts ?? executor.hosts
    return executor
  }
}
