import Liquid
import LiquidData
import LiquidTraining

/// What a task would do, without training: the facts behind `lnn-top task check`.
struct TaskReport: Encodable {
  struct Network: Encodable {
    let cell: String
    let wiring: String
    let neurons: Int
    let parameters: Int
    let stepsPerEpoch: Int
    let plannedSteps: Int
  }

  let task: String
  let path: String
  let about: String?
  let summary: String
  let table: TableFacts
  let split: SplitFacts
  let splitBy: String
  /// Whether the split is meant to leak, as that of published code.
  let isPaperSplit: Bool
  let repeats: RepeatedStretches
  let classes: [String]
  let batch: BatchFacts
  let network: Network
  let notes: [String]

  init(_ choice: TaskChoice, file: TaskFile, table: Table) throws {
    let options = choice.options
    let dataset = try Dataset(table: table, task: choice.definition)
    for plan in file.benchmark.models {
      var model = options
      try model.apply(plan.options, of: file, under: "benchmark.models.\(plan.name)")
    }
    let cell = try options.makeCell(inputs: dataset.inputWidth, outputs: dataset.outputWidth)
    let configuration = TrainingConfiguration(options)
    let sequences = dataset.count(of: .train)
    task = choice.definition.name
    path = file.path
    about = file.about
    summary = dataset.schema.taskSummary
    self.table = try TableFacts(table: table, task: choice.definition)
    split = SplitFacts(dataset: dataset, table: table)
    splitBy = choice.definition.splitBy.rawValue
    isPaperSplit = options.splitLikePaper
    repeats = RepeatedStretches(dataset: dataset)
    classes = dataset.schema.isClassification ? dataset.schema.outputNames : []
    batch = BatchFacts(dataset: dataset, size: options.batch)
    network = Network(
      cell: cell.identifier, wiring: cell.wiring.kind, neurons: cell.wiring.neurons,
      parameters: Model(cell: cell, seed: options.seed).parameters.count,
      stepsPerEpoch: configuration.stepsPerEpoch(sequences: sequences),
      plannedSteps: configuration.plannedSteps(sequences: sequences))
    notes = choice.notes + dataset.warnings + options.model.warnings(dataset.schema)
  }

  /// Whether rows are in two parts although nobody asked for it.
  var leaksUnasked: Bool {
    split.leaks && !isPaperSplit && splitBy != TaskDefinition.SplitBy.windows.rawValue
  }
}
