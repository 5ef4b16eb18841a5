import DeviceCode
import Liquid
import LiquidData
import Text

/// The rows that an export is calibrated and checked with: those that the network was trained on.
struct ExportedRows {
  /// The training part; all rows where the parts are not known.
  let training: SequenceSet
  /// The validation part, or what there is instead of one.
  let validation: SequenceSet
  /// What `validation` is, in words.
  let validationName: String
  let schema: DataSchema

  /// - Parameters:
  ///   - path: of the run or model file.
  ///   - data: a table or a task file; nil: what the run was trained on.
  init(_ stored: StoredModel, path: String, data: String?, locations: Locations) throws {
    var options = EvalOptions()
    options.model = path
    options.mayLackTargets = true
    options.data = data
    if data == nil {
      try options.takeOwnData(of: path, hint: "name them with --rows")
    }
    func rows(_ part: PartChoice?) throws -> EvaluationTask {
      options.part = part
      do {
        return try EvaluationTask(options: options, stored: stored, locations: locations)
      } catch {
        guard data == nil, error is DataError else { throw error }
        throw CommandFailure("\(error); where the data have moved, name them with --rows")
      }
    }
    let all = try rows(nil)
    schema = all.dataset.schema
    // Other data than those trained on have no parts.
    let known = all.choice != .all
    let train = known ? try? rows(.train) : nil
    let held = known ? try? rows(.validation) : nil
    training = (train ?? all).dataset.sequences(of: .test)
    validation = (held ?? all).dataset.sequences(of: .test)
    validationName = held != nil ? "validation part" : known ? "\(all.choice.rawValue) part" : "all rows"
  }

  /// Up to so many rows of a set, sequences evenly over it; the last one is cut short.
  static func sequences(of set: SequenceSet, rows: Int) -> [CalibrationSequence] {
    guard set.count > 0 else { return [] }
    let length = max(set.batch([0]).lengths[0], 1)
    let wanted = min(set.count, max(1, (rows + length - 1) / length))
    var (found, left) = ([CalibrationSequence](), rows)
    for index in 0..<wanted where left > 0 {
      let sequence = sequence(index * set.count / wanted, of: set, limit: left)
      left -= sequence.elapsed.count
      found.append(sequence)
    }
    return found
  }

  /// - Parameter limit: the most rows.
  static func sequence(_ index: Int, of set: SequenceSet, limit: Int = .max) -> CalibrationSequence {
    let batch = set.batch([index])
    let (width, count) = (batch.inputWidth, min(batch.lengths[0], limit))
    return CalibrationSequence(
      inputs: (0..<count).map { Array(batch.inputs[$0 * width..<($0 + 1) * width]) },
      elapsed: Array(batch.elapsed[..<count]))
  }

  /// Rows of the training part that ranges of inputs are found on.
  private static let rangedRows = 20_000

  /// The smallest and largest value of each number among the inputs, in the training part; nil for categories.
  func ranges(of schema: DataSchema) -> [ClosedRange<Double>?] {
    let sequences = Self.sequences(of: training, rows: Self.rangedRows)
    var channel = 0
    return schema.inputs.map { input in
      defer { channel += input.width }
      guard input.levels == nil else { return nil }
      let values = sequences.flatMap { $0.inputs.map { Double($0[channel]) } }
      guard let low = values.min(), let high = values.max() else { return nil }
      let (mean, deviation) = (input.normalization.mean, input.normalization.deviation)
      // Six digits: a channel, a Float, has hardly more.
      func value(_ channel: Double) -> Double {
        Double(NumberText.significant(channel * deviation + mean, digits: 6)) ?? channel * deviation + mean
      }
      return min(value(low), value(high))...max(value(low), value(high))
    }
  }
}
