import Foundation
import LiquidData
import RunStore
import Terminal
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
    var folds: [BenchmarkFold] = []
    var (metric, isLossNormalized, isLeaky) = (Metric.accuracy, false, false)
    var part = Dataset.Part.test
    let groups = try groups(in: table)
    for (index, group) in groups.enumerated() {
      // One after the other, so that the memory holds one division of the data.
      var definition = choice.definition
      definition.holdOut = group ?? definition.holdOut
      let dataset = try Dataset(table: table, task: definition)
      (metric, isLossNormalized, isLeaky) = (
        dataset.schema.metric, dataset.schema.isLossNormalized, dataset.leak != nil
      )
      part = dataset.judgedPart
      let notes =
        index == 0 ? choice.notes : ["\(index + 1) of \(groups.count): \(group?.shown ?? "") held out"]
      let made = try fold(
        entries.map { $0.holding(out: group) }, dataset, notes, plan, folder: folder, context)
      if let status = made.status { return status }
      folds.append(
        BenchmarkFold(
          group: group, sequences: Dataset.Part.allCases.map { dataset.count(of: $0) },
          naive: NaiveFigure(of: part, in: dataset), results: made.results))
    }
    var comparable = plan
    var judged = choice.definition
    judged.holdOut = groups[0] ?? judged.holdOut
    let objection = task.flatMap { publishedObjection($0, judged, part) }
    if objection != nil { comparable.published = [] }
    let report = BenchmarkReport(
      task: choice.definition.name, command: options.commandLine, metric: metric, part: part.rawValue,
      isLeaky: isLeaky, plan: comparable, names: entries.map { ($0.name, $0.title) }, folds: folds,
      isLossNormalized: isLossNormalized, unpublished: objection)
    try Console.writeResult(text(report))
    return report.models.contains { $0.metric != nil } ? ExitStatus.success : ExitStatus.failure
  }

  /// The groups that are held out one after another; a single nil where the data are split once.
  private func groups(in table: Table) throws -> [HeldOut?] {
    guard let column = options.foldColumn else { return [nil] }
    let values = try GroupParts.values(of: column, in: table)
    guard values.count > 1 else {
      throw CommandFailure(
        "--hold-out \(column): the column has \(counted(values.count, "value")), which leaves nothing")
    }
    return values.map { HeldOut(column: column, values: [$0]) }
  }

  /// Makes the runs on one division of the data.
  ///
  /// - Returns: their results, or the exit status where a signal ended it.
  private func fold(
    _ entries: [BenchmarkEntry], _ dataset: Dataset, _ notes: [String], _ plan: BenchmarkPlan, folder: String,
    _ context: CommandContext
  ) throws -> (results: [BenchmarkResult], status: Int32?) {
    try check(entries, dataset)
    let fingerprint = dataset.fingerprint
    let seeds = options.seeds ?? plan.seeds ?? BenchmarkOptions.standardSeeds
    // Seed by seed, so that a comparison that is stopped early has something of every network.
    let runs = try (1...seeds).flatMap { seed in
      try entries.map {
        try BenchmarkRun(
          $0, seed: UInt64(seed), folder: folder, fingerprint: fingerprint, locations: context.locations)
      }
    }
    tell(dataset, notes, runs, folder: folder)
    let part = dataset.judgedPart
    if let status = try make(runs, dataset, fingerprint: fingerprint, part: part, context) {
      return ([], status)
    }
    let results = try runs.map {
      try BenchmarkResult(model: $0.entry.name, seed: $0.seed, path: $0.path, part: part)
    }
    return (results, nil)
  }

  /// Why the task's published figures are not comparable with these: they are of the task's own metric, of its test part
  /// and of the split that the publication used. Nil where they are, or where there are none.
  private func publishedObjection(
    _ task: TaskFile, _ definition: TaskDefinition, _ part: Dataset.Part
  ) -> String? {
    guard !task.benchmark.published.isEmpty else { return nil }
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
    let table = try choice.table(showsProgress: !options.quiet)
    return (choice, table)
  }

  /// What cannot be trained or tested is refused before the first run begins.
  private func check(_ entries: [BenchmarkEntry], _ dataset: Dataset) throws {
    for entry in entries {
      do {
        _ = try entry.options.makeCell(NetworkShape(dataset.schema))
      } catch {
        throw CommandFailure("\(entry.name): \(error)")
      }
    }
    for condition in options.train.tests.conditions { try dataset.check(condition) }
  }

  private func tell(_ dataset: Dataset, _ notes: [String], _ runs: [BenchmarkRun], folder: String) {
    guard !options.quiet else { return }
    Console.writeMessage("lnn-top: \(dataset.schema.taskSummary)")
    for warning in notes + dataset.warnings { Console.writeMessage("lnn-top: note: \(warning)") }
    let (finished, begun) = (count(runs, .finished), count(runs, .begun))
    let earlier = finished + begun > 0 ? ": \(finished) finished before, \(begun) to go on with" : ""
    Console.writeMessage("lnn-top: \(runs.count) runs in \(folder)\(earlier)")
  }

  /// Makes the runs that are left.
  ///
  /// - Returns: the exit status where a signal ended it, else nil.
  private func make(
    _ runs: [BenchmarkRun], _ dataset: Dataset, fingerprint: String, part: Dataset.Part,
    _ context: CommandContext
  ) throws -> Int32? {
    let reused = count(runs, .finished)
    let console = BenchmarkConsole(
      BenchmarkProgress(total: runs.count, reused: reused, metricName: dataset.schema.metricName),
      part: part.rawValue, isQuiet: options.quiet)
    let queue = BenchmarkQueue(
      runs.filter { $0.state != .finished }, dataset: dataset, fingerprint: fingerprint,
      locations: context.locations,
      console: console)
    let signals = try SignalGuard()
    let stop = HeadlessSignals(signals) { queue.stop() }
    defer {
      console.close()
      stop.cancel()
      signals.end()
    }
    try queue.make(jobs: options.jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    guard let signal = signals.received else { return nil }
    console.close()
    Console.writeMessage(
      "lnn-top: stopped; nothing is lost, the same command goes on from here: \(options.commandLine)")
    return ExitStatus.signal(signal)
  }

  private func count(_ runs: [BenchmarkRun], _ state: BenchmarkRun.State) -> Int {
    runs.count { $0.state == state }
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
      row.placeholder == nil ? [row.name] : [row.name, row.recorded(self) ?? ""]
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
