/// A network with its parameters: a value.
public struct Model: Sendable {
  public let cell: any Cell
  /// The flat parameter vector, as `cell.layout` describes it.
  public var parameters: [Float]

  /// A model with random initial parameters; the same for the same seed.
  public init(cell: any Cell, seed: UInt64) {
    self.init(cell: cell, parameters: cell.initialParameters(seed: seed))
  }

  public init(cell: any Cell, parameters: [Float]) {
    precondition(
      parameters.count == cell.layout.count,
      "\(parameters.count) parameters for a network that has \(cell.layout.count)")
    self.cell = cell
    self.parameters = parameters
  }

  public var parameterCount: Int { parameters.count }

  /// The elements of a named tensor, row-major.
  public subscript(parameter name: String) -> ArraySlice<Float> {
    get { parameters[cell.layout[name]] }
    set { parameters.replaceSubrange(checked(name, count: newValue.count), with: newValue) }
  }

  private func checked(_ name: String, count: Int) -> Range<Int> {
    let range = cell.layout[name]
    precondition(count == range.count, "\(count) values for the \(range.count) of \(name)")
    return range
  }
}
