/// A series that grows by changed copies of its own steps; what was there before stays as it is.
struct SeriesCopy {
  private var places: [Int]
  var inputs: [Float]
  var elapsed: [Float]
  var targets: [Float]
  var weights: [Float]
  let inputWidth: Int
  let targetWidth: Int
  private let source: RowOrder

  init(_ series: Series, schema: DataSchema) {
    source = series.order
    places = series.places
    inputs = series.inputs
    elapsed = series.elapsed
    targets = series.targets
    weights = series.weights
    inputWidth = schema.inputWidth
    targetWidth = schema.targetWidth
  }

  /// Copies a step to the end.
  ///
  /// - Returns: its position there.
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
      order: source, places: places, inputs: inputs, elapsed: elapsed, targets: targets, weights: weights)
  }
}
