import Liquid
import Text

/// What is known of a forecast's targets at each position of a part, from its own inputs alone.
struct LastValues {
  private let horizon: Int
  private let width: Int
  private let stretches: [Segment]
  /// Steps of the median length from the beginning of the series to each position.
  private let clock: Stored<Double>
  /// Whether elapsed times are known to be regular, so that a season is a number of rows.
  private let hasTime: Bool
  /// The targets' last known values, `[positions, targets]`; NaN where none is known yet.
  let last: Stored<Float>

  /// Nil if a target is not among the inputs.
  init?(dataset: Dataset, part: Dataset.Part) throws(DataError) {
    let schema = dataset.schema
    let channels = schema.targets.compactMap { TargetChannel($0, schema: schema) }
    guard channels.count == schema.targets.count else { return nil }
    let (series, inputWidth) = (dataset.series, schema.inputWidth)
    horizon = schema.horizon
    width = channels.count
    hasTime = schema.time != nil
    stretches = dataset.stretches(of: part)
    var last = StoredBuilder<Float>(in: series.elapsed.space)
    var values: [Float] = []
    for stretch in stretches {
      last.append(repeating: .nan, count: stretch.positions.lowerBound * width - last.count)
      values = channels.map { _ in .nan }
      for position in stretch.positions {
        for (target, channel) in channels.enumerated() {
          if let value = channel.value(series.inputs, at: position * inputWidth) { values[target] = value }
        }
        last.append(contentsOf: values)
      }
    }
    last.append(repeating: .nan, count: series.elapsed.count * width - last.count)
    self.last = try last.finished()
    var now = 0.0
    clock = try series.elapsed.converted { elapsed in
      now += Double(elapsed)
      return now
    }
  }

  /// The values a season, or the fewest seasons that are known, before those that are asked for; the last values where
  /// the part does not go back so far, or has a gap there.
  func seasonal(_ steps: Int) throws(DataError) -> Stored<Float> {
    let back = (horizon + steps - 1) / steps * steps - horizon
    var values = StoredBuilder<Float>(in: last.space)
    func append(_ positions: Range<Int>, back: Int = 0) {
      for index in (positions.lowerBound - back) * width..<(positions.upperBound - back) * width {
        values.append(last[index])
      }
    }
    for stretch in stretches {
      append(values.count / width..<min(stretch.positions.lowerBound + back, stretch.positions.upperBound))
      for position in stretch.positions.dropFirst(back) {
        append(position..<position + 1, back: isRegular(position, back: back) ? back : 0)
      }
    }
    append(values.count / width..<last.count / width)
    return try values.finished()
  }

  private func isRegular(_ position: Int, back: Int) -> Bool {
    hasTime && (clock[position] - clock[position - back] - Double(back)).magnitude < 0.5
  }
}

/// The input that is a target's present value.
private struct TargetChannel {
  private enum Form {
    /// Both in their own normalisation.
    case number(input: Normalization, target: Normalization)
    /// The class of each of the input's levels, which have a channel each or one with their index.
    case levels([Float], isIndexed: Bool)
    /// The number that each class is.
    case numberedClasses([Double], input: Normalization)
    case bit(input: Normalization)
  }

  private let channel: Int
  private let hasMask: Bool
  private let form: Form

  init?(_ target: DataSchema.Target, schema: DataSchema) {
    var channel = 0
    for input in schema.inputs {
      if input.column == target.column {
        guard let form = Self.form(input, target, schema) else { return nil }
        (self.channel, hasMask, self.form) = (channel, input.hasMask, form)
        return
      }
      channel += input.width
    }
    return nil
  }

  private static func form(
    _ input: DataSchema.Input, _ target: DataSchema.Target, _ schema: DataSchema
  ) -> Form? {
    if let levels = input.levels {
      let classes = levels.map { level in schema.classes.firstIndex(of: level).map(Float.init) ?? .nan }
      return schema.isClassification ? .levels(classes, isIndexed: input.isIndexed) : nil
    }
    if schema.isClassification {
      let numbers = schema.classes.compactMap { Double($0) }
      return numbers.count == schema.classes.count
        ? .numberedClasses(numbers, input: input.normalization) : nil
    }
    return schema.hasAccuracy
      ? .bit(input: input.normalization)
      : .number(input: input.normalization, target: target.normalization)
  }

