/// A cell's differential equation as it reads, in Double and for one sequence: for the reference solver.
protocol StateEquation: AnyObject {
  /// Terms that one evaluation sums: synapses or weights.
  var terms: Int { get }

  /// Takes over a step's inputs as the network gets them, `[inputs]`.
  func begin(inputs: ArraySlice<Float>)

  /// dx/dt under those inputs, `[neurons]`.
  func evaluate(_ states: [Double], into derivative: inout [Double])
}

/// A cell whose states follow a differential equation between its inputs.
protocol DifferentialCell: SteppedCell {
  /// Nil where something else moves the states as well.
  func makeEquation(parameters: [Float]) -> (any StateEquation)?
}

/// An input map in Double.
struct InputMap {
  private let weights: [Double]
  private let biases: [Double]

  init(_ ports: NetworkPorts, layout: ParameterLayout, parameters: [Float]) {
    func tensor(_ name: String) -> [Double] { parameters[layout[name]].map(Double.init) }
    weights =
      ports.inputMap == .none ? Array(repeating: 1, count: ports.inputs) : tensor("input_w")
    biases = ports.inputMap == .affine ? tensor("input_b") : Array(repeating: 0, count: ports.inputs)
  }

  /// `[inputs]`
  func apply(_ inputs: ArraySlice<Float>) -> [Double] {
    zip(inputs, zip(weights, biases)).map { Double($0) * $1.0 + $1.1 }
  }
}
