// Shapes, in rows of 16 floats, one lane per sequence: I input channels, X channels that the first layer sees

/// An embedding with its tables, for the loop over time.
final class EmbeddingRunner {
  private let embedding: InputEmbedding
  private var tables: [[Float]]
  /// Of each table, the first elements, in the flat vector, of the rows that a gradient has been added to since
  /// `forgetTouched`; some several times.
  private var touched: [[Int]]
  /// The row of each table in each step, `[slots, tables, 16]`; -1 where there is none.
  private var chosen: [Int32] = []

  private let wordDropout: Double
  private var dropoutSeed: UInt64?
  private var sequences = 0..<0

  /// - Parameter wordDropout: the chance that a category is left out in a step while a network learns.
  init(_ embedding: InputEmbedding, wordDropout: Double) {
    self.embedding = embedding
    self.wordDropout = wordDropout
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

  /// Begins with a shard; see `ShardRunner`.
  func begin(dropoutSeed: UInt64?, sequences: Range<Int>) {
    self.dropoutSeed = wordDropout > 0 ? dropoutSeed : nil
    self.sequences = sequences
    for index in touched.indices { touched[index].removeAll(keepingCapacity: true) }
  }

  func reserve(slots: Int) {
    let count = slots * tables.count * LaneShard.lanes
    if chosen.count < count { chosen = Array(repeating: -1, count: count) }
  }

  func forward(_ place: StepPlace, to seen: UnsafeMutablePointer<Float>) {
    let lanes = LaneShard.lanes
    var index = 0
    for (channel, piece) in embedding.pieces.enumerated() {
      let values = place.inputs + channel * lanes
      switch piece {
      case .channel(_, let first): (seen + first * lanes).update(from: values, count: lanes)
      case .row(let table, let first):
        for lane in 0..<lanes {
          let row = isDropped(place, table: index, lane: lane) ? nil : table.shape.row(values[lane])
          chosen[(place.slot * tables.count + index) * lanes + lane] = row.map { Int32($0) } ?? -1
          write(row, ofTable: index, width: table.shape.width, to: seen + first * lanes + lane)
        }
        index += 1
      }
    }
  }

  /// The same for a step whenever it is run, so that a step can be run once more.
  private func isDropped(_ place: StepPlace, table: Int, lane: Int) -> Bool {
    guard let dropoutSeed else { return false }
    let sequence = UInt64(sequences.lowerBound + lane)
    var generator = SeededGenerator(
      seed: dropoutSeed ^ (sequence << 36) ^ (UInt64(table) << 56) ^ UInt64(place.step))
    return generator.uniform() < wordDropout
  }

  /// Writes a row of a table, or zeros, to one lane.
  private func write(_ row: Int?, ofTable index: Int, width: Int, to seen: UnsafeMutablePointer<Float>) {
    let lanes = LaneShard.lanes
    guard let row else {
      for place in 0..<width { seen[place * lanes] = 0 }
      return
    }
    tables[index].withUnsafeBufferPointer { table in
      for place in 0..<width { seen[place * lanes] = table[row * width + place] }
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
        for (index, table) in embedding.tables.enumerated() {
          let width = table.shape.width
          let from = seenGradient + (step * all + table.place) * lanes
          for lane in 0..<lanes {
            let row = chosen[(step * tables.count + index) * lanes + lane]
            guard row >= 0 else { continue }
            let first = table.range.lowerBound + Int(row) * width
            touched[index].append(first)
            for element in 0..<width { gradient[first + element] += from[element * lanes + lane] }
          }
        }
      }
    }
  }
}
