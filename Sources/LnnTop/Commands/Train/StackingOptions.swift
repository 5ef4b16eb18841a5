import Liquid
import LiquidData
import Text

/// How many layers a network has, and what lies before, between and after them.
public struct StackingOptions: Sendable, Hashable {
  /// Nil: as many as `--units` names, or one.
  public var layers: Int?
  public var dropout = 0.0
  public var inputDropout = 0.0
  public var wordDropout = 0.0
  public var normalizesLayers = false
  public var isResidual = false
  public var pooling = Pooling.last
  /// The length of the vectors of categories; nil: categories have a channel each, and words the usual length.
  public var embedding: Int?

  /// The length of the vectors of words where none is asked for.
  static let standardEmbedding = 64

  public init() {}

  /// Whether there is something that a single cell does not have.
  fileprivate var needsStack: Bool {
    dropout > 0 || inputDropout > 0 || normalizesLayers || isResidual || pooling != .last
  }

  fileprivate mutating func leaveOut(_ idle: [Stack.ConnectionOption]) {
    for option in idle {
      switch option {
      case .dropout: dropout = 0
      case .layerNorm: normalizesLayers = false
      case .residual: isResidual = false
      }
    }
  }

  fileprivate func options(_ tables: [EmbeddingTable]) -> Stack.Options {
    Stack.Options(
      dropout: dropout, inputDropout: inputDropout, wordDropout: wordDropout,
      normalizesLayers: normalizesLayers, isResidual: isResidual, pooling: pooling, embeddings: tables)
  }

  /// What is asked for and changes nothing, as the data have nothing that it acts on.
  fileprivate func idle(_ tables: [EmbeddingTable]) -> [IdleOption] {
    guard tables.isEmpty else { return [] }
    var idle: [IdleOption] = []
    if embedding != nil {
      idle.append(IdleOption(name: "embedding", reason: ": no input is a category or a word"))
    }
    if wordDropout > 0 {
      idle.append(IdleOption(name: "word-dropout", reason: ": no input is a word or an embedded category"))
    }
    return idle
  }
}

/// An option that is asked for and changes nothing beside the others and the data.
struct IdleOption {
  /// Its long name.
  let name: String
  fileprivate let reason: String

  /// Says so, as a task file or the data may have it.
  var note: String { "\(name) changes nothing\(reason)" }
}

extension Stack.ConnectionOption {
  fileprivate var idle: IdleOption {
    switch self {
    case .dropout: IdleOption(name: "dropout", reason: " without \(TrainOptions.connections)")
    case .layerNorm: IdleOption(name: "layer-norm", reason: " without \(TrainOptions.connections)")
    case .residual: IdleOption(name: "residual", reason: ": no layer gives as many channels as it sees")
    }
  }
}

/// The network that options describe.
struct DescribedNetwork {
  let cell: any NetworkCell
  /// Options that are left out of it, as they change nothing.
  let idle: [IdleOption]
  /// What a person should know of its wiring.
  fileprivate let wiringNotes: [String]

  /// What a person should know.
  var notes: [String] { wiringNotes + idle.map(\.note) }
}

extension TrainOptions {
  /// The cell that the options describe, for data of a shape.
  ///
  /// - Throws: `WiringError` where the wiring's sizes do not go together, `ConnectomeError` where a file is no wiring,
  ///   `ArchitectureError` where the options do not go together.
  func makeCell(_ shape: NetworkShape) throws -> any NetworkCell { try makeNetwork(shape).cell }

  /// The same, with what is to be known of it.
  ///
  /// What changes nothing is left out: a network with it would have the same outputs, but another order of rounding in its
  /// gradient, and after some epochs other weights.
  func makeNetwork(_ shape: NetworkShape) throws -> DescribedNetwork {
    let tables = shape.indexed.map {
      EmbeddingTable(
        channel: $0.channel, levels: $0.levels, width: stacking.embedding ?? StackingOptions.standardEmbedding
      )
    }
    var (cells, notes) = ([any NetworkCell](), [String]())
    var width = shape.inputs - tables.count + tables.reduce(0) { $0 + $1.width }
    let units = layerUnits
    for (index, count) in units.enumerated() {
      let (cell, own) = try makeLayer(
        inputs: width, outputs: shape.outputs, units: count, index: index, isLast: index == units.count - 1,
        masked: index == 0 ? shape.masked.map { $0.behind(tables) } : [])
      cells.append(cell)
      notes += own
      width = cell.readNeurons
    }
    var useful = stacking
    var idle = stacking.idle(tables)
    if tables.isEmpty { useful.wordDropout = 0 }
    var cell = cells[0]
    let isStack = cells.count > 1 || !tables.isEmpty
    if isStack || useful.needsStack {
      let stack = try Stack(layers: cells, options: useful.options(tables))
      idle = stack.idleOptions.map(\.idle) + idle
      useful.leaveOut(stack.idleOptions)
      if stack.idleOptions.isEmpty {
        cell = stack
      } else if isStack || useful.needsStack {
        cell = try Stack(layers: cells, options: useful.options(tables))
      }
    }
    return DescribedNetwork(cell: cell, idle: idle, wiringNotes: notes)
  }

  /// Whether a dense layer reads the last layer: always, where the cell leaves no choice.
  private var hasDenseReadout: Bool { model.neededWiring != nil || readout == .dense }

