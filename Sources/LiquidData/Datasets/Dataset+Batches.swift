import Liquid
import Text

extension Dataset {

  /// The windows at these indices with the rows that warm the state up, normalised and padded with zeros to the longest;
  /// indices may repeat.
  public func batch(_ part: Part, indices: [Int]) -> SequenceBatch {
    let runs = indices.map { run(part, $0) }
    let chosen = runs.map(\.positions)
    let lengths = chosen.map(\.count)
    let steps = lengths.max() ?? 0
    return SequenceBatch(
      unchecked: chosen.count, steps: steps, inputWidth: inputWidth, targetWidth: schema.targetWidth,
      lengths: lengths,
      inputs: gather(series.inputs, width: inputWidth, chosen, steps: steps),
      elapsed: gather(series.elapsed, width: 1, chosen, steps: steps),
      targets: gather(series.targets, width: schema.targetWidth, chosen, steps: steps),
      targetWeights: targetWeights(runs, steps: steps), averagesOutputs: schema.targetSteps == .mean)
  }

  private func targetWeights(_ runs: [Run], steps: Int) -> [Float] {
    let width = schema.targetWidth
    var weights = gather(series.weights, width: width, runs.map(\.positions), steps: steps)
    for (index, run) in runs.enumerated() {
      let idle = schema.targetSteps.isOne ? max(0, run.positions.count - 1) : run.warmUp
      let first = index * steps * width
      for early in first..<(first + idle * width) { weights[early] = 0 }
    }
    return weights
  }

  /// The targets of the same batch in double precision and in their own units, `[count, steps, targets]`: those that
  /// count, NaN for others; nil for classes and where only normalised targets are known.
  package func targetValues(_ part: Part, indices: [Int]) -> [Double]? {
    guard let targetRows, targetRows.hasValues else { return nil }
    let runs = indices.map { run(part, $0) }
    let chosen = runs.map(\.positions)
    let (steps, width) = (chosen.map(\.count).max() ?? 0, schema.targetWidth)
    let weights = targetWeights(runs, steps: steps)
    var values = [Double](repeating: .nan, count: weights.count)
    for (sequence, positions) in chosen.enumerated() {
      for (step, position) in positions.enumerated() {
        for target in 0..<width {
          let index = (sequence * steps + step) * width + target
          let place = series.places[position] + schema.ahead(target: target)
          if weights[index] > 0 { values[index] = targetRows.value(place: place, target: target) }
        }
      }
    }
    return values
  }

  /// The rows that the outputs of each step of a window are compared with.
  ///
  /// - Parameter ahead: how far they are ahead, one of the schema's horizons.
  /// - Precondition: the part was not made harder.
  package func targetRows(_ part: Part, index: Int, ahead: Int) -> [TargetRow] {
    guard let targetRows else { preconditionFailure("the rows of a changed test part") }
    let window = window(part, index)
    return series.places[window.positions].map {
      targetRows.row(place: $0 + ahead, sequence: window.sequence)
    }
  }

  /// The rows of a part before they are cut into windows; of data that were made for evaluation alone, the test part has
  /// all.
  package func rowCount(of part: Part) -> Int {
    (stretches[part] ?? []).reduce(0) { $0 + $1.positions.count }
  }

  /// The sequences, or pieces of some, that the rows of a part are in.
  package func stretchCount(of part: Part) -> Int { stretches[part]?.count ?? 0 }

  /// Whether rows are from more than one file.
  package var hasSeveralFiles: Bool { !series.order.files.isEmpty }

  /// Why rows of the test part have no answer; nil if all have one.
  ///
  /// - Parameters:
  ///   - answered: the number of rows that have one.
  ///   - parts: those that the test part was chosen from by `evaluating`.
  package func unansweredNote(answered: Int, of parts: [Part]) -> String? {
    guard !schema.answersWholeOnce, schema.preparation?.text == nil else { return nil }
    let all =
      parts.count == 1
      ? (stretches[parts[0]] ?? []).reduce(0) { $0 + $1.positions.count } : rowCount
    guard answered < all else { return nil }
    let lacksInputs = schema.missing == .drop
    let first = "a forecast has none for a stretch's first rows"
    let why =
      schema.horizon > 0
      ? lacksInputs ? "\(first) and those that lack an input" : first
      : lacksInputs ? "they lack an input" : "they are in no sequence"
    let verbs = all - answered == 1 ? ("has", "is") : ("have", "are")
    return
      "\(counted(all - answered, "row")) of \(all) \(verbs.0) no answer and \(verbs.1) not among the predictions: "
      + why
  }

