import Foundation
import Liquid

extension TapeNetwork {
  /// A stack whose layers are all written for a tape; nil for others.
  package static func stack(_ cell: Stack, parameters: [Double]) -> TapeNetwork? {
    let cells = cell.options.layers.compactMap { try? CellRegistry.makeCell($0) }
    let layers = cells.compactMap { layer(of: $0) }
    guard layers.count == cell.options.layers.count, let last = layers.last else { return nil }
    let stack = TapeStack(cell: cell, layers: layers)
    return TapeNetwork(
      layout: cell.layout, parameters: parameters, stateCount: stack.stateCount, read: last.read,
      readStart: stack.readStart, counts: stack.counts, inputMap: .none, outputMap: last.outputMap,
      projection: last.projection, step: { stack.step($0) })
  }

  private static func layer(of cell: any NetworkCell) -> TapeNetwork? {
    let parameters = [Double](repeating: 0, count: cell.layout.count)
    switch cell {
    case let cell as LTC where cell.options.solver == .fused: return ltc(cell, parameters: parameters)
    case let cell as CfC where cell.options.heads == .strict: return cfc(cell, parameters: parameters)
    case let cell as LSTM: return lstm(cell, parameters: parameters)
    case let cell as GRU: return gru(cell, parameters: parameters)
    case let cell as CTGRU: return ctgru(cell, parameters: parameters)
    default: return nil
    }
  }
}

/// The step of a stack as its documentation reads: states are the neurons' from the last layer to the first, what else
/// each layer keeps in the same order, the pool's counts, and what is read.
private struct TapeStack: Sendable {
  let options: Stack.Options
  let layers: [TapeNetwork]
  let stateCount: Int
  let readStart: Int
  let counts: Range<Int>
  /// By layer.
  private let neurons: [Range<Int>]
  private let extras: [Range<Int>]

  init(cell: Stack, layers: [TapeNetwork]) {
    options = cell.options
    self.layers = layers
    var place = 0
    func next(_ count: Int) -> Range<Int> {
      place += count
      return place - count..<place
    }
    let sizes = zip(cell.options.layers, layers).map { (own: $0.wiring.neurons, all: $1.stateCount) }
    neurons = sizes.reversed().map { next($0.own) }.reversed()
    extras = sizes.reversed().map { next($0.all - $0.own) }.reversed()
    counts = next([Pooling.last: 0, .mean: 1, .max: 1, .attention: 2][options.pooling] ?? 0)
    let last = layers[layers.count - 1]
    let isChanged =
      last.projection != nil && (options.normalizesLayers || options.isResidual || options.dropout > 0)
    let hasRead = options.pooling != .last || isChanged
    readStart = hasRead ? place : 0
    stateCount = hasRead ? place + last.read : place
  }

  func step(_ seen: TapeNetwork.Seen) -> TapeNetwork.Step {
    var states = seen.state
    var constants = [Double](repeating: .nan, count: neurons[0].upperBound)
    var x = embedded(seen)
    for (index, layer) in layers.enumerated() {
      let weights = own(layer, index, seen.weights, filler: x[0] * 0)
      let before = seen.state[neurons[index]] + seen.state[extras[index]]
      let step = layer.step(
        .init(
          weights: weights, inputs: x, mapped: weights.map(x, name: "input", map: layer.inputMap),
          state: Array(before), elapsed: seen.elapsed))
      let count = neurons[index].count
      states.replaceSubrange(neurons[index], with: step.state[..<count])
      states.replaceSubrange(extras[index], with: step.state[count...])
      if step.timeConstants.count == count {
        constants.replaceSubrange(neurons[index], with: step.timeConstants)
      }
      x = given(step.state, x, index, seen.weights)
    }
    if readStart > 0 { pool(x, before: seen.state, seen.weights, into: &states) }
    return .init(state: states, timeConstants: constants)
  }