  /// Whether something stands between layers, or between the last one and what reads it.
  fileprivate var hasConnections: Bool { layerUnits.count > 1 || hasDenseReadout }

  /// What options need that act there, as messages have it.
  fileprivate static let connections = "several layers or a dense readout"

  /// The units of each layer, the first layer's first.
  var layerUnits: [Int] {
    guard let layers = stacking.layers, wiring.layerUnits.count == 1 else { return wiring.layerUnits }
    return Array(repeating: wiring.units, count: layers)
  }

  /// - Parameters:
  ///   - outputs: of the whole network.
  ///   - masked: among its inputs.
  private func makeLayer(
    inputs: Int, outputs: Int, units: Int, index: Int, isLast: Bool, masked: [GRUD.MaskedChannel]
  ) throws -> (cell: any NetworkCell, notes: [String]) {
    var options = wiring
    options.units = units
    let isDense = isLast && model.neededWiring == nil && readout == .dense
    let (wiring, notes) = try options.makeWiring(
      inputs: inputs, outputs: isLast ? outputs : options.innerOutputs, seed: seed &+ UInt64(index),
      readsAll: isDense || !isLast)
    var settings = cellSettings
    settings.projection = isDense ? outputs : nil
    settings.masked = masked
    // What goes on to the next layer is the states as they are.
    if !isLast { settings.outputMap = .none }
    return (try model.cell.init(wiring: wiring, settings: settings), notes)
  }
}

extension WiringOptions {
  /// The motor neurons of a layer below the last one, where the wiring has some: a third of its units.
  fileprivate var innerOutputs: Int { max(1, units / 3) }
}

// MARK: - The options of train

extension TrainOptions {
  static let stackingRows: [OptionRow<TrainOptions>] = [
    .optional(
      "layers", \.stacking.layers, .integer(from: 1, through: 64), shownDefault: "as many as --units names",
      "networks one above the other: each sees what the one below gives"
    ).objecting { options in
      guard let layers = options.stacking.layers else { return nil }
      if layers > 1, let file = options.wiring.file {
        return .idle(option: "--layers", beside: "--wiring \(file.displayed)")
      }
      let named = options.wiring.layerUnits.count
      return named > 1 && named != layers
        ? .clash(option: "--layers \(layers)", other: "the units of \(named) layers") : nil
    },
    .value(
      "dropout", \.stacking.dropout, .share,
      "the chance that a channel from a layer to the next, or to a dense readout, is 0 in a whole training sequence"
    ).ofConnections { $0.dropout > 0 },
    .value(
      "input-dropout", \.stacking.inputDropout, .share, "the same of the channels that the first layer sees"),
    .value(
      "word-dropout", \.stacking.wordDropout, .share,
      "the chance that a word, or an embedded category, is left out in a training step"
    ).needing("--embedding or --tokens") { options in
      let isEmbedded = options.stacking.embedding != nil || options.tokens != nil
      return options.stacking.wordDropout == 0 || isEmbedded || options.resume != nil
    }.notedWhereIdle,
    .flag(
      "layer-norm", \.stacking.normalizesLayers,
      "normalise what a layer gives to the next, or to a dense readout"
    ).ofConnections { $0.normalizesLayers },
    .flag(
      "residual", \.stacking.isResidual,
      "add what a layer sees to what it gives, where both have as many channels"
    ).ofConnections { $0.isResidual },
    .value("pooling", \.stacking.pooling, .choice(), "what the readout reads of the steps so far"),
    .optional(
      "embedding", \.stacking.embedding, .integer(from: 1, through: 4096),
      shownDefault: "\(StackingOptions.standardEmbedding) for words; a channel each for categories",
      "learn a vector of N numbers for each category and word"),
  ]
}

extension OptionRow<TrainOptions> {
  /// Several layers, or a dense readout, are what it acts between; a resumed run says itself which it has.
  fileprivate func ofConnections(_ isUsed: @escaping @Sendable (StackingOptions) -> Bool) -> Self {
    needing(TrainOptions.connections) { options in
      !isUsed(options.stacking) || options.hasConnections || options.resume != nil
    }.notedWhereIdle
  }
}

extension ValueFormat where Value == Double {
  /// A chance of less than 1.
  fileprivate static var share: Self { .number("at least 0 and below 1") { $0 >= 0 && $0 < 1 } }
}

extension ValueFormat where Value == [Int] {
  /// Neurons of each layer.
  static var units: Self {
    let one = ValueFormat<Int>.integer(from: 1, through: 4096)
    return Self(
      placeholder: "N[,N...]",
      parse: { word throws(ValueProblem) in
        let parts = word.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= 64 else { throw .outOfRange("of at most 64 layers") }
        var units: [Int] = []
        for part in parts { units.append(try one.parse(part.trimmingSpaces)) }
        return units
      },
      text: { $0.map(String.init).joined(separator: ",") })
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension GRUD.MaskedChannel {
  /// Where a layer sees the channels whose network makes vectors of others.
  fileprivate func behind(_ tables: [EmbeddingTable]) -> GRUD.MaskedChannel {
    func seen(_ channel: Int) -> Int {
      tables.filter { $0.channel < channel }.reduce(channel) { $0 + $1.width - 1 }
    }
    return GRUD.MaskedChannel(value: seen(value), mask: seen(mask))
  }
}
