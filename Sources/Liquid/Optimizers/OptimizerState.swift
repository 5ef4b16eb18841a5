import Text

/// What an optimiser keeps from step to step: with the same numbers and this it continues with the same bits.
package struct OptimizerState: Sendable, Hashable {
  /// Steps taken, where the optimiser counts them, else 0.
  package var count: Int
  /// Its running means and velocities by name, `[parameters]` each.
  package var vectors: [String: [Float]]

  package init(count: Int = 0, vectors: [String: [Float]]) {
    self.count = count
    self.vectors = vectors
  }
}

/// Why a state is not one that an optimiser can have.
package enum OptimizerStateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The state is that of another kind of optimiser.
  case wrongVectors(expected: [String], found: [String])
  case wrongSize(vector: String, expected: Int, found: Int)
  /// A value that no step can leave: NaN, or a negative mean of squares.
  case impossibleValue(vector: String, index: Int)
  case impossibleCount(Int)

  package var description: String {
    switch self {
    case .wrongVectors(let expected, let found):
      "the optimiser keeps \(Self.list(expected)), not \(Self.list(found))"
    case .wrongSize(let vector, let expected, let found):
      "the optimiser's \(vector.quoted) has \(found) values instead of \(expected)"
    case .impossibleValue(let vector, let index):
      "the optimiser's \(vector.quoted) has an impossible value at \(index)"
    case .impossibleCount(let count):
      "the optimiser cannot have taken \(count) steps"
    }
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "nothing" : names.map { $0.quoted }.joined(separator: ", ")
  }
}

extension OptimizerState {
  /// Checks that there are exactly the named vectors, each with one value per parameter that a step can have left
  /// there.
  ///
  /// - Parameter squares: those of them that are means of squares, and so never below 0.
  func check(
    _ names: [String], squares: [String] = [], parameterCount: Int
  ) throws(OptimizerStateError) {
    let found = vectors.keys.sorted()
    guard found == names.sorted() else { throw .wrongVectors(expected: names.sorted(), found: found) }
    guard Self.plausibleCounts.contains(count) else { throw .impossibleCount(count) }
    for name in names {
      let values = vectors[name] ?? []
      guard values.count == parameterCount else {
        throw .wrongSize(vector: name, expected: parameterCount, found: values.count)
      }
      // What became infinite once stays so; only a step that would be refused makes a NaN.
      let isSquare = squares.contains(name)
      if let index = values.firstIndex(where: { $0.isNaN || (isSquare && $0 < 0) }) {
        throw .impossibleValue(vector: name, index: index)
      }
    }
  }

  /// Numbers of steps up to more than any run makes, and small enough to count further.
  package static let plausibleCounts = 0...(1 << 48)
}
