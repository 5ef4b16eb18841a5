import Foundation
import Liquid
import LiquidData
import Screen

/// Everything that `lnn-top train` can be told; the values of `init()` are the defaults.
public struct TrainOptions: Sendable, Hashable {
  /// Where the run is recorded.
  public enum Recording: Sendable, Hashable {
    /// In the directory for runs, under the run's name.
    case standard
    case file(String)
    /// Nowhere.
    case off
  }

  /// What gives the outputs of an LTC, CfC or LRC.
  public enum Readout: String, Sendable, Hashable, CaseIterable {
    /// The motor neurons.
    case motor
    /// A dense layer that reads them; all neurons where the wiring has no layers.
    case dense
  }

  /// The table to train on, or a task; nil where `task` names one, or for what a resumed run was trained on.
  ///
  /// A task file, or the name of one, may stand here as well as in `task`.
  public var data: String?
  /// The task file, or the name of a task that comes with the program.
  public var task: String?
  /// How the tables are written.
  public var reading = ReadingOptions()
  /// The folder that the task's files are in; nil: that of the task file.
  public var dataFolder: String?
  /// The folder that keeps the table's values; nil: they are in memory.
  public var cache: String?
  /// Whether the words of the task file are among these options.
  public var hasTaskWords = false

  /// The run to go on with: what it was recorded with holds where the command line says nothing.
  public var resume: String?
  /// The model file or run whose weights training starts from.
  public var start: String?
  /// The long names of the options on the command line; kept where it matters who said what: where there are data, with
  /// `resume` and `start`.
  public var given: Set<String> = []

  // The task.
  public var inputs: [String]?
  public var targets: [String]?
  /// What texts are cut into; nil: they are categories.
  public var tokens: TextTokens?
  /// The column of these texts; nil: the only one, or the only one of long texts.
  public var text: String?
  public var time: String?
  public var sequence: String?
  /// Nil: as the targets suggest.
  public var kind: TaskDefinition.Kind?
  public var window: Int?
  public var stride: Int?
  public var split = Split.standard
  /// Of a forecast; nil: 1.
  package var horizon: Horizons?
  public var knownAhead: [String]?
  public var missing = TaskDefinition.Missing.forwardFill
  /// Numbers that stand for missing values, by column; "*" stands for all columns. Nil: as the task or the table says.
  public var missingMarkers: [String: [Double]]?
  public var categories: [String]?
  public var timeFeatures: [TimeFeature]?
  public var splitBy = TaskDefinition.SplitBy.automatic
  public var shuffle: UInt64?
  /// The groups that are the test part alone; nil: as the split says.
  public var holdOut: HeldOut?
  /// The groups that validate.
  public var validateOn: HeldOut?
  /// Deals the task's data out as published code does, although that leaks.
  public var splitLikePaper = false
  public var sortsByTime = false
  /// Rows that warm the state up before each window of validation and test.
  public var warmUp = 0
  public var dropRows = 0.0
  public var resample: Double?
  public var cutGaps: TimeLength?
  public var scaling = TaskDefinition.Scaling.standard
  public var targetScaling = TaskDefinition.Scaling.standard
  public var metric: Metric?

  // The network.
  public var model = NetworkKind.standard
  public var wiring = WiringOptions()
  public var cell = LTC.Options()
  /// Nil: the model's own.
  public var unfolds: Int?
  /// Nil: the model's own.
  public var solver: Solver?
  /// Dense layers before the heads of a CfC whose wiring is full.
  public var backboneLayers = 1
  public var backboneUnits = 128
  /// What follows each of those layers.
  public var activation = CfC.Activation.lecunTanh
  /// Which synapses the heads of a wired CfC have.
  public var heads = CfC.HeadMask.strict
  public var readout = Readout.motor
  public var stacking = StackingOptions()

  // Training.
  public var epochs = 100
  /// Optimiser steps in all, instead of `epochs`.
  public var steps: Int?
  public var batch = 32
  public var learningRate = NetworkKind.standard.learningRate
  /// The limit of the gradient's norm; 0: none.
  public var clip = 1.0
  public var learning = LearningOptions()
  public var seed: UInt64 = 1
  /// The steps from one kept state to the next; nil: all are kept.
  public var recomputeEvery: Int?
  public var threads = Self.standardThreads
  /// What the trained network is tested under.
  public var tests = TestOptions()

  // Results and screen.
  public var name: String?
  /// The file to record in; nil: a new one among the runs.
  public var runFile: String?
  /// Records nothing.
  public var isUnrecorded = false
  public var modelOut: String?
  public var display = DisplayOptions()
  public var quiet = false

  public init() {}

  /// As many as there are active cores, at most 8.
  public static var standardThreads: Int { GradientEngine.standardThreads }

  public var recording: Recording {
    isUnrecorded ? .off : runFile.map { .file($0) } ?? .standard
  }

  /// Every option in force, by its long name: what a run records about itself.
  public var configuration: [String: String] { Self.table.configuration(of: self) }

  /// The task file that is named, as far as the words tell: a name without an ending may also be a file's.
  var namedTask: String? { task ?? data.flatMap { TaskPath.mayBeTask($0) ? $0 : nil } }

  /// Whether a task file is still to be read, whose words may give these a meaning.
  var awaitsTaskWords: Bool { namedTask != nil && !hasTaskWords }
}

extension TrainOptions {
  /// What is chosen about the cell of each layer.
  var cellSettings: CellSettings {
    var settings = CellSettings()
    settings.variant = model.rawValue
    settings.unfolds = unfolds
    settings.solver = solver
    settings.constraints = cell.constraints
    settings.inputMap = cell.inputMap
    settings.outputMap = cell.outputMap
    settings.mixedMemory = cell.mixedMemory
    settings.backboneLayers = backboneLayers
    settings.backboneUnits = backboneUnits
    settings.activation = activation
    settings.heads = heads
    return settings
  }
}
