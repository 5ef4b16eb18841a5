import Explanations
import LiquidData

/// Everything that `lnn-top explain` can be told.
public struct ExplainOptions: DataChoosingOptions {
  /// How the explanation is written.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    case text, json, markdown
  }

  /// What an answer is compared with.
  public enum Baseline: String, Sendable, Hashable, CaseIterable {
    /// Every input at 0 as the network sees it, which is its mean where it was normalised.
    case zero
    /// Every input at its mean over the rows.
    case mean
  }

  /// The model file or run.
  public var model = ""
  public var data: String?
  public var task: String?
  public var dataFolder: String?
  public var reading = ReadingOptions()
  public var part: PartChoice?
  /// The most rows that networks are run on.
  public var rows = 20_000

  /// The answer that is explained; nil: the last of the first sequence.
  public var place: ExplainedPlace?
  public var output: String?
  public var baseline = Baseline.zero

  public var effects = false
  package var ablation = AblationKind.mean
  public var circuit = false
  /// The share of the skill that a circuit keeps.
  public var keep = 0.95
  public var cut: [String]?
  public var modelOut: String?
  public var trees = false
  public var measures = false
  public var matrices: String?
  public var graph = false

  public var format = Format.text
  public var json = false
  public var seed: UInt64 = 1
  public var threads = TrainOptions.standardThreads

  public init() {}

  /// The same on another part of the data.
  func choosing(_ part: PartChoice) -> ExplainOptions {
    var options = self
    options.part = part
    return options
  }

  /// Whether the person chose what to see.
  var hasChosenSections: Bool {
    effects || circuit || trees || measures || graph || matrices != nil || cut != nil || showsAnswer
  }

  /// Whether the person asked about one answer.
  var showsAnswer: Bool { (place != nil && matrices == nil) || output != nil || baseline != .zero }

  package mutating func adopt(_ loaded: LoadedSettings) { threads = loaded.settings.threads ?? threads }

  package static let table = CommandTable<ExplainOptions>(
    name: "explain",
    summary: "why a network answers as it does",
    details: """
      Says why a trained network answers as it does, within the model: what each input and each neuron contributed to \
      an answer, and what becomes of the answers when an input, a neuron or a synapse is held or cut. Without options \
      it explains the last answer of the first sequence and ranks inputs and neurons.
      """,
    example: "lnn-top explain lane-keeping --effects",
    positionals: [
      .required("MODEL", \.model, "a run, or a model file from train --model-out"),
      .optional(
        "DATA", isRequired: false, \.data,
        "a table or a task file; without it, the validation part of what the run was trained on"),
    ],
    groups: [
      OptionGroup(
        "Data",
        OptionRow.dataRows(partDefault: "validation of a run's own data") + [
          .value("rows", \.rows, .integer(from: 1), "the most rows that the network is run on")
        ]),
      // What `--format` says is how the explanation is written.
      OptionGroup("Files", OptionRow.readingRows.filter { $0.long != "format" }),
      OptionGroup(
        "One answer",
        [
          .optional(
            "at", \.place, ExplainedPlace.format, shownDefault: "the last step of the first sequence",
            "the answer to explain, counted from 1"),
          .optional(
            "output", \.output, .text("NAME"), shownDefault: "the first, or the class answered",
            "the output that is explained"),
          .value("baseline", \.baseline, .choice(), "the inputs that an answer is compared with"),
        ]),
      OptionGroup("What to show", sectionRows),
      OptionGroup("Cutting", cuttingRows),
      OptionGroup(
        "Output",
        [
          .value("format", \.format, .choice(), "how the explanation is written"),
          .flag("json", \.json, "the same as --format json"),
          .value("seed", \.seed, .integer(from: 0), "of intervals and of what is drawn"),
          .value(
            "threads", \.threads, .integer(from: 1, through: 256), shownDefault: "all cores, at most 8",
            "threads that compute"),
        ]),
    ])

  private static let sectionRows: [OptionRow<ExplainOptions>] = [
    .flag(
      "effects", \.effects,
      "what becomes of the answers under an intervention on each input, neuron and synapse, with 95 % intervals"
    ),
    .value(
      "ablation", \.ablation, .choice(),
      "what takes their place: their mean, what they were in another sequence, or nothing"
    ).needing("--effects") { $0.effects || !$0.hasChosenSections || $0.ablation == .mean },
    .flag("circuit", \.circuit, "the fewest synapses that keep most of what the network can do"),
    .value(
      "keep", \.keep, .number("above 0 and at most 1") { $0 > 0 && $0 <= 1 },
      "how much of its gain over a constant answer a circuit keeps"
    ).needing("--circuit") { $0.circuit || $0.keep == 0.95 },
    .flag("trees", \.trees, "what each neuron stands for, as rules about the inputs"),
    .flag("measures", \.measures, "published measures of how readable the network is"),
    .optional(
      "matrices", \.matrices, .text("FILE"),
      "write how states and inputs act on each state at that answer to FILE (JSON)"),
    .flag("graph", \.graph, "which channel acts on which, found by a network that forecasts all of them"),
  ]

  private static let cuttingRows: [OptionRow<ExplainOptions>] = [
    .optional(
      "cut", \.cut, .names("NAMES"),
      "cut all that leaves an input or a neuron, or one synapse such as \"inter 3 -> command 1\""
    ).objecting { $0.circuit ? .clash(option: "--cut", other: "--circuit") : nil },
    .optional(
      "model-out", \.modelOut, .text("FILE"), "write the network that --circuit or --cut leaves to FILE"
    ).needing("--circuit or --cut") { $0.circuit || $0.cut != nil },
  ]
}

/// An answer that is explained: a sequence and a step of it, counted from 1.
public struct ExplainedPlace: Sendable, Hashable {
  public var sequence: Int
  /// Nil: the last.
  public var step: Int?

  public init(sequence: Int, step: Int?) {
    (self.sequence, self.step) = (sequence, step)
  }

  /// `3` is the last step of sequence 3, `3:20` its step 20.
  static let format = ValueFormat<ExplainedPlace>.read(
    "SEQUENCE[:STEP]", form: "a sequence and a step from 1 on, such as 3:20"
  ) { word in
    let parts = word.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard (1...2).contains(parts.count), parts.allSatisfy({ $0 > 0 }) else { return nil }
    return ExplainedPlace(sequence: parts[0], step: parts.count == 2 ? parts[1] : nil)
  } text: { place in
    place.step.map { "\(place.sequence):\($0)" } ?? "\(place.sequence)"
  }
}
