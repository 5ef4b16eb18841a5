import Liquid
import Text

/// What lies around a network on another machine: how values in the data's units become its input channels, and its
/// raw outputs values in the targets' units.
///
/// There is one value per input column; NaN and infinities stand for missing values.
package struct NetworkInterface: Sendable, Hashable {
  /// One value of a step.
  package struct Input: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      /// One channel, (value - mean) / deviation; with a mask a second one, 1 where the value is there and else 0.
      case number(mean: Double, deviation: Double, hasMask: Bool)
      /// One channel per level, 1 in that of the value: a level's place, counted from 0. A whole number without a level
      /// is a category that training did not see: no channel is 1.
      case category(levels: [String])
      /// One channel, which holds the level's place itself, counted from 0, for networks that look a vector up by it; -1
      /// where there is none.
      ///
      /// Values are rounded to the nearest whole number. `names` has the levels', and is empty where nobody knows them;
      /// `unseen` is the level of a number without one, nil where there is none for it.
      case index(levels: Int, names: [String], unseen: Int?)
    }

    /// Of more levels than this, generated C names none: it would have a constant for each.
    package static let mostNamedLevels = 256

    /// As in the data, such as `speed` or `holiday +3`.
    package let name: String
    package let kind: Kind
    /// The values of the training part; nil where they are not known.
    package let range: ClosedRange<Double>?
    /// Numbers that stand for a missing value, in order.
    package let markers: [Double]

    package init(
      name: String, kind: Kind, range: ClosedRange<Double>? = nil, markers: Set<Double> = []
    ) {
      self.name = name
      self.kind = kind
      self.range = range
      self.markers = markers.sorted()
    }

    /// Whether a value is there.
    package func isKnown(_ value: Float) -> Bool {
      value.isFinite && !markers.contains { Float($0) == value }
    }

    /// Channels of the network.
    package var width: Int {
      switch kind {
      case .number(_, _, let hasMask): hasMask ? 2 : 1
      case .category(let levels): levels.count
      case .index: 1
      }
    }

    /// The names of its levels where generated C has them; nil for numbers, and where they are too many or not known.
    var namedLevels: [String]? {
      switch kind {
      case .number: nil
      case .category(let levels): levels
      case .index(_, let names, _): (1...Self.mostNamedLevels).contains(names.count) ? names : nil
      }
    }

    /// The place of an index's level.
    ///
    /// - Returns: nil for a number without one, and for values that are missing.
    func place(_ value: Float) -> Int? {
      guard case .index(let levels, _, let unseen) = kind, isKnown(value) else { return nil }
      let rounded = value.rounded()
      return rounded >= 0 && rounded < Float(levels) ? Int(saturating: Double(rounded)) : unseen
    }
  }

  /// What stands for a value that is missing.
  package enum Missing: Sendable, Hashable {
    /// The last known value; before the first the mean of the training part, and no category.
    case lastKnown
    /// The mean of the training part, and no category.
    case mean
    /// Nothing: a row that lacks a value is left out, and its time counts with the next one's.
    case leftOut
  }

  /// What the outputs are.
  package enum Answer: Sendable, Hashable {
    /// Numbers: raw output times deviation, plus mean.
    case numbers
    /// A score per class; the largest is the answer, and softmax gives probabilities.
    case classes
    /// A score per target; above 0 it is a 1, and the logistic function gives its probability.
    case bits
  }

  package struct Output: Sendable, Hashable {
    /// The target as in the data, such as `load +3`, or the class.
    package let name: String
    package let mean: Double
    package let deviation: Double

    package init(name: String, mean: Double = 0, deviation: Double = 1) {
      self.name = name
      self.mean = mean
      self.deviation = deviation
    }
  }

  /// How the time between steps becomes the network's elapsed time.
  package struct Time: Sendable, Hashable {
    /// Of the times that a step is given, such as `s`; `steps` where the data have no times.
    package let unit: String
    /// In that unit: what the network takes for 1, and where nothing is known the time of a step.
    package let usualStep: Double
    /// The longest time that the network is told, in usual steps.
    package let longest: Double

    package init(unit: String, usualStep: Double, longest: Double) {
      self.unit = unit
      self.usualStep = usualStep
      self.longest = longest
    }

    /// The elapsed time that the network is told.
    package func elapsed(_ time: Double) -> Float { Float(min(time / usualStep, longest)) }
  }

  package let inputs: [Input]
  package let missing: Missing
  package let answer: Answer
  package let outputs: [Output]
  package let time: Time
  /// What to feed in where that is no column that a person has, such as the words of texts: sentences, the first of which
  /// says what a step is.
  package let recipe: [String]

  package init(
    inputs: [Input], missing: Missing, answer: Answer, outputs: [Output], time: Time, recipe: [String] = []
  ) {
    self.inputs = inputs
    self.missing = missing
    self.answer = answer
    self.outputs = outputs
    self.time = time
    self.recipe = recipe
  }

  /// Input channels of the network.
  package var width: Int { inputs.reduce(0) { $0 + $1.width } }
}

extension NetworkInterface {
  /// Values as the network takes and gives them, numbered.
  package init(raw cell: any Cell) {
    let tables = (cell as? Stack)?.options.embeddings ?? []
    self.init(
      inputs: (0..<cell.wiring.inputs).map { channel in
        let table = tables.first { $0.channel == channel }
        return Input(
          name: "input \(channel)",
          kind: table.map { .index(levels: $0.levels, names: [], unseen: nil) }
            ?? .number(mean: 0, deviation: 1, hasMask: false))
      },
      missing: .lastKnown, answer: .numbers,
      outputs: (0..<cell.outputWidth).map { .init(name: "output \($0)") },
      time: .init(unit: "steps", usualStep: 1, longest: Double(Float.greatestFiniteMagnitude)))
  }
}

extension NetworkInterface {
  /// The values that give a step's channels, `[width]`: NaN where a mask says that one is missing.
  package func values(ofChannels channels: [Float]) -> [Float] {
    var place = 0
    return inputs.map { input in
      defer { place += input.width }
      switch input.kind {
      case .number(let mean, let deviation, let hasMask):
        if hasMask, channels[place + 1] == 0 { return .nan }
        return Float(Double(channels[place]) * deviation + mean)
      case .category(let levels):
        return Float(
          channels[place..<place + levels.count].firstIndex(of: 1).map { $0 - place } ?? levels.count)
      case .index(let levels, _, let unseen):
        if channels[place] >= 0 { return channels[place] }
        // Where a number without a level has one of its own, only a missing value has none.
        return unseen == nil ? Float(levels) : .nan
      }
    }
  }

  /// What stands for missing values in a step's channels: those of numbers, then the levels of categories.
  package func known(inChannels channels: [Float]) -> CompiledNetwork.Known {
    var (values, levels, place) = ([Float](), [Int](), 0)
    for input in inputs {
      switch input.kind {
      case .number: values.append(channels[place])
      case .category(let names):
        levels.append(channels[place..<place + names.count].firstIndex(of: 1).map { $0 - place } ?? -1)
      case .index: levels.append(Int(saturating: Double(channels[place])))
      }
      place += input.width
    }
    return .init(values: values, levels: levels)
  }

  /// A step's channels with the rounding of raw values that are floats.
  package func rounded(_ channels: [Float]) -> [Float] {
    var (result, place) = (channels, 0)
    for (input, value) in zip(inputs, values(ofChannels: channels)) {
      if case .number(let mean, let deviation, _) = input.kind, !value.isNaN {
        result[place] = Float((Double(value) - mean) / deviation)
      }
      place += input.width
    }
    return result
  }
}
