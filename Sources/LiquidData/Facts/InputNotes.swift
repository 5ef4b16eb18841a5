import Liquid
import Text

extension Dataset {
  /// Inputs of numbers that are mostly far outside the range that training saw, one sentence each.
  ///
  /// A clock that goes on is a little outside, and is nothing to tell: far is more than half the range.
  var inputNotes: [String] { squashedInputs + farInputs }

  /// Inputs that are scaled by their outliers, so that what lies between is nearly one number to the network.
  private var squashedInputs: [String] {
    let chosen = samplePositions
    var channel = 0
    return schema.inputs.compactMap { input in
      defer { channel += input.width }
      guard input.levels == nil, input.normalization != .none else { return nil }
      let values = chosen.map { self.input(channel, at: $0) }.sorted()
      guard values.count >= 20 else { return nil }
      let (lower, upper) = (values[values.count / 4], values[values.count * 3 / 4])
      guard upper > lower, upper - lower < 0.05 else { return nil }
      let share = NumberText.percent(Double(upper - lower), decimals: 1)
      return
        "outliers squash the input '\(input.column.displayed)': half of its values are within \(share) of a"
        + " deviation, which a network hardly tells apart; --scaling robust scales by that half"
    }
  }

  /// Training positions at even distances, enough to tell the middle half of the values.
  private var samplePositions: [Int] {
    let ranges = stretches(of: .train).map(\.positions)
    let step = ranges.reduce(0) { $0 + $1.count } / 10_000 + 1
    var chosen: [Int] = []
    // How many positions of the next range come before the next one that is chosen.
    var ahead = 0
    for range in ranges {
      chosen += stride(from: range.lowerBound + ahead, to: range.upperBound, by: step)
      let met = max(0, range.count - ahead + step - 1) / step
      ahead += met * step - range.count
    }
    return chosen
  }

  private var farInputs: [String] {
    var channel = 0
    return schema.inputs.flatMap { input -> [String] in
      defer { channel += input.width }
      guard input.levels == nil, let seen = range(channel, .train), seen.highest > seen.lowest else {
        return []
      }
      let margin = (seen.highest - seen.lowest) / 2
      return [Part.validation, .test].compactMap { part in
        let values = (windows[part] ?? WindowList([])).lazy.flatMap(\.positions).map {
          self.input(channel, at: $0)
        }
        var (far, all) = (0, 0)
        for value in values {
          all += 1
          if value < seen.lowest - margin || value > seen.highest + margin { far += 1 }
        }
        guard 2 * far > all else { return nil }
        func shown(_ value: Float) -> String {
          input.normalization.shown(value)
        }
        return
          "the \(part.rawValue) part lies far outside the range of the input '\(input.column.displayed)' in"
          + " training, \(shown(seen.lowest)) to \(shown(seen.highest)): its figures tell how the network extrapolates"
      }
    }
  }

  private func range(_ channel: Int, _ part: Part) -> (lowest: Float, highest: Float)? {
    var (lowest, highest) = (Float.infinity, -Float.infinity)
    for stretch in stretches(of: part) {
      for position in stretch.positions {
        lowest = min(lowest, input(channel, at: position))
        highest = max(highest, input(channel, at: position))
      }
    }
    return lowest <= highest ? (lowest, highest) : nil
  }

  private func input(_ channel: Int, at position: Int) -> Float {
    series.inputs[position * inputWidth + channel]
  }
}
