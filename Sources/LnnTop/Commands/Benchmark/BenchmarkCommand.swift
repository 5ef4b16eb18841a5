import Foundation
import LiquidData
import RunStore
import Sweeps
import Telemetry
import Text

/// `lnn-top benchmark`: several kinds of networks on one task, several seeds each.
struct BenchmarkCommand: Command {
  let options: BenchmarkOptions

  func run(in context: CommandContext) throws -> Int32 {
    let task = try DataChoice(
      data: options.task, task: nil, folder: options.train.dataFolder, command: BenchmarkOptions.table.name,
      locations: context.locations
    ).task
    let plan = task?.benchmark ?? BenchmarkPlan()
    let asked = try BenchmarkEntry.all(options, task: task)
    let (choice, table) = try data(asked, context)
    let entries = task == nil ? asked.map { $0.adopting(choice.definition) } : asked
    let folder =
      options.folder ?? "\(context.locations.runs)/\(RunDirectory.fileName(of: choice.definition.name))"
    try RunDirectory.create(folder)
    let turns = try heldOutTurns(in: table)
    // What stands in the way of one division is said before the first run, which may take hours.
    let divisions = try turns.map { turn in
      try division(
        turn, of: choice.definition, table, entries.map { $0.holding(out: turn) }, seeds: seeds(plan),
        folder: folder, context)
    }
    tell(divisions, choice.notes, folder: folder)
    let sweep = try BenchmarkSweep(
      divisions, name: choice.definition.name, task: options.task, folder: folder,
      locations: context.locations)
    if let status = try make(divisions, sweep, context) { return status }
    var comparable = plan
    let first = divisions[0]
    let objection = task.flatMap { publishedObjection($0, choice.definition, first.part) }
    if objection != nil { comparable.published = [] }
    let report = BenchmarkReport(
      task: choice.definition.name, command: options.commandLine, metric: first.schema.metric,
      part: first.part.rawValue, isLeaky: divisions.contains { $0.isLeaky }, plan: comparable,
      names: entries.map { ($0.name, $0.title) }, folds: try divisions.map { try $0.fold() },
      isLossNormalized: first.schema.isLossNormalized, unpublished: objection)
    try Console.writeResult(text(report))
    return report.models.contains { $0.metric != nil } ? ExitStatus.success : ExitStatus.failure
  }

  private func seeds(_ plan: BenchmarkPlan) -> Int {
    options.seeds ?? plan.seeds ?? BenchmarkOptions.standardSeeds
  }

  /// The groups that are held out one after another; a single nil where the data are split once.
  private func heldOutTurns(in table: Table) throws -> [HeldOutTurn?] {
    guard let column = options.foldColumn else { return [nil] }
    let values = try GroupParts.values(of: column, in: table)
    guard values.count > 1 else {
      throw CommandFailure(
        "--hold-out \(column): the column has \(counted(values.count, "value")), which leaves nothing")
    }
    return HeldOutTurn.all(of: column, values: values)
  }

  /// Divides the data, and finds what there is of the runs on them.
  ///
  /// - Throws: what would make a run impossible.
  private func division(
    _ turn: HeldOutTurn?, of whole: TaskDefinition, _ table: Table, _ entries: [BenchmarkEntry], seeds: Int,
    folder: String, _ context: CommandContext
  ) throws -> BenchmarkDivision {
    var definition = whole
    definition.holdOut = turn?.group ?? whole.holdOut
    let dataset: Dataset
    do {
      dataset = try Dataset(table: table, task: definition)
    } catch {
      guard let turn else { throw error }
      throw CommandFailure("with \(turn.group.shown) held out: \(error)")
    }
    let notes = try check(entries, dataset)
    let fingerprint = dataset.fingerprint
    // Seed by seed, so that a comparison that is stopped early has something of every network.
    let runs = try (1...seeds).flatMap { seed in
      try entries.map {
        try BenchmarkRun(
          $0, seed: UInt64(seed), folder: folder, fingerprint: fingerprint, locations: context.locations)
      }
    }
    return BenchmarkDivision(turn, dataset, notes: notes, fingerprint: fingerprint, runs: runs)
  }

  /// Why the task's published figures are not comparable with these: they are of the task's own metric, of its test part
  /// and of the split that the publication used. Nil where they are, or where there are none.
  private func publishedObjection(
    _ task: TaskFile, _ definition: TaskDefinition, _ part: Dataset.Part
  ) -> String? {
    guard !task.benchmark.published.isEmpty else { return nil }
    // Means over groups, whatever the task's own split holds out.
    if options.foldColumn != nil { return "published figures are of another split, and are not compared" }
    let own = task.definition(likePaper: true)
    if part != .test || definition.metric != own.metric {
      return "published figures are of another part or metric, and are not compared"
    }
    if definition.testsOtherRows(than: own, hasTestFiles: !task.sources.test.isEmpty) {
      return task.paperSplit == nil
        ? "published figures are of the task's own split, and are not compared"
        : "published figures are of another split, and are not compared: --split-like-paper repeats it"
    }
    return nil
  }