  /// The channels that the first layer sees. Every row of a table takes part, all but one with the weight 0: which one it
  /// is does not change what depends on what.
  private func embedded(_ seen: TapeNetwork.Seen) -> [Scalar] {
    seen.inputs.enumerated().flatMap { channel, input -> [Scalar] in
      guard let index = options.embeddings.firstIndex(where: { $0.channel == channel }) else { return [input] }
      let table = options.embeddings[index]
      return (0..<table.width).map { element in
        let terms = (0..<table.levels).map { level in
          seen.weights["embedding\(index + 1)", level * table.width + element]
            * (Double(level) == input.value.rounded() ? 1 : 0)
        }
        return terms.dropFirst().reduce(terms[0], +)
      }
    }
  }

  /// A layer's weights under the names that its cell knows.
  private func own(
    _ layer: TapeNetwork, _ index: Int, _ all: TapeWeights, filler: Scalar
  ) -> TapeWeights {
    let isLast = index == layers.count - 1
    let values = layer.layout.entries.flatMap { entry -> [Scalar] in
      let isOfReadout = ["output_w", "output_b", "readout_w", "readout_b"].contains(entry.name)
      // Nothing reads these: a layer below gives its states as they are.
      if isOfReadout && !isLast { return entry.range.map { _ in filler } }
      let name = isOfReadout ? entry.name : "layer\(index + 1).\(entry.name)"
      return entry.range.indices.map { all[name, $0 - entry.range.lowerBound] }
    }
    return TapeWeights(layout: layer.layout, values: values)
  }

  /// What a layer that has seen x gives: the states that its readout would read, normalised, plus x.
  private func given(_ state: [Scalar], _ x: [Scalar], _ index: Int, _ weights: TapeWeights) -> [Scalar] {
    let layer = layers[index]
    var given = Array(state.prefix(layer.read))
    guard index < layers.count - 1 || layer.projection != nil else { return given }
    if options.normalizesLayers {
      let count = Double(given.count)
      let mean = given.dropFirst().reduce(given[0], +) * (1 / count)
      let squares = given.map { ($0 - mean) * ($0 - mean) }
      let variance = squares.dropFirst().reduce(squares[0], +) * (1 / count)
      let deviation = variance.map({ $0 + 1e-5 }, slope: { _ in 1 }).squareRoot
      given = given.enumerated().map { place, value in
        (value - mean) / deviation * weights["layer\(index + 1).norm_w", place]
          + weights["layer\(index + 1).norm_b", place]
      }
    }
    return options.isResidual && given.count == x.count ? zip(given, x).map(+) : given
  }

  private func pool(
    _ x: [Scalar], before: [Scalar], _ weights: TapeWeights, into states: inout [Scalar]
  ) {
    let (read, counts) = (readStart..<readStart + x.count, Array(before[counts]))
    let earlier = Array(before[read])
    func count(_ index: Int, _ value: Scalar) { states[self.counts.lowerBound + index] = value }
    switch options.pooling {
    case .last: states.replaceSubrange(read, with: x)
    case .mean:
      let number = counts[0].map({ $0 + 1 }, slope: { _ in 0 }).constant
      count(0, number)
      states.replaceSubrange(read, with: zip(earlier, x).map { $0 + ($1 - $0) * (1 / number.value) })
    case .max:
      let isFirst = counts[0].value == 0
      count(0, counts[0].map({ $0 + 1 }, slope: { _ in 0 }).constant)
      states.replaceSubrange(
        read,
        with: zip(earlier, x).map { earlier, x in
          // Both take part, whichever is larger.
          let keeps = !isFirst && x.value <= earlier.value
          return earlier * (keeps ? 1 : 0) + x * (keeps ? 0 : 1)
        })
    case .attention:
      let score = Scalar.dot(x.indices.map { weights["pool_query", $0] }, x, plus: x[0] * 0)
      let isFirst = counts[1].value == 0
      // The weights are relative to the largest score, on which nothing depends.
      let top = isFirst || score.value > counts[0].value ? score.value : counts[0].value
      let share = score.map({ exp($0 - top) }, slope: { exp($0 - top) })
      let sum = counts[1] * (isFirst ? 0 : exp(counts[0].value - top)) + share
      count(0, score.map({ _ in top }, slope: { _ in 0 }).constant)
      count(1, sum)
      states.replaceSubrange(read, with: zip(earlier, x).map { $0 + ($1 - $0) * share / sum })
    }
  }
}
