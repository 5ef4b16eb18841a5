// Shapes, in rows of 16 floats, one lane per sequence: I input channels, X channels that the first layer sees
//   raw [I]   seen [X]: the channels in their order, each embedded one as the vector of its category

/// What stands before the first layer where some inputs are categories.
struct InputEmbedding: Sendable {
  /// What a channel becomes.
  enum Piece: Sendable {
    /// Itself, as this channel of those that the layer sees.
    case channel(Int, to: Int)
    /// A row of a table, from this channel on.
    case row(Table, to: Int)
  }

  /// A table and its elements in the flat vector.
  struct Table: Sendable {
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
        let table = Table(shape: shapes[index], range: layout[Self.tensor(index)], place: place)
        tables.append(table)
        pieces.append(.row(table, to: place))
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

  /// The channels that a layer sees of one input channel.
  func seen(ofInput channel: Int) -> Range<Int> {
    switch pieces[channel] {
    case .channel(_, let place): place..<place + 1
    case .row(let table, let place): place..<place + table.shape.width
    }
  }
}

/// A tensor of which a batch changes few rows.
package struct SparseTensor: Sendable {
  /// Its elements in the flat vector.
  package let range: Range<Int>
  /// Elements of a row.
  package let width: Int
}

/// An embedding with its tables, for the loop over time.
final class EmbeddingRunner {
  private let embedding: InputEmbedding
  private var tables: [[Float]]
  /// Of each table, the first elements, in the flat vector, of the rows that a gradient has been added to since
  /// `forgetTouched`; some several times.
  private var touched: [[Int]]

  init(_ embedding: InputEmbedding) {
    self.embedding = embedding
    tables = embedding.tables.map { Array(repeating: 0, count: $0.range.count) }
    touched = Array(repeating: [], count: tables.count)
  }

  func load(_ parameters: [Float]) {
    for (index, table) in embedding.tables.enumerated() {
      tables[index].withUnsafeMutableBufferPointer { own in
        parameters.withUnsafeBufferPointer { all in _ = own.update(fromContentsOf: all[table.range]) }
      }
    }
  }

  func forward(_ raw: UnsafePointer<Float>, to seen: UnsafeMutablePointer<Float>) {
    let lanes = LaneShard.lanes
    var index = 0
    for (channel, piece) in embedding.pieces.enumerated() {
      let values = raw + channel * lanes
      switch piece {
      case .channel(_, let place): (seen + place * lanes).update(from: values, count: lanes)
      case .row(let table, let place):
        write(table.shape, tables[index], values, to: seen + place * lanes)
        index += 1
      }
    }
  }

  private func write(
    _ table: EmbeddingTable, _ rows: [Float], _ values: UnsafePointer<Float>,
    to seen: UnsafeMutablePointer<Float>
  ) {
    let (lanes, width) = (LaneShard.lanes, table.width)
    rows.withUnsafeBufferPointer { rows in
      for lane in 0..<lanes {
        if let row = table.row(values[lane]) {
          for place in 0..<width { seen[place * lanes + lane] = rows[row * width + place] }
        } else {
          for place in 0..<width { seen[place * lanes + lane] = 0 }
        }
      }
    }
  }

  /// Adds the gradient with respect to the channels that are seen as they are to `rawGradient`, `[I]`: an index has none.
  func backward(_ seenGradient: UnsafePointer<Float>, to rawGradient: UnsafeMutablePointer<Float>) {
    let lanes = LaneShard.lanes
    for case .channel(let channel, let place) in embedding.pieces {
      for lane in 0..<lanes { rawGradient[channel * lanes + lane] += seenGradient[place * lanes + lane] }
    }
  }

  func forgetTouched() { for index in touched.indices { touched[index].removeAll(keepingCapacity: true) } }

  func forEachTouchedRow(_ body: (_ tensor: Int, _ first: Int) -> Void) {
    for (tensor, rows) in touched.enumerated() { for first in rows { body(tensor, first) } }
  }

  /// Adds the tables' gradient of some steps to a flat vector.
  ///
  /// - Parameters:
  ///   - rows: the raw channels of the first step; those of the next are `stride` rows later.
  ///   - seenGradient: `[steps, X]`.
  func accumulateGradients(
    steps: Int, rows: UnsafePointer<Float>, stride: Int, seenGradient: UnsafePointer<Float>,
    into gradient: inout [Float]
  ) {
    let (lanes, all) = (LaneShard.lanes, embedding.width)
    gradient.withUnsafeMutableBufferPointer { gradient in
      for step in 0..<steps {
        for (index, table) in embedding.tables.enumerated() {
          let (shape, width) = (table.shape, table.shape.width)
          let values = rows + (step * stride + shape.channel) * lanes
          let from = seenGradient + (step * all + table.place) * lanes
          for lane in 0..<lanes {
            guard let row = shape.row(values[lane]) else { continue }
            let first = table.range.lowerBound + row * width
            touched[index].append(first)
            for element in 0..<width { gradient[first + element] += from[element * lanes + lane] }
          }
        }
      }
    }
  }
}
