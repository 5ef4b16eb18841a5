import CLiquidKernels

// Shapes, in rows of 16 floats, one lane per parameter: a block has R states that are kept and V rows of parameters
//   block [R, V]     its outputs [O, V]

/// The derivatives of a network's states with respect to its parameters, carried from step to step.
///
/// Only those of some states are kept for each parameter: all that it can reach (exact), or by the `SnAp`
/// approximation those within a number of synapses. The recursion is that of real-time recurrent learning,
///
///     J <- (dv'/dv) J + dv'/dp
///
/// over each sub-step, with what is not kept taken for 0.
///
/// Sources: Williams and Zipser, "A learning algorithm for continually running fully recurrent neural networks", 1989;
/// Menick et al., "Practical real time recurrent learning with a sparse approximation", ICLR 2021.
final class SensitivityTable {
  private let graph: StepGraph
  private let blocks: [Block]
  /// Of all blocks, one after the other.
  let values = LaneBuffer()
  /// As large as the largest block.
  private let other = LaneBuffer()
  private let coefficientStride: Int

  /// Floats of `values`.
  let count: Int
  /// Floats that `readOutputs` writes.
  let outputCount: Int

  private struct Block {
    /// Of each column; nil where it pads.
    let parameters: [Int?]
    let vectors: Int
    /// Those that are kept, ascending.
    let states: [Int]
    let kept: OnlineSums
    let direct: OnlineSums
    /// The outputs from the block's states; see `OutputWeights`.
    let outputs: OnlineSums
    /// The gradient from those outputs.
    let gradient: OnlineSums
    let first: Int
    let firstOutput: Int
  }

  /// - Parameter outputs: which outputs the readout makes of which states.
  init(graph: StepGraph, method: OnlineMethod, outputs: OutputWeights) {
    self.graph = graph
    coefficientStride = LaneShard.count(sequences: graph.coefficients) * LaneShard.lanes
    var patterns = SensitivityPatterns(graph: graph, outputs: outputs)
    var (blocks, first, firstOutput, largest): ([Block], Int, Int, Int) = ([], 0, 0, 0)
    for group in graph.groups {
      let states = patterns.states(of: group, method: method)
      let pattern = patterns.pattern(states)
      for start in stride(from: 0, to: group.parameters.count, by: Self.widest) {
        let parameters = Array(group.parameters[start..<min(start + Self.widest, group.parameters.count)])
        let vectors = LaneShard.count(sequences: parameters.count)
        blocks.append(
          Block(
            parameters: parameters, vectors: vectors, states: states, kept: pattern.kept,
            direct: patterns.direct(group, states: states, offset: start), outputs: pattern.outputs,
            gradient: pattern.gradient, first: first, firstOutput: firstOutput))
        let size = vectors * LaneShard.lanes
        first += states.count * size
        firstOutput += pattern.outputs.count * size
        largest = max(largest, states.count * size)
      }
    }
    self.blocks = blocks
    (count, outputCount) = (first, firstOutput)
    values.reserve(count)
    other.reserve(max(largest, Self.widest))
  }

  /// Parameters of a block: with the states of a network of 32 neurons they stay in the level 1 cache.
  private static let widest = 64

  /// Takes the derivatives through a step that has just run.
  func advance(_ step: any OnlineStep) {
    let (coefficients, vectors) = (step.coefficients.base, step.direct.base)
    for block in blocks {
      block.kept.withKernelSums { kept in
        block.direct.withKernelSums { direct in
          liquid_online_advance(
            Int32(block.vectors), kept, direct, Int32(graph.subSteps), coefficients, Int64(coefficientStride),
            vectors, Int64(graph.directWidth), values.base + block.first, other.base)
        }
      }
    }
  }

  /// Writes the derivatives of the outputs, `[outputCount]`.
  ///
  /// - Parameter weights: the derivative of each output with respect to each state that is read; see `OutputWeights`.
  func readOutputs(weights: UnsafePointer<Float>, to outputs: UnsafeMutablePointer<Float>) {
    for block in blocks where block.outputs.count > 0 {
      block.outputs.withKernelSums {
        liquid_online_combine(
          Int32(block.vectors), $0, weights, values.base + block.first, outputs + block.firstOutput)
      }
    }
  }

  /// Adds the gradient with respect to the parameters that the states depend on to a flat vector.
  ///
  /// - Parameters:
  ///   - outputGradient: the loss's with respect to the outputs.
  ///   - outputs: what `readOutputs` wrote.
  func accumulateGradient(
    _ outputGradient: UnsafePointer<Float>, outputs: UnsafePointer<Float>, into gradient: inout [Float]
  ) {
    for block in blocks where block.outputs.count > 0 {
      block.gradient.withKernelSums {
        liquid_online_combine(
          Int32(block.vectors), $0, outputGradient, outputs + block.firstOutput, other.base)
      }
      for (column, parameter) in block.parameters.enumerated() {
        if let parameter { gradient[parameter] += other.base[column] }
      }
    }
  }

  func clear() { values.clear(count) }

