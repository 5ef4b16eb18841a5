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
  private var values: ChannelMapValues

  init(_ ports: NetworkPorts, layout: ParameterLayout, parameters: [Float]) {
    values = ChannelMapValues("input", map: ports.inputMap, width: ports.inputs, layout: layout)
    values.load(parameters)
  }

  /// `[inputs]`
  func apply(_ inputs: ArraySlice<Float>) -> [Double] {
    zip(inputs, zip(values.weight, values.bias)).map { Double($0) * Double($1.0) + Double($1.1) }
  }
}
