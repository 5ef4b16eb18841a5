/// How a network's differential equation is solved within a step of the data.
public enum Solver: String, Sendable, Hashable, Codable, CaseIterable {
  /// Semi-implicit steps: what pulls a state back is taken at the step's end, all else at its start. Order 1, and
  /// bounded for any length of step.
  case fused
  /// Explicit Euler steps, order 1.
  case euler
  /// The classic method of Runge and Kutta, order 4.
  case rk4

  /// The explicit method; nil for `fused`.
  package var tableau: ButcherTableau? {
    switch self {
    case .fused: nil
    case .euler: .euler
    case .rk4: .rungeKutta4
    }
  }
}

extension Solver {
  /// The most sub-steps that a step may be divided into.
  private static let mostUnfolds = 1000

  /// Throws where a number of sub-steps is not allowed.
  static func validate(unfolds: Int) throws(ArchitectureError) {
    guard (1...mostUnfolds).contains(unfolds) else {
      throw .invalidOption(name: "unfolds", value: "\(unfolds)", allowed: "between 1 and \(mostUnfolds)")
    }
  }
}
