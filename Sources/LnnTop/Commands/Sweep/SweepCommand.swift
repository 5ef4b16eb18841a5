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
    let written = folder.hasPlan ? try folder.writtenPlan() : nil
    var trials = try SweepTrials(file, written: written, locations: context.locations)
    if !options.quiet {
      if written == nil {
        Console.writeMessage("lnn-top: \(counted(file.trials, "trial")) of \(counted(file.seeds, "seed"))")
      }
      for note in trials.notes { Console.writeMessage("lnn-top: note: \(note)") }
    }
    let isNew = !FileManager.default.fileExists(atPath: folder.path)
    try trials.begin(in: folder)
    folder.discardDamagedResults()
    let course: SweepCourse
    do {
      course = try SweepCourse(
        file, trials, folder: folder, isQuiet: options.quiet, locations: context.locations)
    } catch let error where isNew {
      // Where there is no Optuna for it, no sweep is begun.
      folder.removeUnbegun()
      throw error
    }
    defer { course.end() }
    let screen = try screen(trials.plan, folder, executor, context)
    let sweep = RunningSweep(
      folder: folder, course: course, isQuiet: options.quiet || screen != nil, locations: context.locations)
    if let status = try make(sweep, executor, on: screen) { return status }
    let plan = sweep.plan
    if !options.quiet, let note = course.note { Console.writeMessage("lnn-top: note: \(note)") }
    var index = SweepIndex(folder)
    index.refresh()
    index.write(plan)
    let ranking = SweepRanking(plan, folder.results())
    let report = SweepReport(plan, ranking, folder: folder)
    try Console.writeResult(options.json ? JSONText.line(report) : report.text(limit: 10))
    return ranking.best == nil ? ExitStatus.failure : ExitStatus.success
  }

  /// The dashboard where there is a terminal for it, and something to be seen on it.
  private func screen(
    _ plan: SweepPlan, _ folder: SweepFolder, _ executor: SweepExecutor, _ context: CommandContext
  ) throws -> SweepScreen? {
    guard executor.kind != .slurm, !options.display.headless, !options.json, !options.quiet,
      DashboardScreen.isPossible(locations: context.locations)
    else { return nil }
    return try SweepScreen(plan, folder, options.display, keepsIndex: true, locations: context.locations)
  }

  /// Makes the runs that are left.
  ///
  /// - Returns: the exit status where there is nothing to rank yet.
  private func make(
    _ sweep: RunningSweep, _ executor: SweepExecutor, on screen: SweepScreen?
  ) throws -> Int32? {
    let maker: any SweepMaker
    switch executor.kind {
    case .local:
      maker = LocalExecutor(sweep, jobs: executor.jobs, listener: SweepConsole(sweep))
    case .parallel: maker = try ParallelExecutor(sweep, executor)
    case .slurm: return try SlurmExecutor(sweep, executor).submit(isKept: options.isKept)
    }
    let attended = AttendedSweep(sweep: sweep, maker: maker)
    let signal = try screen.map { try attended.run(on: $0) } ?? attended.run()
    if signal != nil || (screen != nil && sweep.left > 0) {
      Console.writeMessage(RunningSweep.stoppedMessage)
    }
    return signal.map(ExitStatus.signal)
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
