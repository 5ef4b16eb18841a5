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

  fileprivate func options(_ tables: [EmbeddingTable]) -> Stack.Options {
    Stack.Options(
      dropout: dropout, inputDropout: inputDropout, wordDropout: wordDropout,
      normalizesLayers: normalizesLayers, isResidual: isResidual, pooling: pooling, embeddings: tables)
  }

  /// What is asked for and changes nothing, as the data have nothing that it acts on.
  fileprivate func idleNotes(_ tables: [EmbeddingTable]) -> [String] {
    guard tables.isEmpty else { return [] }
    var notes: [String] = []
    if embedding != nil { notes.append("embedding changes nothing: no input is a category or a word") }
    if wordDropout > 0 {
      notes.append("word-dropout changes nothing: no input is a word or an embedded category")
    }
    return notes
  }
}

extension Stack.ConnectionOption {
  /// Says that it is asked for and changes nothing, as a task file or the data may have it.
  fileprivate var note: String {
    switch self {
    case .dropout: "dropout changes nothing without \(TrainOptions.connections)"
    case .layerNorm: "layer-norm changes nothing without \(TrainOptions.connections)"
    case .residual: "residual changes nothing: no layer gives as many channels as it sees"
    }
  }
}

extension TrainOptions {
  /// The cell that the options describe, for data of a shape.
  ///
  /// - Throws: `WiringError` where the wiring's sizes do not go together, `ConnectomeError` where a file is no wiring,
  ///   `ArchitectureError` where the options do not go together.
  func makeCell(_ shape: NetworkShape) throws -> any NetworkCell { try makeNetwork(shape).cell }

  /// The same, with what a person should know of its wiring.
  func makeNetwork(_ shape: NetworkShape) throws -> (cell: any NetworkCell, notes: [String]) {
    let tables = shape.indexed.map {
      EmbeddingTable(
        channel: $0.channel, levels: $0.levels, width: stacking.embedding ?? StackingOptions.standardEmbedding
      )
    }
    let units = layerUnits
    guard units.count > 1 || !tables.isEmpty || stacking.needsStack else {
      let (cell, notes) = try makeLayer(
        inputs: shape.inputs, outputs: shape.outputs, units: units[0], index: 0, isLast: true,
        masked: shape.masked)
      return (cell, notes + stacking.idleNotes(tables))
    }
    var width = shape.inputs - tables.count + tables.reduce(0) { $0 + $1.width }
    var (cells, notes) = ([any NetworkCell](), [String]())
    for (index, count) in units.enumerated() {
      let (cell, own) = try makeLayer(
        inputs: width, outputs: shape.outputs, units: count, index: index, isLast: index == units.count - 1,
        masked: index == 0 ? shape.masked.map { $0.behind(tables) } : [])
      cells.append(cell)
      notes += own
      width = cell.readNeurons
    }
    let stack = try Stack(layers: cells, options: stacking.options(tables))
    return (stack, notes + stack.idleOptions.map(\.note) + stacking.idleNotes(tables))
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
