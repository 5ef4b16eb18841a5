import Text

/// Some sequences of possibly different lengths: what a training step is made from, and what a network is run on.
///
///     // Arrays of [sequence][step][channel]; the second sequence is shorter, and one of its targets is missing.
///     let batch = try SequenceBatch(
///       inputs: [[[0.1], [0.4], [0.2]], [[0.3], [0.9]]],
///       targets: [[[1], [0], [1]], [[.nan], [1]]],
///       elapsed: [[1, 0.5, 2], [1, 1]])
///
/// Inside, the sequences are padded to the longest and lie one after the other.
public struct SequenceBatch: Sendable {
  /// The number of sequences.
  public let count: Int
  /// The length of the longest sequence.
  public let steps: Int
  /// Inputs at each step.
  public let inputWidth: Int
  /// Targets at each step; 0 where the batch has none.
  public let targetWidth: Int
  /// Each sequence's own length, `[count]`, between 1 and `steps`.
  public let lengths: [Int]
  /// `[count, steps, inputWidth]`; what lies after a sequence's end is never read.
  public let inputs: [Float]
  /// Elapsed time of each step, `[count, steps]`, finite and at least 0.
  public let elapsed: [Float]
  /// `[count, steps, targetWidth]`; class indices (`targetWidth` 1) for cross-entropy.
  public let targets: [Float]
  /// How much each target counts, `[count, steps, targetWidth]`: 0 where it is missing.
  public let targetWeights: [Float]
  /// Whether the outputs of a sequence's last step are replaced by the means over all its steps, with which its targets
  /// are compared; those of other steps must not count then.
  public let averagesOutputs: Bool

  /// A batch whose values are known to be sound: finite inputs, elapsed times of at least 0, weights of at least 0.
  package init(
    unchecked count: Int, steps: Int, inputWidth: Int, targetWidth: Int, lengths: [Int], inputs: [Float],
    elapsed: [Float], targets: [Float], targetWeights: [Float], averagesOutputs: Bool = false
  ) {
    precondition(lengths.count == count && lengths.allSatisfy { (1...max(steps, 1)).contains($0) })
    precondition(inputs.count == count * steps * inputWidth, "inputs: \(inputs.count) elements")
    precondition(elapsed.count == count * steps, "elapsed: \(elapsed.count) elements")
    precondition(targets.count == count * steps * targetWidth, "targets: \(targets.count) elements")
    precondition(targetWeights.count == targets.count, "weights: \(targetWeights.count) elements")
    self.count = count
    self.steps = steps
    self.inputWidth = inputWidth
    self.targetWidth = targetWidth
    self.lengths = lengths
    self.inputs = inputs
    self.elapsed = elapsed
    self.targets = targets
    self.targetWeights = targetWeights
    self.averagesOutputs = averagesOutputs
  }

  /// Makes a batch from nested arrays, one per sequence; sequences may have different lengths.
  ///
  /// - Parameters:
  ///   - inputs: `[sequence][step][channel]`, finite; at least one sequence, none of them empty.
  ///   - targets: `[sequence][step][target]`, of the same lengths; NaN where one is missing. Class indices, one per
  ///     step, for cross-entropy. Nil for sequences that a network is only run on.
  ///   - weights: how much each target counts, as `targets`, at least 0; nil: all count the same.
  ///   - elapsed: the elapsed time of each step, `[sequence][step]`, finite and at least 0; nil: every step lasts 1.
  ///     The first step's is the time that the network has for the first inputs.
  /// - Throws: where one of them is not so, with its place.
  public init(
    inputs: [[[Float]]], targets: [[[Float]]]? = nil, weights: [[[Float]]]? = nil, elapsed: [[Float]]? = nil
  ) throws(SequenceBatchError) {
    guard !inputs.isEmpty else { throw .empty }
    if let sequence = inputs.firstIndex(where: \.isEmpty) { throw .emptySequence(sequence) }
    let shape = NestedShape(lengths: inputs.map(\.count))
    let width = inputs[0][0].count
    guard width > 0 else { throw .noInputs }
    let flatInputs = try shape.flat(inputs, role: .input, width: width) { $0.isFinite }
    let targetWidth = targets?.first?.first?.count ?? 0
    // Infinite targets are refused; NaN says that one is missing.
    let flatTargets = try targets.map { targets throws(SequenceBatchError) in
      try shape.flat(targets, role: .target, width: targetWidth) { !$0.isInfinite }
    }
    let flatWeights = try weights.map { weights throws(SequenceBatchError) in
      guard targets != nil else { throw .weightsWithoutTargets }
      return try shape.flat(weights, role: .weight, width: targetWidth) { $0 >= 0 && $0.isFinite }
    }
    let times = try elapsed.map { elapsed throws(SequenceBatchError) in
      try shape.flat(elapsed.map { $0.map { [$0] } }, role: .elapsedTime, width: 1) { $0 >= 0 && $0.isFinite }
    }
    let values = flatTargets ?? []
    self.init(
      unchecked: shape.lengths.count, steps: shape.steps, inputWidth: width, targetWidth: targetWidth,
      lengths: shape.lengths, inputs: flatInputs,
      elapsed: times ?? Array(repeating: 1, count: shape.lengths.count * shape.steps),
      targets: values.map { $0.isNaN ? 0 : $0 },
      targetWeights: values.indices.map { values[$0].isNaN ? 0 : flatWeights?[$0] ?? 1 })
  }
}