  /// The value at a step whose channels begin at `start`; nil where none is known.
  func value(_ inputs: Stored<Float>, at start: Int) -> Float? {
    if hasMask, inputs[start + channel + 1] == 0 { return nil }
    let value = inputs[start + channel]
    switch form {
    case .number(let input, let target):
      return input == target ? value : target.normalize(input.denormalize(value))
    case .bit(let input): return input.denormalize(value) > 0.5 ? 1 : 0
    case .levels(let classes, let isIndexed):
      let level = classes.indices.first {
        isIndexed ? value == Float($0) : inputs[start + channel + $0] == 1
      }
      return level.flatMap { classes[$0].isNaN ? nil : classes[$0] }
    case .numberedClasses(let numbers, let input):
      let number = input.denormalize(value)
      return numbers.indices.min { (numbers[$0] - number).magnitude < (numbers[$1] - number).magnitude }.map(
        Float.init)
    }
  }
}

extension Dataset {
  /// The stretches of sequences that a part's windows cover, whether they overlap or adjoin.
  func stretches(of part: Part) -> [Segment] {
    let windows = windows[part] ?? WindowList([])
    let ascend = zip(windows, windows.dropFirst()).allSatisfy {
      $0.positions.lowerBound <= $1.positions.lowerBound
    }
    return ascend
      ? Self.merged(windows)
      : Self.merged(windows.sorted { $0.positions.lowerBound < $1.positions.lowerBound })
  }

  /// - Parameter windows: in the order of their beginnings.
  private static func merged(_ windows: some Sequence<Segment>) -> [Segment] {
    var stretches: [Segment] = []
    for window in windows {
      if let last = stretches.last, last.sequence == window.sequence,
        window.positions.lowerBound <= last.positions.upperBound
      {
        let end = max(last.positions.upperBound, window.positions.upperBound)
        stretches[stretches.count - 1] = Segment(
          positions: last.positions.lowerBound..<end, sequence: window.sequence)
      } else {
        stretches.append(window)
      }
    }
    return stretches
  }
}

extension Dataset {
  /// A day or a week in rows, where times are regular and the training targets follow it better than their last value;
  /// nil otherwise.
  func evidentSeason() throws(DataError) -> NaiveKnowledge.Season? {
    guard let step = secondsPerStep, hasRegularTimes,
      let values = try LastValues(dataset: self, part: .train)
    else { return nil }
    var best: NaiveKnowledge.Season?
    var smallest = forecastError(values.last)
    for (name, seconds) in [("day", 86_400.0), ("week", 604_800.0)] {
      let steps = Int(saturating: (seconds / step).rounded())
      guard steps >= 2, (Double(steps) * step - seconds).magnitude < 0.01 * seconds,
        steps < series.elapsed.count
      else { continue }
      let error = forecastError(try values.seasonal(steps))
      if error < smallest { (best, smallest) = (.init(name: name, steps: steps), error) }
    }
    return best
  }

  /// The length of the median step; nil if the unit of times is unknown.
  private var secondsPerStep: Double? {
    guard let time = schema.time else { return nil }
    if time.isDate { return time.medianStep }
    return TimeUnit.seconds(time.unit).map { $0 * time.medianStep / time.unitLength }
  }

  /// Whether nineteen in twenty training steps are as long as the median one.
  private var hasRegularTimes: Bool {
    let elapsed = stretches(of: .train).lazy.flatMap { $0.positions.dropFirst() }.map {
      self.series.elapsed[$0]
    }
    var (regular, all) = (0, 0)
    for step in elapsed {
      all += 1
      if (step - 1).magnitude < 0.01 { regular += 1 }
    }
    return all > 0 && regular * 20 >= all * 19
  }

  /// The squared error of answers over the training targets that count; for classes, the number of wrong ones.
  private func forecastError(_ answers: Stored<Float>) -> Double {
    var error = 0.0
    for stretch in stretches(of: .train) {
      for index in stretch.positions.lowerBound * schema.targetWidth..<stretch.positions.upperBound
        * schema.targetWidth
      where series.weights[index] > 0 && !answers[index].isNaN {
        let difference = Double(answers[index] - series.targets[index])
        error += schema.hasAccuracy ? (difference == 0 ? 0 : 1) : difference * difference
      }
    }
    return error
  }
}
