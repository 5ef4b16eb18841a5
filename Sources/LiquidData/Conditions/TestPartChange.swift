import Liquid

/// Builds a test part from that of a data set, changed by a condition.
struct TestPartChange {
  private let dataset: Dataset
  private var generator: SeededGenerator
  private var copy: SeriesCopy
  /// The changed test windows.
  private(set) var segments: [Segment] = []

  init(dataset: Dataset, generator: SeededGenerator) {
    self.dataset = dataset
    self.generator = generator
    copy = SeriesCopy(dataset.series, schema: dataset.schema)
  }

  var series: Series { copy.series }

  private var schema: DataSchema { dataset.schema }
  private var windows: WindowList { dataset.windows[.test] ?? WindowList([]) }

  // MARK: - Dropped steps

  /// Drops steps, but neither the first nor the last of a window; their elapsed time is added to the next step's.
  mutating func drop(share: Double) {
    for window in windows {
      let first = copy.count
      var skipped: Float = 0
      for position in window.positions {
        let isEnd = position == window.positions.lowerBound || position == window.positions.upperBound - 1
        // Drawn for each step, so that a level drops at least what lower levels drop.
        let isDropped = generator.uniform() < share && !isEnd
        if isDropped {
          skipped += copy.elapsed[position]
        } else {
          let new = copy.append(position)
          copy.elapsed[new] += skipped
          skipped = 0
        }
      }
      segments.append(Segment(positions: first..<copy.count, sequence: window.sequence))
    }
  }

  // MARK: - Steps at other times

  /// Moves each step in time, by up to `level` times the gap to its neighbour on that side.
  mutating func jitter(by level: Double) {
    let numeric = numericChannels
    for window in windows {
      let first = copy.count
      var lastShift: Float = 0
      for position in window.positions {
        let displacement = Float(generator.uniform(-1, 1) * level)
        let new = copy.append(position)
        let neighbour = displacement < 0 ? position - 1 : position + 1
        let isInside = window.positions.contains(neighbour)
        let gap = isInside ? copy.elapsed[max(position, neighbour)] : 0
        let shift = displacement * gap
        copy.elapsed[new] = max(0, copy.elapsed[position] + shift - lastShift)
        lastShift = shift
        if isInside { interpolate(new, from: position, to: neighbour, displacement.magnitude, numeric) }
      }
      segments.append(Segment(positions: first..<copy.count, sequence: window.sequence))
    }
  }

  /// Classes and categories are unchanged: the step is the nearest, at most half a gap away.
  private mutating func interpolate(
    _ new: Int, from position: Int, to neighbour: Int, _ part: Float, _ channels: [NumericChannel]
  ) {
    let width = copy.inputWidth
    for channel in channels {
      let (here, there) = (position * width, neighbour * width)
      if let mask = channel.mask, copy.inputs[here + mask] == 0 || copy.inputs[there + mask] == 0 { continue }
      let index = channel.index
      copy.inputs[new * width + index] +=
        part * (copy.inputs[there + index] - copy.inputs[here + index])
    }
    guard !schema.hasAccuracy else { return }
    for target in 0..<copy.targetWidth {
      let (here, there) = (
        position * copy.targetWidth + target, neighbour * copy.targetWidth + target
      )
      guard copy.weights[here] > 0, copy.weights[there] > 0 else { continue }
      copy.targets[new * copy.targetWidth + target] +=
        part * (copy.targets[there] - copy.targets[here])
    }
  }

  // MARK: - Noise

  /// Adds Gaussian noise to the numbers that are present.
  mutating func addNoise(deviations: Double) {
    let numeric = numericChannels.map { (channel: $0, deviation: measuredDeviation($0)) }
    let width = copy.inputWidth
    for window in windows {
      let first = copy.count
      for position in window.positions {
        let new = copy.append(position)
        for (channel, deviation) in numeric {
          let noise = generator.normal() * deviations * deviation
          if let mask = channel.mask, copy.inputs[new * width + mask] == 0 { continue }
          copy.inputs[new * width + channel.index] += Float(noise)
        }
      }
      segments.append(Segment(positions: first..<copy.count, sequence: window.sequence))
    }
  }

  // MARK: - Longer windows

  /// Cuts the test part into windows `times` as long, of which only the steps after the first `window` count. The
  /// last one of a stretch may be shorter, by less than a `window`.
  mutating func lengthen(window: Int, times: Int) {
    guard times > 1 else {
      segments = Array(windows)
      return
    }
    for stretch in dataset.testStretches {
      for longer in WindowList(cutting: [stretch], length: window * times, horizon: 0, .adjoining)
      where longer.positions.count > window * (times - 1) {
        let first = copy.count
        for (step, position) in longer.positions.enumerated() {
          let new = copy.append(position)
          guard step < window else { continue }
          for target in 0..<copy.targetWidth { copy.weights[new * copy.targetWidth + target] = 0 }
        }
        segments.append(Segment(positions: first..<copy.count, sequence: longer.sequence))
      }
    }
  }

  // MARK: - Channels

  /// An input of numbers.
  private struct NumericChannel {
    let index: Int
    /// The channel that is 1 where there is a value.
    let mask: Int?
  }

  private var numericChannels: [NumericChannel] {
    var channels: [NumericChannel] = []
    var first = 0
    for input in schema.inputs {
      if input.levels == nil {
        channels.append(NumericChannel(index: first, mask: input.hasMask ? first + 1 : nil))
      }
      first += input.width
    }
    return channels
  }

  /// The standard deviation of a channel's inputs over the training part, or over the test part if there is none.
  private func measuredDeviation(_ channel: NumericChannel) -> Double {
    let training = dataset.windows[.train] ?? WindowList([])
    let width = dataset.inputWidth
    let inputs = dataset.series.inputs
    let positions = (training.isEmpty ? windows : training).lazy.flatMap(\.positions)
    let present = positions.filter { position in
      channel.mask.map { inputs[position * width + $0] == 1 } ?? true
    }
    return Normalization(of: present.map { Double(inputs[$0 * width + channel.index]) }).deviation
  }
}
