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
    if !options.quiet, !folder.hasPlan {
      Console.writeMessage("lnn-top: \(counted(file.trials, "trial")) of \(counted(file.seeds, "seed"))")
    }
    let trials = try SweepTrials(file, locations: context.locations)
    if !options.quiet { for note in trials.notes { Console.writeMessage("lnn-top: note: \(note)") } }
    try folder.begin(trials.plan)
    folder.discardDamagedResults()
    let sweep = RunningSweep(
      folder: folder, plan: trials.plan, isQuiet: options.quiet, locations: context.locations)
    switch executor(file).kind {
    case .local:
      if let status = try LocalExecutor(sweep).run(jobs: executor(file).jobs) { return status }
    case .parallel:
      if let status = try ParallelExecutor(sweep, executor(file)).run() { return status }
    case .slurm:
      return try SlurmExecutor(sweep, executor(file)).submit(isKept: options.isKept)
    }
    let ranking = SweepRanking(trials.plan, folder.results())
    let report = SweepReport(trials.plan, ranking, folder: folder)
    try Console.writeResult(options.json ? JSONText.line(report) : report.text(limit: 10))
    return ranking.best == nil ? ExitStatus.failure : ExitStatus.success
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
