/// A cell whose neurons are all alike: each sees all inputs and all states, and a dense layer reads them all.
protocol DenseCell: SteppedCell {}

extension DenseCell {
  public static var hasLayers: Bool { false }

  var ports: NetworkPorts { NetworkPorts(denseReadoutOf: wiring) }

  public static func validate(_ wiring: Wiring, options: Options) throws(ArchitectureError) {
    try options.validate()
    guard wiring.isComplete else { throw .incompleteWiring(cell: identifier) }
  }
}

extension NetworkPorts {
  /// Inputs as they are, and a dense layer from all neurons to the outputs.
  init(denseReadoutOf wiring: Wiring) {
    self.init(
      inputs: wiring.inputs, read: wiring.neurons, inputMap: .none, outputMap: .none,
      projection: wiring.outputs)
  }
}

/// The options of a cell that has none.
public struct NoOptions: CellOptions {
  /// Nothing to choose.
  public init() {}

  public func validate() throws(ArchitectureError) {}
}
