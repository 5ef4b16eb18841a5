/// What a kind of cell says about itself.
///
/// Everything outside of the cell's own folder that differs from cell to cell follows from this: the networks that
/// the command line offers and their options, the networks that a benchmark compares, the words of a dashboard.
///
/// ```swift
/// package static let traits = CellTraits(
///   identifier: "ct-rnn", aliases: ["ctrnn"], title: "CT-RNN", wiring: .full, solvers: [.fused, .euler, .rk4],
///   options: ["unfolds", "solver"])
/// ```
package struct CellTraits: Sendable {
  /// What a cell needs of a wiring.
  package enum WiringNeed: Sendable {
    /// Any wiring will do, and the layers of its neurons have a meaning.
    case any
    /// Every synapse must exist: all neurons are alike, and a dense layer reads them all.
    case full
    /// Each neuron must see itself, all inputs and nothing else: a dense layer reads them all.
    case diagonal

    /// A wiring that meets it.
    ///
    /// - Throws: `WiringError` where the sizes do not go together.
    package func wiring(
      inputs: Int, units: Int, outputs: Int, seed: UInt64
    ) throws(WiringError) -> Wiring {
      switch self {
      case .any, .full: try .fullyConnected(inputs: inputs, units: units, outputs: outputs, seed: seed)
      case .diagonal: try .diagonal(inputs: inputs, units: units, outputs: outputs, seed: seed)
      }
    }
  }

  /// A form of the cell with a name of its own on the command line, such as a mode.
  package struct Variant: Sendable, Hashable {
    package let name: String
    package let title: String

    package init(name: String, title: String) {
      self.name = name
      self.title = title
    }
  }

  /// Networks of the papers that a cell appears in.
  package enum Form: Sendable, CaseIterable {
    /// On the full wiring, with a dense layer that reads all neurons.
    case dense
    /// On the wiring of a neural circuit policy, read from its motor neurons.
    case ncp
    /// As `dense`, with an LSTM that updates the state before each step.
    case mixedMemory
  }

  /// What the readings of its synapses are called; see `NetworkTrace`.
  package struct SynapseWords: Sendable, Hashable {
    package let strength: String
    package let contribution: String
    /// Of a positive and a negative strength.
    package let positive: String
    package let negative: String

    package init(strength: String, contribution: String, positive: String, negative: String) {
      self.strength = strength
      self.contribution = contribution
      self.positive = positive
      self.negative = negative
    }

    /// How far the target moves with its source, and that times the source's value.
    package static let gains = SynapseWords(
      strength: "gain", contribution: "effect", positive: "+", negative: "-")
  }

  /// The name in model files and on the command line, such as `ltc`.
  package let identifier: String
  /// Names that are read as well, such as those of older files.
  package let aliases: [String]
  /// As the papers write it.
  package let title: String
  /// The forms with a name of their own; the first is the default, and its name the identifier.
  package let variants: [Variant]
  package let wiring: WiringNeed
  /// How its differential equation can be solved, the default first; empty where it has none.
  package let solvers: [Solver]
  /// How many sub-steps of its solver make a step unless told otherwise.
  package let unfolds: Int
  /// Whether the elapsed time of a step has an effect.
  package let usesElapsedTime: Bool
  /// The options of the command line that it has and other cells may not have, by their long names; see
  /// `CellSettings`.
  package let options: Set<String>
  package let synapseWords: SynapseWords
  /// The learning rate that it is trained with unless told otherwise; chosen on the validation parts of ten package data
  /// sets, see docs/results.md.
  package let learningRate: Double
  /// The learning rate that the papers train it with.
  package let paperLearningRate: Double
  /// The forms that a benchmark compares unless told otherwise.
  package let comparedForms: [Form]

  /// The values that are left out are those of most baselines.
  package init(
    identifier: String, aliases: [String] = [], title: String, variants: [Variant] = [],
    wiring: WiringNeed, solvers: [Solver] = [], unfolds: Int = 6, usesElapsedTime: Bool = true,
    options: Set<String> = [],
    synapseWords: SynapseWords = .gains, learningRate: Double = 0.01, paperLearningRate: Double = 0.001,
    comparedForms: [Form] = [.dense]
  ) {
    self.identifier = identifier
    self.aliases = aliases
    self.title = title
    self.variants = [Variant(name: identifier, title: title)] + variants
    self.wiring = wiring
    self.solvers = solvers
    self.unfolds = unfolds
    self.usesElapsedTime = usesElapsedTime
    self.options = options
    self.synapseWords = synapseWords
    self.learningRate = learningRate
    self.paperLearningRate = paperLearningRate
    self.comparedForms = comparedForms
  }

  /// The forms that a cell can have.
  package var forms: [Form] {
    switch wiring {
    case .full, .diagonal: [.dense]
    case .any: options.contains("mixed-memory") ? [.dense, .ncp, .mixedMemory] : [.dense, .ncp]
    }
  }
}

/// What a person can choose about a cell, whatever its kind: a cell's options take what the cell has of it.
///
/// The values of `init()` are the defaults of all cells.
package struct CellSettings: Sendable, Hashable {
  /// One of `CellTraits.variants`, by its name; nil: the first.
  package var variant: String?
  /// Sub-steps per step; nil: the cell's own.
  package var unfolds: Int?
  /// Nil: the cell's own.
  package var solver: Solver?
  package var constraints = LTC.Constraints.implicit
  package var inputMap = ChannelMap.affine
  package var outputMap = ChannelMap.affine
  /// Outputs of a dense layer after the output map; nil: there is none.
  package var projection: Int?
  package var mixedMemory = false
  package var backboneLayers = 1
  package var backboneUnits = 128
  package var activation = CfC.Activation.lecunTanh
  package var heads = CfC.HeadMask.strict
  /// Inputs with a mask beside them; see `GRUD`.
  package var masked: [GRUD.MaskedChannel] = []

  package init() {}
}
