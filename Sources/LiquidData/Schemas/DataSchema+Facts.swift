import Liquid

extension DataSchema {
  public var isClassification: Bool { !classes.isEmpty }
  public var inputWidth: Int { inputs.reduce(0) { $0 + $1.width } }
  /// Classes, or target columns.
  public var outputWidth: Int { isClassification ? classes.count : targets.count }
  /// Numbers a step's target has: 1 for a class.
  public var targetWidth: Int { targets.count }
  public var loss: Loss { chosenLoss ?? (isClassification ? .crossEntropy : .meanSquaredError) }
  public var lossName: String { loss.name }
  public var targetSteps: TargetSteps { chosenTargetSteps ?? .all }
  /// Whether targets are right or wrong: classes, or numbers that are 0 or 1.
  public var hasAccuracy: Bool { isClassification || loss == .binaryCrossEntropy }
  /// The figure that is shown beside the loss and that results are compared by.
  public var metric: Metric { chosenMetric ?? (hasAccuracy ? .accuracy : .meanAbsoluteError) }
  /// Its name, such as "accuracy", or "mae" in the target's unit.
  public var metricName: String { metric.rawValue }

  /// One name a channel, safe to show: `speed`, `color=red`, `pulse present`.
  public var inputNames: [String] {
    inputs.flatMap { input -> [String] in
      if let levels = input.levels { return levels.map { "\(input.column)=\($0)".sanitized } }
      let name = input.column.sanitized
      return input.hasMask ? [name, "\(name) present"] : [name]
    }
  }

  /// One name an output, safe to show: the classes, or the targets.
  public var outputNames: [String] {
    isClassification ? classes.map(\.sanitized) : targetNames
  }

  public var targetNames: [String] { targets.map(\.column.sanitized) }

  /// The unit of `timeScale`: "s", "min", "h", "d", what the time column's name tells, or "steps" without
  /// one.
  public var timeUnit: String { time?.unit.sanitized ?? "steps" }

  /// What a time of 1 inside the network is in `timeUnit`: a shown time constant is tau * timeScale.
  public var timeScale: Double { time.map { $0.medianStep / $0.unitLength } ?? 1 }

  /// "forecast of price, 5 rows ahead, from 4 inputs".
  public var taskSummary: String {
    let names = listed(targetNames, limit: 3)
    let ahead = horizon > 0 ? ", \(counted(horizon, "row")) ahead," : ""
    let classCount =
      isClassification
      ? " (\(classes.count) classes)" : loss == .binaryCrossEntropy ? " (0 or 1)" : ""
    return "\(kind.rawValue) of \(names)\(classCount)\(ahead) from \(counted(inputWidth, "input"))"
      + " (\(listed(inputs.map(\.column), limit: 8)))"
  }

  /// The input in the column's own unit; category and mask channels are as they are.
  public func denormalizeInput(channel: Int, value: Float) -> Float {
    precondition(channel >= 0, "channel \(channel)")
    var first = 0
    for input in inputs {
      if channel < first + input.width {
        return channel == first ? Float(input.normalization.denormalize(value)) : value
      }
      first += input.width
    }
    preconditionFailure("channel \(channel) of \(first)")
  }

  /// What one step's raw outputs, `[outputWidth]`, say: class probabilities, probabilities of a 1, or values in the
  /// targets' own units.
  public func answers(_ outputs: some RandomAccessCollection<Float>) -> [Float] {
    if isClassification { return softmax(outputs) }
    if loss == .binaryCrossEntropy { return outputs.map { Float(logistic(Double($0))) } }
    return outputs.enumerated().map { denormalizeOutput(channel: $0, value: $1) }
  }

  /// The output in the target's own unit; class scores are as they are.
  public func denormalizeOutput(channel: Int, value: Float) -> Float {
    precondition((0..<outputWidth).contains(channel), "output \(channel) of \(outputWidth)")
    return isClassification ? value : Float(targets[channel].normalization.denormalize(value))
  }
}
