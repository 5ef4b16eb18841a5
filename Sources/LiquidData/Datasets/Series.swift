/// The rows as a network sees them, in the order of their sequences. All properties but `order` are indexed by
/// position, which is a place in the order unless rows were dropped.
struct Series: Sendable {
  let order: RowOrder
  /// The place in the order of each position.
  let places: RowList
  /// `[positions, inputWidth]`
  let inputs: Stored<Float>
  /// `[positions]`, in units of the median step.
  let elapsed: Stored<Float>
  /// `[positions, targetWidth]`
  let targets: Stored<Float>
  /// `[positions, targetWidth]`
  let weights: Stored<Float>
  /// The tokens that are not in the vocabulary, by their place in the order.
  let unknown: UnknownTokens
}

/// The tokens of a text that a network knows only as unknown ones: for people who read it.
struct UnknownTokens: Sendable {
  /// All tokens of the table.
  var levels: [String] = []
  /// An index into them by the place in the row order.
  var codes: [Int: Int32] = [:]

  subscript(place: Int) -> String? { codes[place].map { levels[Int($0)] } }
}

/// A series that grows by changed copies of its own steps; the original steps stay unchanged.
struct SeriesCopy {
  private var places: [Int]
  var inputs: [Float]
  var elapsed: [Float]
  var targets: [Float]
  var weights: [Float]
  let inputWidth: Int
  let targetWidth: Int
  private let source: RowOrder
  private let unknown: UnknownTokens

  init(_ series: Series, schema: DataSchema) {
    source = series.order
    unknown = series.unknown
    places = Array(series.places)
    inputs = Array(series.inputs)
    elapsed = Array(series.elapsed)
    targets = Array(series.targets)
    weights = Array(series.weights)
    inputWidth = schema.inputWidth
    targetWidth = schema.targetWidth
  }

  /// Appends a copy of a step and returns its position.
  @discardableResult
  mutating func append(_ position: Int) -> Int {
    places.append(places[position])
    elapsed.append(elapsed[position])
    for channel in 0..<inputWidth { inputs.append(inputs[position * inputWidth + channel]) }
    for target in 0..<targetWidth {
      targets.append(targets[position * targetWidth + target])
      weights.append(weights[position * targetWidth + target])
    }
    return places.count - 1
  }

  var count: Int { places.count }

  var series: Series {
    Series(
      order: source, places: RowList(places), inputs: Stored(inputs), elapsed: Stored(elapsed),
      targets: Stored(targets), weights: Stored(weights), unknown: unknown)
  }
}
