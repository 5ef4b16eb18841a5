import Screen
import Telemetry

/// Everything the dashboard shows. Only `reduce` changes it while the program runs.
public struct DashboardState: Sendable {
  public internal(set) var description: RunDescription
  public let mode: SourceMode
  public let themeNames: [String]
  /// The theme in use, an index into `themeNames`.
  public var themeIndex: Int
  public var glyphs: GlyphSet
  /// Whether charts are drawn in pixels where the terminal shows images.
  public var drawsPixels = false
  /// The pixels of a cell; nil where the terminal shows no images.
  public var cellPixels: PixelSize?
  /// How far local time is ahead of UTC, in seconds: for times of day.
  public var secondsFromGMT = 0
  /// The file of the run on the screen, as the list of runs names it; nil where it is not recorded.
  public var presentPath: String?
  /// True where the run on the screen is of a sweep, or where a sweep is shown.
  public var hasSweep = false
  /// True until the person has closed what is said to somebody who sees the dashboard for the first time.
  public var hasTour = false
  /// True where this dashboard was opened from another one, to which leaving it returns.
  public var isNested = false

  // What the frame source reported.
  public internal(set) var history = ScalarHistory()
  public internal(set) var frame: Frame?
  /// The newest events, at most `maximumEvents`.
  public internal(set) var events: [Event] = []
  /// Frames that came faster than the screen could show them.
  public internal(set) var skippedFrames = 0
  public internal(set) var outcome: Outcome?
  /// Why nothing more comes of a run that has no outcome; nil otherwise.
  public internal(set) var abandonment: Abandonment?
  /// How the process that records an attached run is doing.
  public internal(set) var recorder = RecorderCondition.active
  /// True where training goes on but is no longer recorded.
  public internal(set) var isUnrecorded = false
  public internal(set) var playback: Playback?
  var digest: ProbeDigest?

  // What the person chose.
  public internal(set) var view: ViewKind = .overview
  /// True where Neurons shows one neuron instead of all.
  public internal(set) var isDetailOpen = false
  /// Rows by which the synapses of an open neuron are scrolled.
  public internal(set) var detailScroll = 0
  public internal(set) var help: HelpState?
  public internal(set) var neuronList = NeuronList()
  /// An index into `description.model.neurons`; 0 where there are none.
  public internal(set) var selectedNeuron = 0
  /// A synapse of the selected neuron, an index into `description.model.synapses`; nil until one is chosen.
  public internal(set) var selectedSynapse: Int?
  /// An index into `description.task.inputNames`; 0 where there are none.
  public internal(set) var selectedChannel = 0
  /// The kind of perturbation that `+` and `-` change.
  public internal(set) var selectedKind: Perturbation.Kind = .noise
  public internal(set) var magnitudes = PerturbationMagnitudes()
  public internal(set) var cursor = ProbeCursor()
  public internal(set) var raster = RasterState()
  public internal(set) var why = WhyState()
  public internal(set) var isLossLogarithmic = false
  public internal(set) var isSmoothed = true
  /// Whether the axis of the loss reaches up to the values far above all others, such as those of the first steps.
  public internal(set) var showsOutliers = false
  public internal(set) var shapes = PerturbationShapes()
  public internal(set) var panels = PanelState()
  /// The note that is being typed; nil while none is.
  public internal(set) var noteEntry: String?
  public internal(set) var lossAxis: LossAxis = .step
  public internal(set) var runList = RunList()
  public internal(set) var sweepList = SweepList()
  var pending = PendingRequests()

  // The screen.
  public internal(set) var message: StatusMessage?
  public internal(set) var size = Size(columns: 80, rows: 24)
  /// Monotonic seconds at the last tick.
  public internal(set) var now = 0.0
  /// Set once the person has asked to leave.
  public internal(set) var isQuitting = false

  let connections: NeuronConnections

  static let maximumEvents = 200

  /// A dashboard that has received nothing yet. `themeIndex` is an index into `themeNames`, unless that is empty.
  public init(
    description: RunDescription, mode: SourceMode, themeNames: [String], themeIndex: Int,
    glyphs: GlyphSet, isSmoothed: Bool = true, isLossLogarithmic: Bool = false
  ) {
    precondition(
      themeNames.isEmpty || themeNames.indices.contains(themeIndex),
      "theme \(themeIndex) of \(themeNames.count)")
    self.description = description
    self.mode = mode
    self.themeNames = themeNames
    self.themeIndex = themeIndex
    self.glyphs = glyphs
    self.isSmoothed = isSmoothed
    self.isLossLogarithmic = isLossLogarithmic
    if mode == .sweep { (view, hasSweep) = (.sweep, true) }
    connections = NeuronConnections(model: description.model)
    neuronList.order = Array(description.model.neurons.indices)
  }

  var neuronCount: Int { description.model.neurons.count }
  var channelCount: Int { description.task.inputNames.count }

  /// The name of an input channel, as it is written in messages and titles.
  func channelName(_ channel: Int) -> String {
    let names = description.task.inputNames
    return names.indices.contains(channel) ? names[channel] : "input \(channel)"
  }

  func neuronName(_ neuron: Int) -> String {
    let neurons = description.model.neurons
    return neurons.indices.contains(neuron) ? neurons[neuron].name : "neuron \(neuron)"
  }

  /// A synapse by the names at its ends: `inter 4 to motor 0`.
  func synapseName(_ index: Int) -> String {
    let synapses = description.model.synapses
    guard synapses.indices.contains(index) else { return "synapse \(index)" }
    let synapse = synapses[index]
    let source = synapse.isSensory ? channelName(synapse.source) : neuronName(synapse.source)
    return "\(source) to \(neuronName(synapse.target))"
  }

  func name(of target: Intervention.Target) -> String {
    switch target {
    case .neuron(let neuron): neuronName(neuron)
    case .synapse(let synapse): synapseName(synapse)
    }
  }

  func outputName(_ output: Int) -> String {
    let names = description.task.outputNames
    return names.indices.contains(output) ? names[output] : "output \(output)"
  }
}
