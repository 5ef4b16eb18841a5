import Telemetry

/// Class probabilities over a probe, seen from the class that is right.
struct ClassScores {
  /// The right class at each step: that of the next labelled step where a step has no label of its own, as for
  /// sequences that are labelled at their end. nil where nothing is labelled.
  let targets: [Int?]
  private let classCount: Int

  init(nominal trace: Trace, classCount: Int) {
    self.classCount = classCount
    var classes = (0..<trace.stepCount).map { Self.best(trace.targets, step: $0, classCount) }
    var next: Int?
    for step in classes.indices.reversed() {
      classes[step] = classes[step] ?? next
      next = classes[step]
    }
    for step in classes.indices.dropFirst() where classes[step] == nil { classes[step] = classes[step - 1] }
    targets = classes
  }

  /// The probability of the right class at each step; NaN where there is no label.
  func target(in trace: Trace) -> [Float] {
    targets.indices.map { step in
      targets[step].map { value($0, step, trace) } ?? .nan
    }
  }

  /// The largest probability among the wrong classes at each step.
  func rival(in trace: Trace) -> [Float] {
    targets.indices.map { step in
      guard let target = targets[step] else { return .nan }
      return (0..<classCount).filter { $0 != target }.map { value($0, step, trace) }
        .filter { !$0.isNaN }.max() ?? .nan
    }
  }

  /// Classes by falling probability at a step, by default the last.
  func ranking(in trace: Trace, at step: Int? = nil) -> [Int] {
    guard let step = step ?? targets.indices.last else { return [] }
    let values = (0..<classCount).map { value($0, step, trace) }.map { $0.isNaN ? -1 : $0 }
    return values.indices.sorted { values[$0] != values[$1] ? values[$0] > values[$1] : $0 < $1 }
  }

  /// A class's probability at a step; NaN where the trace has none.
  func value(_ index: Int, _ step: Int, _ trace: Trace) -> Float {
    let place = step * classCount + index
    return trace.outputs.indices.contains(place) ? trace.outputs[place] : .nan
  }

  private static func best(_ values: [Float], step: Int, _ count: Int) -> Int? {
    let start = step * count
    guard count > 0, start + count <= values.count else { return nil }
    let row = values[start..<(start + count)]
    guard row.contains(where: { $0.isFinite && $0 > 0 }) else { return nil }
    return row.indices.max { (row[$0].isNaN ? -1 : row[$0]) < (row[$1].isNaN ? -1 : row[$1]) }.map {
      $0 - start
    }
  }
}