  /// The data, which all networks share, with what the person leaves open of a table guessed once.
  private func data(_ entries: [BenchmarkEntry], _ context: CommandContext) throws -> (TaskChoice, Table) {
    let choices = try entries.map {
      try TaskChoice(options: $0.options, locations: context.locations, settled: options.given)
    }
    var choice = choices[0]
    for (other, entry) in zip(choices, entries) where other.definition != choice.definition {
      throw CommandFailure(
        "the options of \(entry.name) change the data; all networks of a comparison are trained on the same")
    }
    guard choice.data.canBeReadAgain, !choice.data.sources.readsStandardInput else {
      throw CommandFailure(
        "data that come through standard input or a pipe reach one process only, and each run has its own: put them"
          + " into a file")
    }
    let table = try choice.table(showsProgress: !options.quiet)
    return (choice, table)
  }

  /// What cannot be trained or tested is refused before the first run begins.
  ///
  /// - Returns: what is to be known of the networks.
  private func check(_ entries: [BenchmarkEntry], _ dataset: Dataset) throws -> [String] {
    var notes: [String] = []
    for entry in entries {
      do {
        let network = try entry.options.makeNetwork(NetworkShape(dataset.schema))
        notes += network.notes.map { "\(entry.name): \($0)" }
      } catch {
        throw CommandFailure("\(entry.name): \(error)")
      }
    }
    for condition in options.train.tests.conditions { try dataset.check(condition) }
    return notes
  }

  /// Says what is compared, and what there is of it already.
  private func tell(_ divisions: [BenchmarkDivision], _ notes: [String], folder: String) {
    guard !options.quiet else { return }
    Console.writeMessage("lnn-top: \(divisions[0].schema.taskSummary)")
    for note in notes + divisions[0].notes { Console.writeMessage("lnn-top: note: \(note)") }
    let (finished, begun) = (sum(divisions.map(\.finished)), sum(divisions.map(\.begun)))
    let earlier = finished + begun > 0 ? ": \(finished) finished before, \(begun) to go on with" : ""
    let runs = counted(sum(divisions.map(\.runs.count)), "run")
    Console.writeMessage("lnn-top: \(runs) in \(folder)\(earlier)")
  }

  private func sum(_ counts: [Int]) -> Int { counts.reduce(0, +) }

  /// Makes the runs that are left, in processes of their own.
  ///
  /// - Returns: the exit status where a signal ended it, else nil.
  private func make(
    _ divisions: [BenchmarkDivision], _ sweep: BenchmarkSweep, _ context: CommandContext
  ) throws -> Int32? {
    do {
      try sweep.begin()
    } catch is SweepFolderError where divisions.allSatisfy({ $0.finished == $0.runs.count }) {
      // What is finished is reported from a folder that cannot be written, too.
      return nil
    }
    let running = RunningSweep(
      folder: sweep.folder, course: SweepCourse(sweep.plan, folder: sweep.folder), isQuiet: options.quiet,
      locations: context.locations)
    guard running.left > 0 else { return nil }
    let console = BenchmarkConsole(divisions, told: divisions[0].notes, isQuiet: options.quiet)
    let maker = LocalExecutor(running, jobs: options.jobs, listener: console)
    if let signal = try AttendedSweep(sweep: running, maker: maker).run() {
      Console.writeMessage(
        "lnn-top: stopped; nothing is lost, the same command goes on from here: \(options.commandLine)")
      return ExitStatus.signal(signal)
    }
    guard running.left == 0 else {
      throw CommandFailure("the results are to be had once all runs have ended, with the same command")
    }
    return nil
  }

  private func text(_ report: BenchmarkReport) -> String {
    if options.json { return JSONText.line(report) }
    return switch options.format {
    case .text: BenchmarkTables(report, showsFigures: options.showsFigures).text
    case .markdown: BenchmarkTables(report, showsFigures: options.showsFigures).markdown
    case .json: JSONText.line(report)
    }
  }
}

extension BenchmarkOptions {
  /// The command line that asks for the same, quoted for a shell.
  var commandLine: String {
    let words = Self.table.rows.filter { given.contains($0.long) }.flatMap { row in
      // How the results are written is called as how files are written, which has no word then.
      row.word(for: self).map { row.commandLine(for: $0) } ?? []
    }
    return ([ProgramVersion.name, "benchmark", task] + words).map(ShellWord.quoted).joined(separator: " ")
  }
}

extension TaskDefinition {
  /// Whether a network is tested on other rows, or asked something else of them, than in another definition.
  ///
  /// - Parameter hasTestFiles: whether there are files for the test alone.
  fileprivate func testsOtherRows(than other: TaskDefinition, hasTestFiles: Bool) -> Bool {
    let isOtherQuestion =
      horizon != other.horizon || dropRows != other.dropRows || resample != other.resample
      || sequence != other.sequence || kind != other.kind || targets != other.targets
      || targetSteps != other.targetSteps || warmUp != other.warmUp || targetScaling != other.targetScaling
    if isOtherQuestion || holdOut != other.holdOut { return true }
    // What is held out is tested, however the rest is divided.
    if holdOut != nil { return false }
    // Whatever is validated on, these files are tested and nothing else.
    if hasTestFiles, split.test == 0, other.split.test == 0 { return false }
    return splitBy != other.splitBy || split != other.split || shuffle != other.shuffle
      || (splitBy == .windows && stride != other.stride)
  }
}
