// Shapes, in rows of 16 floats, one lane per sequence: I input channels, X channels that the first layer sees

/// An embedding with its tables, for the loop over time.
final class EmbeddingRunner {
  private let embedding: InputEmbedding
  private var tables: [[Float]]
  /// Of each table, the first elements, in the flat vector, of the rows that a gradient has been added to since
  /// `begin`; some several times.
  private var touched: [[Int]]
  /// The row of each table in each step, `[slots, tables, 16]`; -1 where there is none.
  private var chosen: [Int32] = []

  private let wordDropout: Double
  private var draw: DropoutDraw?
  /// What the vectors that are not left out are multiplied by: it keeps the mean.
  private var factor: Float = 1

  /// - Parameter wordDropout: the chance that a category is left out in a step while a network learns.
  init(_ embedding: InputEmbedding, wordDropout: Double) {
    self.embedding = embedding
    self.wordDropout = wordDropout
    tables = embedding.tables.map { Array(repeating: 0, count: $0.range.count) }
    touched = Array(repeating: [], count: tables.count)
  }

  func load(_ parameters: [Float]) {
    for table in embedding.tables {
      tables[table.index].withUnsafeMutableBufferPointer { own in
        parameters.withUnsafeBufferPointer { all in _ = own.update(fromContentsOf: all[table.range]) }
      }
    }
  }

  /// Begins with a shard; nil: no category is left out in it.
  func begin(_ draw: DropoutDraw?) {
    self.draw = wordDropout > 0 ? draw : nil
    factor = self.draw == nil ? 1 : Float(1 / (1 - wordDropout))
    for index in touched.indices { touched[index].removeAll(keepingCapacity: true) }
  }

  func reserve(slots: Int) {
    let count = slots * tables.count * LaneShard.lanes
    if chosen.count < count { chosen = Array(repeating: -1, count: count) }
  }

  func forward(_ place: StepPlace, to seen: UnsafeMutablePointer<Float>) {
    let lanes = LaneShard.lanes
    for (channel, piece) in embedding.pieces.enumerated() {
      let values = place.inputs + channel * lanes
      switch piece {
      case .channel(_, let first): (seen + first * lanes).update(from: values, count: lanes)
      case .row(let table):
        for lane in 0..<lanes {
          let row = isDropped(place, table: table.index, lane: lane) ? nil : table.shape.row(values[lane])
          chosen[(place.slot * tables.count + table.index) * lanes + lane] = row.map { Int32($0) } ?? -1
          write(row, of: table, to: seen + table.place * lanes + lane)
        }
      }
    }
  }

  /// The same for a step whenever it is run, so that a step can be run once more.
  private func isDropped(_ place: StepPlace, table: Int, lane: Int) -> Bool {
    guard let draw, lane < draw.sequences.count else { return false }
    // Past the places of the layers' masks.
    var generator = draw.generator(lane: lane, place: Stack.Options.mostLayers + 1 + table, step: place.step)
    return generator.uniform() < wordDropout
  }

  /// Writes a row of a table, or zeros, to one lane.
  private func write(_ row: Int?, of table: InputEmbedding.Table, to seen: UnsafeMutablePointer<Float>) {
    let (lanes, width) = (LaneShard.lanes, table.shape.width)
    guard let row else {
      for place in 0..<width { seen[place * lanes] = 0 }
      return
    }
    tables[table.index].withUnsafeBufferPointer { rows in
      for place in 0..<width { seen[place * lanes] = rows[row * width + place] * factor }
    }
  }

  /// Adds the gradient with respect to the channels that are seen as they are to `rawGradient`, `[I]`: an index has none.
  func backward(_ seenGradient: UnsafePointer<Float>, to rawGradient: UnsafeMutablePointer<Float>) {
    let lanes = LaneShard.lanes
    for case .channel(let channel, let place) in embedding.pieces {
      for lane in 0..<lanes { rawGradient[channel * lanes + lane] += seenGradient[place * lanes + lane] }
    }
  }

  func forEachTouchedRow(_ body: (_ tensor: Int, _ first: Int) -> Void) {
    for (tensor, rows) in touched.enumerated() { for first in rows { body(tensor, first) } }
  }

  /// Adds the tables' gradient of some steps to a flat vector.
  ///
  /// - Parameter seenGradient: `[steps, X]`.
  func accumulateGradients(
    steps: Int, seenGradient: UnsafePointer<Float>, into gradient: inout [Float]
  ) {
    let (lanes, all) = (LaneShard.lanes, embedding.width)
    gradient.withUnsafeMutableBufferPointer { gradient in
      for step in 0..<steps {
        for table in embedding.tables {
          let width = table.shape.width
          let from = seenGradient + (step * all + table.place) * lanes
          for lane in 0..<lanes {
            let row = chosen[(step * tables.count + table.index) * lanes + lane]
            guard row >= 0 else { continue }
            let first = table.range.lowerBound + Int(row) * width
            touched[table.index].append(first)
            for element in 0..<width { gradient[first + element] += factor * from[element * lanes + lane] }
          }
        }
      }
    }
  }
}
