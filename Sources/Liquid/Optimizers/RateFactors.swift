import Text

/// The factor of each tensor's learning rate: 1 by default, 0 for a tensor that stays
/// as it is.
package struct RateFactors: Sendable, Hashable {
  /// The learning rate as it is for every tensor.
  package static let uniform = RateFactors(values: [])

  /// One value per entry of the layout; none at all: 1 for each.
  private let values: [Float]

  private init(values: [Float]) {
    self.values = values
  }

  /// - Parameter factors: by the names of tensors, each at least 0 and a number in 32 bits; a tensor without one gets
  ///   1.
  /// - Throws: where a name is not in the layout, or nothing would be left to train.
  package init(_ factors: [String: Double], layout: ParameterLayout) throws(RateFactorError) {
    let known = layout.entries.map(\.name)
    if let stranger = factors.keys.filter({ !known.contains($0) }).min() {
      throw .unknownTensor(stranger, known: known)
    }
    for (name, factor) in factors.sorted(by: { $0.key < $1.key })
    where !(factor >= 0 && Float(factor).isFinite) {
      throw .badFactor(factor, tensor: name)
    }
    values = factors.isEmpty ? [] : known.map { Float(factors[$0] ?? 1) }
    if !values.isEmpty, values.allSatisfy({ $0 == 0 }) { throw .nothingLeft }
  }

  /// The factor of the layout's entry at an index.
  package subscript(entry index: Int) -> Float { values.isEmpty ? 1 : values[index] }

  /// Sets the gradient of frozen tensors to 0, so that it has no part in the norm of the whole.
  package func clearFrozen(_ gradient: inout [Float], layout: ParameterLayout) {
    for (entry, factor) in zip(layout.entries, values) where factor == 0 {
      for index in entry.range { gradient[index] = 0 }
    }
  }
}

/// Why learning rates per tensor cannot be used.
public enum RateFactorError: WordedError, Sendable, Hashable {
  case unknownTensor(String, known: [String])
  /// A factor that is negative or not finite.
  case badFactor(Double, tensor: String)
  case nothingLeft

  public var description: String {
    switch self {
    case .unknownTensor(let name, let known):
      "there is no tensor \(name.quoted); the network has \(known.joined(separator: ", "))"
    case .badFactor(let factor, let tensor):
      "the learning rate's factor of \(tensor.quoted) is \(factor); it must be a finite number and at least 0"
    case .nothingLeft: "every tensor is frozen, so nothing is left to train"
    }
  }
}
