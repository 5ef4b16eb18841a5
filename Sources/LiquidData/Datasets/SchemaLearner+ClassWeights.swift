extension SchemaLearner {
  /// A weight a class by what the task asks for; nil where all count alike.
  func learnClassWeights(_ classes: [String], window: Int?) throws(DataError) -> [Float]? {
    switch task.classWeights {
    case .none: return nil
    case .balanced: return try balancedWeights(classes, of: weighedTarget(), window: window)
    case .given(let weights):
      let target = try weighedTarget()
      if let name = weights.keys.filter({ !classes.contains($0) }).min() {
        throw DataError(.unknownClass(name: name, known: classes), file: table.name, column: target.name)
      }
      return classes.map { Float(weights[$0] ?? 1) }
    }
  }

  private func weighedTarget() throws(DataError) -> Table.Column {
    guard roles.isClassification, let target = roles.targets.first else {
      throw DataError(.weightsWithoutClasses, file: table.name, column: roles.targets.first?.name)
    }
    return target
  }

  /// Each target that counts is counted once, however many windows it is in; where only the last steps of windows
  /// count, each window is. A class that training never sees gets 1.
  private func balancedWeights(_ classes: [String], of target: Table.Column, window: Int?) -> [Float] {
    let (codes, names) = target.categories()
    var counts: [String: Double] = [:]
    for position in countingPositions(window: window) {
      let code = codes[order.rows[position + horizon]]
      if code >= 0 { counts[names[Int(code)], default: 0] += 1 }
    }
    let mean = counts.values.reduce(0, +) / Double(max(1, counts.count))
    return classes.map { name in counts[name].map { Float(mean / $0) } ?? 1 }
  }

  private func countingPositions(window: Int?) -> [Int] {
    segments.flatMap { segment -> [Int] in
      guard task.targetSteps == .last else { return Array(segment.usable(horizon: horizon)) }
      return segment.overlappingWindows(length: window, stride: task.stride, horizon: horizon)
        .map { $0.positions.upperBound - 1 }
    }
  }
}
