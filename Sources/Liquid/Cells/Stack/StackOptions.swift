import Text

extension Stack {
  /// What a stack is made of and what lies between its layers.
  public struct Options: Sendable, Hashable, CellOptions {
    /// From the inputs to the outputs; `Stack.init(layers:options:)` sets them.
    package internal(set) var layers: [Architecture] = []
    /// The chance that a channel between two layers is 0 in a whole sequence during training; the others are scaled up
    /// to keep the mean. Also after the last layer where that has a dense layer. At least 0, below 1.
    public var dropout: Double
    /// The same for the channels that the first layer sees.
    public var inputDropout: Double
    /// The chance that an embedded category, such as a word, has a vector of zeros in a step during training. At least 0,
    /// below 1.
    public var wordDropout: Double
    /// Whether what a layer gives is normalised; after the last one only where that has a dense layer.
    public var normalizesLayers: Bool
    /// Whether what a layer sees is added to what it gives, where both have one length.
    public var isResidual: Bool
    /// What the readout reads of the steps so far.
    public var pooling: Pooling
    /// Input channels that hold the index of a category.
    public var embeddings: [EmbeddingTable]

    /// Nothing but layers unless told otherwise.
    public init(
      dropout: Double = 0, inputDropout: Double = 0, wordDropout: Double = 0, normalizesLayers: Bool = false,
      isResidual: Bool = false,
      pooling: Pooling = .last, embeddings: [EmbeddingTable] = []
    ) {
      self.dropout = dropout
      self.inputDropout = inputDropout
      self.wordDropout = wordDropout
      self.normalizesLayers = normalizesLayers
      self.isResidual = isResidual
      self.pooling = pooling
      self.embeddings = embeddings
    }

    /// Only its layers make a stack: settings of a single cell have none.
    package init(_ settings: CellSettings) { self.init() }

    package func validate() throws(ArchitectureError) {
      guard (1...Self.mostLayers).contains(layers.count) else {
        throw .invalidOption(
          name: "layers", value: "\(layers.count)", allowed: "between 1 and \(Self.mostLayers)")
      }
      for (name, rate) in [
        ("dropout", dropout), ("inputDropout", inputDropout), ("wordDropout", wordDropout),
      ]
      where !(rate >= 0 && rate < 1) {
        throw .invalidOption(name: name, value: "\(rate)", allowed: "at least 0 and below 1")
      }
      for (index, table) in embeddings.enumerated() {
        try table.validate()
        guard index == 0 || embeddings[index - 1].channel < table.channel else {
          throw .invalidOption(
            name: "embeddings", value: "\(table.channel)", allowed: "of channels in ascending order")
        }
      }
    }

    /// More than anybody trains, few enough that a file cannot ask for endless work.
    static let mostLayers = 64
  }
}

extension Stack.Options {
  /// The layers, without a stack among them.
  func makeCells() throws(ArchitectureError) -> [any SteppedCell] {
    var cells: [any SteppedCell] = []
    for architecture in layers {
      guard architecture.cell != Stack.identifier,
        let cell = try CellRegistry.makeCell(architecture) as? any SteppedCell
      else { throw .invalidOption(name: "layers", value: architecture.cell, allowed: "a single cell") }
      if let below = cells.last, below.ports.read != cell.wiring.inputs {
        throw .invalidOption(
          name: "layers", value: counted(cell.wiring.inputs, "input"),
          allowed: "\(below.ports.read), what the layer below gives")
      }
      cells.append(cell)
    }
    return cells
  }

  /// The channels of the whole network, where its first layer sees so many.
  func inputs(firstLayer width: Int) throws(ArchitectureError) -> Int {
    let embedded = embeddings.reduce(0) { $0 + $1.width }
    let inputs = width - embedded + embeddings.count
    let last = embeddings.last?.channel ?? -1
    guard embedded <= width, last < inputs else {
      throw .invalidOption(
        name: "embeddings", value: "\(embedded) channels", allowed: "within the first layer's \(width)")
    }
    return inputs
  }
}

extension Stack.Options: Codable {
  private enum CodingKeys: String, CodingKey {
    case layers, dropout, inputDropout, wordDropout, normalizesLayers, isResidual, pooling, embeddings
  }

  /// Options that a file does not name have their default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    layers = try container.decode([Architecture].self, forKey: .layers)
    dropout = try container.decode(.dropout, or: dropout)
    inputDropout = try container.decode(.inputDropout, or: inputDropout)
    wordDropout = try container.decode(.wordDropout, or: wordDropout)
    normalizesLayers = try container.decode(.normalizesLayers, or: normalizesLayers)
    isResidual = try container.decode(.isResidual, or: isResidual)
    pooling = try container.decode(.pooling, or: pooling)
    embeddings = try container.decode(.embeddings, or: embeddings)
  }
}
