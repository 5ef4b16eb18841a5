import Liquid
import Text

/// The steps of one sequence up to its last row, from which rows after it are forecast, and the steps that are added
/// where a forecast goes on from its own answers.
package struct FutureSteps: Sendable {
  /// As much of the file's path as tells it from the others; nil for one file.
  package let file: String?
  package let sequence: String?
  /// The steps so far, `[steps, inputWidth]`.
  private var inputs: [Float]
  private var elapsed: [Float]
  /// After the last row; nil without a time column.
  private let times: FutureTimes?
  /// Steps that were added after the last row.
  private var added = 0
  private let schema: DataSchema
  private let targetRows: TargetRows

  fileprivate init(
    _ dataset: Dataset, sequence index: Int, count: Int, targetRows: TargetRows, step: FutureTimes.Step
  ) {
    let (series, order) = (dataset.series, dataset.series.order)
    let range = order.ranges[index]
    let steps = max(range.lowerBound, range.upperBound - count)..<range.upperBound
    schema = dataset.schema
    file = order.files.isEmpty ? nil : order.files[order.origins[index]]
    sequence = order.values[index]
    inputs = Array(series.inputs[steps.lowerBound * schema.inputWidth..<steps.upperBound * schema.inputWidth])
    elapsed = Array(series.elapsed[steps])
    times = FutureTimes(after: range, of: targetRows, step: step)
    self.targetRows = targetRows
  }

  package var count: Int { elapsed.count }

  /// The steps as a batch of one sequence, without targets that count.
  package var batch: SequenceBatch {
    let zeros = [Float](repeating: 0, count: count * schema.targetWidth)
    return SequenceBatch(
      unchecked: 1, steps: count, inputWidth: schema.inputWidth, targetWidth: schema.targetWidth,
      lengths: [count],
      inputs: inputs, elapsed: elapsed, targets: zeros, targetWeights: zeros)
  }

  /// The time so many rows after the last step, written as the column's times are; nil without a time column.
  package func time(ahead rows: Int) -> String? {
    times.map { times in
      let moment = times.moment(ahead: added + rows)
      return targetRows.text(moment: moment, offset: times.offset(at: moment))
    }
  }

  /// Adds a step after the last one, whose targets are answers of the network.
  ///
  /// - Parameter answers: by column: a value, or the number of a class.
  package mutating func append(answers: [String: Double]) {
    added += 1
    let next = times?.moment(ahead: added)
    let step = times?.step(before: added) ?? 1
    // Calendars and clocks are local.
    let local = next.flatMap { next in times.map { next + $0.offset(at: next) } }
    var features: [String: Double] = [:]
    for feature in schema.preparation?.timeFeatures ?? [] {
      let values = feature.values(seconds: local ?? .nan, elapsed: step)
      for (name, value) in zip(feature.columnNames, values) { features[name] = value }
    }
    for input in schema.inputs {
      let answer = answers[input.column]
      if let levels = input.levels {
        let name = answer.map { schema.classes[Int($0)] }
        if input.isIndexed {
          inputs.append(levels.firstIndex { $0 == name }.map { Float($0) } ?? CategoryChannels.noLevel)
        } else {
          inputs += levels.map { $0 == name ? 1 : 0 }
        }
        continue
      }
      let value =
        answer.map { schema.isClassification ? Double(schema.classes[Int($0)]) ?? .nan : $0 }
        ?? features[input.column] ?? next ?? .nan
      inputs.append(value.isNaN ? 0 : input.normalization.normalize(value))
      if input.hasMask { inputs.append(value.isNaN ? 0 : 1) }
    }
    elapsed.append(schema.time == nil ? 1 : Float(step / (schema.time?.medianStep ?? 1)))
  }
}

extension Dataset {
  /// The last steps of each sequence.
  ///
  /// - Parameter inWindows: whether each row is forecast after as many rows as a window and its warm-up have, as far as
  ///   there are; else after all rows.
  /// - Precondition: the data were prepared for evaluation.
  package func futureSteps(inWindows: Bool) -> [FutureSteps] {
    guard let targetRows else { preconditionFailure("the rows of a changed test part") }
    let window = inWindows ? schema.window : nil
    let count = window.map { $0 + schema.warmUp + schema.stepsBack } ?? .max
    let ranges = series.order.ranges
    let step = FutureTimes.Step(of: targetRows, ranges, schema: schema)
    return ranges.indices.map { index in
      FutureSteps(
        self, sequence: index, count: min(count, ranges[index].count), targetRows: targetRows, step: step)
    }
  }
}

extension DataSchema {
  /// Steps from the earliest one that a row after the last is forecast from to the last one: where the nearest horizon
  /// is beyond a row, it is forecast from an earlier step.
  fileprivate var stepsBack: Int {
    zip([0] + horizons, horizons).reduce(0) { max($0, $1.1 - $1.0 - 1) }
  }

  /// The inputs whose values after the last row are neither forecast nor follow from the time.
  package var inputsWithoutFuture: [String] {
    var known = Set(targetColumns)
    if preparation?.timeFeatureColumn == nil || preparation?.timeFeatureColumn == time?.column {
      known.formUnion(preparation?.addedColumns ?? [])
    }
    if let time { known.insert(time.column) }
    return inputColumns.filter { !known.contains($0) }
  }
}
