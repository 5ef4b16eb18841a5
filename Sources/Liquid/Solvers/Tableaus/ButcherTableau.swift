/// An explicit Runge-Kutta method as data.
///
/// From y at time t, with steps of length h and stages i in turn:
///
///     k_i = f(t + c_i h, y + h sum_{j<i} a_ij k_j);   y' = y + h sum_i b_i k_i
///
/// Source of notation and conditions: Hairer, Nørsett, Wanner, "Solving ordinary differential equations I",
/// chapter II.
public struct ButcherTableau: Sendable, Hashable {
  /// Other weights for the same stages, of a lower order: the difference estimates the error of a step.
  public struct Embedded: Sendable, Hashable {
    public var weights: [Double]
    public var order: Int

    public init(weights: [Double], order: Int) {
      self.weights = weights
      self.order = order
    }
  }

  /// The weights as polynomials of the place within a step, from 0 to 1, so that the solution is known there too:
  /// y(t + s h) = y + h sum_i b_i(s) k_i with b_i(s) = sum_n coefficients[i][n] s^(n + 1).
  public struct Interpolant: Sendable, Hashable {
    public var coefficients: [[Double]]
    public var order: Int

    public init(coefficients: [[Double]], order: Int) {
      self.coefficients = coefficients
      self.order = order
    }

    /// The weights at a place within the step, `[stages]`.
    public func weights(at place: Double) -> [Double] {
      coefficients.map { row in row.reversed().reduce(0) { ($0 + $1) * place } }
    }
  }

  public var name: String
  /// Of convergence: the error of a solution falls with this power of the step.
  public var order: Int
  /// Stage i uses those before it: row i has i entries.
  public var a: [[Double]]
  public var b: [Double]
  public var c: [Double]
  public var embedded: Embedded?
  public var interpolant: Interpolant?

  public init(
    name: String, order: Int, a: [[Double]], b: [Double], c: [Double], embedded: Embedded? = nil,
    interpolant: Interpolant? = nil
  ) {
    self.name = name
    self.order = order
    self.a = a
    self.b = b
    self.c = c
    self.embedded = embedded
    self.interpolant = interpolant
  }

  public var stages: Int { b.count }

  /// Whether the last stage is the derivative at the step's end, which is the first stage of the next step.
  public var isFirstSameAsLast: Bool {
    guard let last = a.last, c.last == 1, stages > 1 else { return false }
    return last + [0] == b
  }
}