/// The lengths of nested arrays, by which others must be nested too.
private struct NestedShape {
  let lengths: [Int]

  var steps: Int { lengths.max() ?? 0 }

  /// The arrays one after the other, padded with zeros: `[sequences, steps, width]`.
  func flat(
    _ nested: [[[Float]]], role: SequenceBatchError.Role, width: Int, isAllowed: (Float) -> Bool
  ) throws(SequenceBatchError) -> [Float] {
    guard nested.count == lengths.count else {
      throw .sequenceCount(role, nested.count, expected: lengths.count)
    }
    var flat = [Float](repeating: 0, count: lengths.count * steps * width)
    for (sequence, rows) in nested.enumerated() {
      guard rows.count == lengths[sequence] else {
        throw .stepCount(role, rows.count, expected: lengths[sequence], sequence: sequence)
      }
      for (step, row) in rows.enumerated() {
        guard row.count == width else {
          throw .width(role, row.count, expected: width, sequence: sequence, step: step)
        }
        let first = (sequence * steps + step) * width
        for (channel, value) in row.enumerated() {
          guard isAllowed(value) else { throw .value(role, value, sequence: sequence, step: step) }
          flat[first + channel] = value
        }
      }
    }
    return flat
  }
}

extension SequenceBatch {
  /// The sequences at these indices, in their order and padded to the longest of them.
  package func selecting(_ indices: [Int]) -> SequenceBatch {
    let chosen = indices.map { lengths[$0] }
    let longest = chosen.max() ?? 0
    func gather(_ values: [Float], width: Int) -> [Float] {
      var result: [Float] = []
      result.reserveCapacity(indices.count * longest * width)
      for index in indices {
        let first = index * steps * width
        result += values[first..<first + longest * width]
      }
      return result
    }
    return SequenceBatch(
      unchecked: indices.count, steps: longest, inputWidth: inputWidth, targetWidth: targetWidth,
      lengths: chosen, inputs: gather(inputs, width: inputWidth), elapsed: gather(elapsed, width: 1),
      targets: gather(targets, width: targetWidth), targetWeights: gather(targetWeights, width: targetWidth),
      averagesOutputs: averagesOutputs)
  }
}

/// Why arrays are no batch of sequences.
public enum SequenceBatchError: Error, Sendable, Hashable {
  /// What an array is for.
  public enum Role: String, Sendable, Hashable {
    case input, target, weight
    case elapsedTime = "elapsed time"
  }

  case empty
  case emptySequence(Int)
  case noInputs
  case weightsWithoutTargets
  case sequenceCount(Role, Int, expected: Int)
  case stepCount(Role, Int, expected: Int, sequence: Int)
  case width(Role, Int, expected: Int, sequence: Int, step: Int)
  /// A value that such an array cannot have.
  case value(Role, Float, sequence: Int, step: Int)
}

extension SequenceBatchError: WordedError {
  public var description: String {
    switch self {
    case .empty: "the batch has no sequence"
    case .emptySequence(let sequence): "sequence \(sequence) has no step"
    case .noInputs: "the steps have no inputs"
    case .weightsWithoutTargets: "there are weights of targets, but no targets"
    case .sequenceCount(let role, let count, let expected):
      "\(role.rawValue)s of \(counted(count, "sequence")), and inputs of \(expected)"
    case .stepCount(let role, let count, let expected, let sequence):
      "sequence \(sequence) has \(role.rawValue)s of \(counted(count, "step")), and inputs of \(expected)"
    case .width(let role, let count, let expected, let sequence, let step):
      "step \(step) of sequence \(sequence) has \(counted(count, role.rawValue)), others have \(expected)"
    case .value(let role, let value, let sequence, let step):
      "the \(role.rawValue) \(value) in step \(step) of sequence \(sequence) \(role.rule)"
    }
  }
}

extension SequenceBatchError.Role {
  /// What a value is not.
  fileprivate var rule: String {
    switch self {
    case .input: "is not a finite number; fill gaps first, such as with the last known value"
    case .target: "is infinite; a missing target is NaN"
    case .weight, .elapsedTime: "is not a finite number of at least 0"
    }
  }
}