  /// Sets the derivatives of states to 0: they do not depend on any parameter from now on.
  func hold(_ held: Set<Int>) {
    if held.isEmpty { return }
    for block in blocks {
      let width = block.vectors * LaneShard.lanes
      for (place, state) in block.states.enumerated() where held.contains(state) {
        (values.base + block.first + place * width).update(repeating: 0, count: width)
      }
    }
  }
}

/// Which outputs depend on which states: some states that lie one after the other, each on an output of its own, or all
/// on all where there is a dense layer between.
struct OutputWeights {
  let outputs: Int
  let read: Int
  /// The first state that is read.
  let start: Int
  let isDense: Bool

  /// The number of weights: `[outputs, read]` where dense, else `[outputs]`.
  var count: Int { isDense ? outputs * read : outputs }

  /// The weights by which an output depends on some states: their places among those states, and that of the weight.
  func terms(output: Int, states: [Int]) -> [liquid_online_term] {
    states.enumerated().filter { (start..<start + read).contains($1) && (isDense || $1 - start == output) }
      .map { place, state in
        liquid_online_term(
          place: Int32(place), coefficient: Int32(isDense ? output * read + state - start : output))
      }
  }
}

/// Finds which states are kept for which parameters, and what of a step concerns them.
private struct SensitivityPatterns {
  struct Pattern {
    let kept: OnlineSums
    let outputs: OnlineSums
    let gradient: OnlineSums
  }

  private let graph: StepGraph
  private let weights: OutputWeights
  private let arriving: [[StepGraph.Edge]]
  private let leaving: [[Int]]
  /// Blocks that keep the same states share what is said about them.
  private var patterns: [[Int]: Pattern] = [:]

  init(graph: StepGraph, outputs: OutputWeights) {
    self.graph = graph
    weights = outputs
    var arriving = [[StepGraph.Edge]](repeating: [], count: graph.states)
    var leaving = [[Int]](repeating: [], count: graph.states)
    for edge in graph.edges {
      arriving[edge.target].append(edge)
      leaving[edge.source].append(edge.target)
    }
    (self.arriving, self.leaving) = (arriving, leaving)
  }

  /// The states that are kept for a group of parameters, ascending.
  func states(of group: StepGraph.Group, method: OnlineMethod) -> [Int] {
    var found = Set(group.terms.map(\.target))
    var newest = found
    for _ in 0..<(method.furtherSynapses ?? graph.states) where !newest.isEmpty {
      newest = Set(newest.flatMap { leaving[$0] }).subtracting(found)
      found.formUnion(newest)
    }
    return found.sorted()
  }

  mutating func pattern(_ states: [Int]) -> Pattern {
    if let known = patterns[states] { return known }
    let places = Dictionary(uniqueKeysWithValues: states.enumerated().map { ($1, $0) })
    let kept = states.map { state in
      arriving[state].compactMap { edge in
        places[edge.source].map {
          liquid_online_term(place: Int32($0), coefficient: Int32(edge.coefficient))
        }
      }
    }
    let outputs = (0..<weights.outputs).map { (output: $0, terms: weights.terms(output: $0, states: states)) }
      .filter { !$0.terms.isEmpty }
    let gradient = outputs.enumerated().map { place, output in
      liquid_online_term(place: Int32(place), coefficient: Int32(output.output))
    }
    let pattern = Pattern(
      kept: OnlineSums(kept), outputs: OnlineSums(outputs.map(\.terms)), gradient: OnlineSums([gradient]))
    patterns[states] = pattern
    return pattern
  }

  func direct(_ group: StepGraph.Group, states: [Int], offset: Int) -> OnlineSums {
    let terms = Dictionary(grouping: group.terms, by: \.target)
    return OnlineSums(
      states.map { state in
        (terms[state] ?? []).map { term in
          liquid_online_term(
            place: Int32((term.place + offset) / LaneShard.lanes), coefficient: Int32(term.coefficient))
        }
      })
  }
}

/// Sums of terms as the kernels read them.
final class OnlineSums {
  let count: Int
  // Owned, of fixed size, written only by init and freed in deinit.
  private let starts: UnsafeMutablePointer<Int32>
  private let terms: UnsafeMutablePointer<liquid_online_term>

  init(_ sums: [[liquid_online_term]]) {
    count = sums.count
    starts = .allocate(capacity: sums.count + 1)
    starts.initialize(repeating: 0, count: sums.count + 1)
    for (index, sum) in sums.enumerated() { starts[index + 1] = starts[index] + Int32(sum.count) }
    terms = .allocate(capacity: Int(starts[sums.count]))
    for (index, term) in sums.joined().enumerated() { (terms + index).initialize(to: term) }
  }

  deinit {
    starts.deallocate()
    terms.deallocate()
  }

  /// Calls a kernel with the sums.
  func withKernelSums(_ body: (UnsafePointer<liquid_online_sums>) -> Void) {
    var sums = liquid_online_sums(count: Int32(count), starts: starts, terms: terms)
    body(&sums)
  }
}
