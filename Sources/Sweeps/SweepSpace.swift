/// What a sweep tries: every option that varies, with its values.
package struct SweepSpace: Sendable, Hashable, Codable {
  /// In the order of the file.
  package let dimensions: [SweepDimension]

  package init(dimensions: [SweepDimension]) {
    self.dimensions = dimensions
  }

  /// The number of points of the grid; nil where a dimension is a range, or there are more than can be counted.
  package var gridCount: Int? {
    dimensions.reduce(1) { product, dimension in
      guard let product, let count = dimension.count else { return nil }
      let (next, isOver) = product.multipliedReportingOverflow(by: count)
      return isOver ? nil : next
    }
  }

  /// One point of the grid: the last dimension changes first.
  ///
  /// - Precondition: all dimensions have choices, and the index is below `gridCount`.
  package func gridPoint(_ index: Int) -> [String: String] {
    var (rest, words) = (index, [String: String]())
    for dimension in dimensions.reversed() {
      guard case .choices(let choices) = dimension.values else { preconditionFailure("a range in a grid") }
      words[dimension.name] = choices[rest % choices.count]
      rest /= choices.count
    }
    return words
  }

  /// The values at one place of each dimension.
  package func point(_ places: [Double]) -> [String: String] {
    Dictionary(uniqueKeysWithValues: zip(dimensions, places).map { ($0.name, $0.word(at: $1)) })
  }
}
