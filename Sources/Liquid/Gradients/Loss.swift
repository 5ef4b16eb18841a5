/// What training minimises, per step of a sequence, averaged over all targets that count by their weights.
public enum Loss: Sendable, Hashable {
  /// (output - target)^2.
  case meanSquaredError
  /// |output - target|.
  case meanAbsoluteError
  /// Half the squared error up to `delta`, above it `delta` (|error| - `delta` / 2).
  case huber(delta: Double)
  /// -log softmax(outputs)[class]; a step has one target, the class's index.
  case crossEntropy
  /// -log of the probability of the target, 0 or 1, where an output is the logit of a 1.
  case binaryCrossEntropy

  /// A loss without its numbers; the raw value is its name in files and on the command line.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case meanSquaredError = "mse"
    case meanAbsoluteError = "mae"
    case huber
    case crossEntropy = "cross-entropy"
    case binaryCrossEntropy = "binary-cross-entropy"
  }

  /// Where a Huber loss turns from a parabola into lines, by default.
  public static let standardDelta = 1.0

  /// A loss by its kind.
  ///
  /// - Parameter delta: for `huber`, finite and above 0.
  public init(_ kind: Kind, delta: Double = standardDelta) {
    require(delta.isFinite && delta > 0, "a Huber loss with delta \(delta): it must be finite and above 0")
    switch kind {
    case .meanSquaredError: self = .meanSquaredError
    case .meanAbsoluteError: self = .meanAbsoluteError
    case .huber: self = .huber(delta: delta)
    case .crossEntropy: self = .crossEntropy
    case .binaryCrossEntropy: self = .binaryCrossEntropy
    }
  }

  /// The loss without its numbers.
  public var kind: Kind {
    switch self {
    case .meanSquaredError: .meanSquaredError
    case .meanAbsoluteError: .meanAbsoluteError
    case .huber: .huber
    case .crossEntropy: .crossEntropy
    case .binaryCrossEntropy: .binaryCrossEntropy
    }
  }

  /// Such as `mse`.
  public var name: String { kind.rawValue }
}

extension Loss: CaseIterable {
  /// One of each kind.
  public static let allCases = Kind.allCases.map { Loss($0) }
}

extension Loss {
  /// Throws where a number of the loss is outside of what is allowed.
  func validate() throws(NetworkError) {
    guard case .huber(let delta) = self, !(delta.isFinite && delta > 0) else { return }
    throw .option(name: "the delta of a Huber loss", value: "\(delta)", allowed: "a finite number above 0")
  }

  /// Throws where a target that counts is none that the loss can take, for a network with so many outputs.
  func check(_ batch: SequenceBatch, outputs: Int) throws(NetworkError) {
    let targets = self == .crossEntropy ? 1 : outputs
    guard batch.targetWidth == targets else { throw .targetCount(batch.targetWidth, expected: targets) }
    guard self == .crossEntropy || self == .binaryCrossEntropy else { return }
    for sequence in 0..<batch.count {
      for step in 0..<batch.lengths[sequence] {
        let first = (sequence * batch.steps + step) * targets
        for index in first..<first + targets where batch.targetWeights[index] != 0 {
          let value = batch.targets[index]
          if self == .crossEntropy {
            guard value >= 0, value < Float(outputs), value == value.rounded() else {
              throw .notAClass(value, classes: outputs, sequence: sequence, step: step)
            }
          } else if !(0...1).contains(value) {
            throw .notBinary(value, sequence: sequence, step: step)
          }
        }
      }
    }
  }

  /// The sum of the loss over all targets that count, and the sum of their weights: divide the one by the other, over
  /// as many batches as belong together, for the mean.
  ///
  /// - Parameter outputs: the raw network outputs, `[count, steps, width]`.
  package func total(
    outputs: [Float], width: Int, batch: SequenceBatch
  ) -> (sum: Double, weight: Double) {
    check(batch, outputs: outputs.count, width: width)
    let sum = outputs.withUnsafeBufferPointer {
      self.sum(over: batch, outputs: $0, width: width)
    }
    return (sum, batch.totalWeight)
  }

