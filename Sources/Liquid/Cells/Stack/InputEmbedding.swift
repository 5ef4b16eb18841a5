// Shapes, in rows of 16 floats, one lane per sequence: I input channels, X channels that the first layer sees
//   raw [I]   seen [X]: the channels in their order, each embedded one as the vector of its category

/// What stands before the first layer where some inputs are categories.
struct InputEmbedding: Sendable {
  /// What a channel becomes.
  enum Piece: Sendable {
    /// Itself, as this channel of those that the layer sees.
    case channel(Int, to: Int)
    /// A row of a table, from this channel on.
    case row(Table)
  }

  /// A table and its elements in the flat vector.
  struct Table: Sendable {
    /// Among the tables.
    let index: Int
    let shape: EmbeddingTable
    let range: Range<Int>
    /// The first of the channels that the layer sees.
    let place: Int
  }

  let inputs: Int
  /// One per input channel.
  let pieces: [Piece]
  let tables: [Table]
  let width: Int

  /// Nil where there is no table.
  init?(inputs: Int, tables shapes: [EmbeddingTable], layout: ParameterLayout) {
    if shapes.isEmpty { return nil }
    self.inputs = inputs
    var place = 0
    var (pieces, tables) = ([Piece](), [Table]())
    for channel in 0..<inputs {
      if let index = shapes.firstIndex(where: { $0.channel == channel }) {
        let table = Table(
          index: index, shape: shapes[index], range: layout[Self.tensor(index)], place: place)
        tables.append(table)
        pieces.append(.row(table))
        place += shapes[index].width
      } else {
        pieces.append(.channel(channel, to: place))
        place += 1
      }
    }
    (self.pieces, self.tables, width) = (pieces, tables, place)
  }

  /// The name of a table's tensor, `[levels, width]`.
  static func tensor(_ index: Int) -> String { "embedding\(index + 1)" }

  /// Evenly from -0.05 to 0.05.
  func initialise(_ parameters: inout [Float], seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for table in tables {
      for index in table.range { parameters[index] = Float(generator.uniform(-0.05, 0.05)) }
    }
  }

  var sparseTensors: [SparseTensor] {
    tables.map { SparseTensor(range: $0.range, width: $0.shape.width) }
  }

  /// The input channel that a layer sees a channel of.
  func input(ofSeen channel: Int) -> Int? {
    (0..<inputs).first { seen(ofInput: $0).contains(channel) }
  }

  /// The channels that a layer sees of one input channel.
  func seen(ofInput channel: Int) -> Range<Int> {
    switch pieces[channel] {
    case .channel(_, let place): place..<place + 1
    case .row(let table): table.place..<table.place + table.shape.width
    }
  }
}
