/// The Adam optimiser with bias correction, followed by the projection onto the parameters' constraints.
///
/// Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1.
public struct Adam: Sendable, Hashable, Codable {
  public let beta1: Double
  public let beta2: Double
  public let epsilon: Float
  /// Steps taken.
  public private(set) var count = 0
  /// Running means of the gradient and of its square, `[parameters]`.
  public private(set) var first: [Float]
  public private(set) var second: [Float]

  public init(parameterCount: Int, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Float = 1e-8) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    first = Array(repeating: 0, count: parameterCount)
    second = first
  }

  /// Moves the parameters against the gradient, in place.
  public mutating func step(
    parameters: inout [Float], gradient: [Float], learningRate: Float, layout: ParameterLayout
  ) {
    precondition(
      parameters.count == first.count && gradient.count == first.count,
      "\(parameters.count) parameters and \(gradient.count) gradients, not \(first.count)")
    count += 1
    let correction1 = 1 - power(beta1, count)
    let correction2 = 1 - power(beta2, count)
    let rate = learningRate / Float(correction1)
    let scale = Float(1 / correction2)
    // 1 - beta is taken in Double: in Float it would lose half its digits.
    let (keep1, take1) = (Float(beta1), Float(1 - beta1))
    let (keep2, take2) = (Float(beta2), Float(1 - beta2))
    for index in parameters.indices {
      let slope = gradient[index]
      first[index] = keep1 * first[index] + take1 * slope
      second[index] = keep2 * second[index] + take2 * slope * slope
      parameters[index] -= rate * first[index] / ((second[index] * scale).squareRoot() + epsilon)
    }
    layout.project(&parameters)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, factor, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}

extension ParameterLayout {
  /// Moves every parameter to the nearest value that its constraint allows.
  public func project(_ parameters: inout [Float]) {
    for entry in entries {
      switch entry.constraint {
      case .none: continue
      case .nonNegative: for index in entry.range where parameters[index] < 0 { parameters[index] = 0 }
      case .positive:
        let floor = Constraint.positiveFloor
        for index in entry.range where parameters[index] < floor { parameters[index] = floor }
      }
    }
  }
}