  private func check(_ batch: SequenceBatch, outputs: Int, width: Int) {
    precondition(
      outputs == batch.count * batch.steps * width,
      "\(outputs) outputs for \(batch.count) sequences of \(batch.steps) steps and \(width) outputs")
    precondition(
      batch.targetWidth == (self == .crossEntropy ? 1 : width),
      "\(batch.targetWidth) targets a step for \(width) outputs")
  }

  private func sum(
    over batch: SequenceBatch, outputs: UnsafeBufferPointer<Float>, width: Int
  ) -> Double {
    guard let outputs = outputs.baseAddress else { return 0 }
    var sum = 0.0
    batch.withTargets { values, weights in
      for sequence in 0..<batch.count {
        for row in sequence * batch.steps..<sequence * batch.steps + batch.lengths[sequence] {
          let target = row * batch.targetWidth
          sum += step(
            StepTargets(values: values + target, weights: weights + target, count: batch.targetWidth),
            width: width, outputs: .init(base: outputs + row * width, stride: 1), scale: 1, gradient: nil)
        }
      }
    }
    return sum
  }
}

extension SequenceBatch {
  /// The sum of the weights of all targets within the sequences' lengths.
  var totalWeight: Double {
    var total = 0.0
    for sequence in 0..<count {
      let first = sequence * steps * targetWidth
      for index in first..<(first + lengths[sequence] * targetWidth) { total += Double(targetWeights[index]) }
    }
    return total
  }
}

extension Loss {
  /// Measures the loss on one shard.
  ///
  /// - Parameters:
  ///   - scale: factor of each term: 1 over the sum of all weights of the batch.
  ///   - outputs: raw network outputs, `[steps, width, 16]`.
  ///   - gradient: receives the gradient with respect to them, same shape.
  /// - Returns: this shard's part of the batch's loss.
  package func evaluate(
    _ batch: SequenceBatch, shard: Int, steps: Int, width: Int, scale: Double, outputs: LaneBuffer,
    gradient: LaneBuffer
  ) -> Double {
    gradient.reserve(steps * width * LaneShard.lanes)
    gradient.clear(steps * width * LaneShard.lanes)
    var total = 0.0
    batch.withTargets { values, weights in
      for (lane, sequence) in LaneShard.sequences(of: batch, shard: shard).enumerated() {
        for step in 0..<batch.lengths[sequence] {
          let target = (sequence * batch.steps + step) * batch.targetWidth
          let element = step * width * LaneShard.lanes + lane
          total += self.step(
            StepTargets(values: values + target, weights: weights + target, count: batch.targetWidth),
            width: width, outputs: .init(base: outputs.base + element, stride: LaneShard.lanes),
            scale: scale, gradient: .init(base: gradient.base + element, stride: LaneShard.lanes))
        }
      }
    }
    return total * scale
  }
}

extension SequenceBatch {
  /// Gives access to the targets and their weights, each `[count, steps, targetWidth]`, for the duration of `body`.
  /// `body` is not called where there are none.
  func withTargets(_ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void) {
    targets.withUnsafeBufferPointer { values in
      targetWeights.withUnsafeBufferPointer { weights in
        if let values = values.baseAddress, let weights = weights.baseAddress { body(values, weights) }
      }
    }
  }
}

/// In files a loss is its name, such as `"mse"`; a Huber loss is `{"name": "huber", "delta": 1}`.
extension Loss: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, delta
  }

  public init(from decoder: any Decoder) throws {
    if let kind = try? decoder.singleValueContainer().decode(Kind.self) {
      self.init(kind)
      return
    }
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let delta = try values.decodeIfPresent(Double.self, forKey: .delta) ?? Self.standardDelta
    guard delta.isFinite, delta > 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .delta, in: values, debugDescription: "a Huber loss with delta \(delta)")
    }
    self.init(try values.decode(Kind.self, forKey: .name), delta: delta)
  }

  public func encode(to encoder: any Encoder) throws {
    guard case .huber(let delta) = self else {
      var container = encoder.singleValueContainer()
      try container.encode(kind)
      return
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .name)
    try container.encode(delta, forKey: .delta)
  }
}
