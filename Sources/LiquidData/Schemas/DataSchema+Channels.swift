import Liquid
import Text

extension DataSchema {
  /// The channels of the inputs that have a mask.
  package var maskedChannels: [GRUD.MaskedChannel] {
    var (channel, found) = (0, [GRUD.MaskedChannel]())
    for input in inputs {
      if input.levels == nil, input.hasMask { found.append(.init(value: channel, mask: channel + 1)) }
      channel += input.width
    }
    return found
  }

  /// The channels that hold the index of a category, in their order: what a network with an embedding looks up.
  public var indexedChannels: [IndexedChannel] {
    var channel = 0
    return inputs.compactMap { input in
      defer { channel += input.width }
      guard let levels = input.levels, input.isIndexed else { return nil }
      return IndexedChannel(channel: channel, levels: levels.count)
    }
  }

  /// Whether categories are indices, for a network with an embedding; those of words always are.
  package var indexesCategories: Bool { inputs.contains { $0.isIndexed && !$0.isTokens } }

  /// Whether a sequence is one thing with one answer: a text or a recording, whose steps are no rows that a person knows.
  package var answersWholeOnce: Bool {
    targetSteps != .all && (tokenChannel != nil || reading?.sound != nil)
  }

  /// What is to be fed in where the inputs are no columns that a person has: the words of texts, or the features of
  /// recordings; the first line says what a step is. Empty for other data.
  package var recipe: [String] {
    var lines: [String]
    if let tokens = preparation?.text?.tokens, tokenChannel != nil {
      lines = tokens.recipe
    } else if let sound = reading?.sound, let rate = sound.rate {
      lines = sound.settings(rate: rate).recipe
    } else {
      return []
    }
    if targetSteps == .last { lines.append("The answer is that of the last step.") }
    return lines
  }

  /// The channel that holds the index of a text's word at each step; nil where the data are no texts.
  package var tokenChannel: Int? {
    guard let input = inputs.firstIndex(where: \.isTokens) else { return nil }
    return inputs[..<input].reduce(0) { $0 + $1.width }
  }

  /// The channels that are bands of a spectrum, from the lowest to the highest, with the middle of each in hertz; nil
  /// where there are none.
  package var spectrum: [(channel: Int, frequency: Double)]? {
    guard let centres = reading?.sound?.centres else { return nil }
    var (channel, bands): (Int, [(channel: Int, frequency: Double)]) = (0, [])
    for input in inputs {
      if input.levels == nil, let frequency = centres[input.column] { bands.append((channel, frequency)) }
      channel += input.width
    }
    return bands.isEmpty ? nil : bands.sorted { $0.frequency < $1.frequency }
  }

  /// How each channel was normalised: `[inputWidth]`; not at all if it is of a category or a mask. Cost: one pass over
  /// the inputs.
  package var inputNormalizations: [Normalization] {
    inputs.flatMap { input in
      (0..<input.width).map { $0 == 0 ? input.normalization : .none }
    }
  }

  /// The input in the column's own unit; channels of categories and masks are unchanged. For all channels,
  /// `inputNormalizations` is faster.
  package func denormalizeInput(channel: Int, value: Float) -> Float {
    let normalizations = inputNormalizations
    require(normalizations.indices.contains(channel), "channel \(channel) of \(normalizations.count)")
    return Float(normalizations[channel].denormalize(value))
  }
}