  /// The part that a test window was in before it was chosen by `evaluating`; nil if it was in none alone.
  package func chosenPart(index: Int) -> Part? { chosenParts.isEmpty ? nil : chosenParts[index] }

  /// The token that each step of a window in `batch` reads, as it stands in the text and safe to show, also where it is
  /// not in the vocabulary; nil where the data are no texts.
  package func words(_ part: Part, index: Int) -> [String]? {
    guard let channel = schema.tokenChannel,
      let levels = schema.inputs.first(where: \.isTokens)?.levels
    else { return nil }
    return run(part, index).positions.map { position in
      let code = Int(saturating: Double(series.inputs[position * inputWidth + channel]))
      let word = code == TextTokens.unknownIndex ? series.unknown[series.places[position]] : nil
      return (word ?? (levels.indices.contains(code) ? levels[code] : TextTokens.unknown)).displayed
    }
  }

  private func gather(_ source: Stored<Float>, width: Int, _ ranges: [Range<Int>], steps: Int) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(ranges.count * steps * width)
    for range in ranges {
      source.copy(range.lowerBound * width..<range.upperBound * width, to: &result)
      result += repeatElement(0, count: (steps - range.count) * width)
    }
    return result
  }

  /// Sixteen hexadecimal digits that change with everything that changes what a network sees: the columns, the rows'
  /// normalised values and order, the windows and their parts. Cost: one pass over the data.
  package var fingerprint: String {
    var sum = Checksum()
    for name in [schema.kind.rawValue] + schema.inputNames + schema.outputNames { sum.add(name) }
    for values in [series.inputs, series.elapsed, series.targets, series.weights] {
      sum.add(UInt64(values.count))
      for value in values { sum.add(UInt64(value.bitPattern)) }
    }
    for part in Part.allCases {
      sum.add(UInt64(count(of: part)))
      for segment in windows[part] ?? WindowList([]) {
        sum.add(UInt64(segment.positions.lowerBound))
        sum.add(UInt64(segment.positions.upperBound))
      }
    }
    return sum.text
  }

  /// Where the steps of a window are in the table.
  package func location(_ part: Part, index: Int) -> WindowLocation {
    let window = window(part, index)
    let order = series.order
    let places = series.places[window.positions]
    let targets = places.map { $0 + schema.horizon }
    let start = order.ranges[window.sequence].lowerBound
    return WindowLocation(
      sequence: order.names.isEmpty ? nil : order.names[window.sequence],
      rows: places.map { order.rows[$0] }, targetRows: targets.map { order.rows[$0] },
      targetSteps: targets.map { $0 - start })
  }
}

/// Where the steps of a window are in the table.
package struct WindowLocation: Sendable, Hashable {
  /// The value of the sequence column, safe to show; nil without such a column.
  package let sequence: String?
  /// The table's row of each step's input, counted from 0: `[steps]`.
  package let rows: [Int]
  /// The table's row of each step's target: later than the input's for a forecast.
  package let targetRows: [Int]
  /// The position of each step's target in its sequence, counted from 0: `[steps]`.
  package let targetSteps: [Int]
}

extension Dataset {
  /// These windows, the shorter ones first: sixteen that run side by side take as long as the longest of them.
  package func sortedByLength(_ part: Part, _ indices: [Int]) -> [Int] {
    let lengths = indices.map { run(part, $0).positions.count }
    guard let first = lengths.first, lengths.contains(where: { $0 != first }) else { return indices }
    return indices.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }.map { indices[$0] }
  }

  /// The sequences of one part: what a network is trained on and evaluated with.
  public func sequences(of part: Part) -> SequenceSet {
    sequences(of: part, in: Array(0..<count(of: part)))
  }

  /// The same, the shorter ones first: for figures over all of them.
  package func sequencesByLength(of part: Part) -> SequenceSet {
    sequences(of: part, in: sortedByLength(part, Array(0..<count(of: part))))
  }

  private func sequences(of part: Part, in order: [Int]) -> SequenceSet {
    SequenceSet(count: order.count) { indices in
      batch(part, indices: indices.map { order[$0] })
    } values: { indices in
      targetValues(part, indices: indices.map { order[$0] })
    } origin: {
      window(part, order[$0]).sequence
    }
  }
}
