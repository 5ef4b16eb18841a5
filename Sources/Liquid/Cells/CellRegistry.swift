/// The cells that exist. Adding a cell takes its folder, a row here, and a row in `NetworkVariant.all` of the tests.
package enum CellRegistry {
  /// One row per kind of cell that a network can be made of.
  package static let cells: [any NetworkCell.Type] = [
    LTC.self, CfC.self, LRC.self, LRCSSM.self, LSTM.self, GRU.self, CTRNN.self, NeuralODE.self, CTGRU.self,
    GRUD.self,
  ]

  /// Those, and what they can be put together to.
  private static let types = cells + [Stack.self]

  /// The identifiers of all cells, in the order of the rows.
  package static var identifiers: [String] { cells.map { $0.identifier } }

  /// The kind of cell with an identifier or one of its aliases.
  package static func type(named name: String) throws(ArchitectureError) -> any NetworkCell.Type {
    guard let type = find(name) else { throw .unknownCell(name, known: identifiers) }
    return type
  }

  /// The identifier that an alias stands for; any other name as it is.
  package static func identifier(of name: String) -> String { find(name)?.identifier ?? name }

  private static func find(_ name: String) -> (any NetworkCell.Type)? {
    types.first { $0.identifier == name || $0.traits.aliases.contains(name) }
  }

  /// Builds the cell that an architecture describes, after checking its wiring and options, which may come from a
  /// file.
  package static func makeCell(_ architecture: Architecture) throws(ArchitectureError) -> any NetworkCell {
    try make(type(named: architecture.cell), architecture)
  }

  private static func make<C: NetworkCell>(
    _ type: C.Type, _ architecture: Architecture
  ) throws(ArchitectureError) -> any NetworkCell {
    guard let options = architecture.options as? C.Options else {
      throw .foreignOptions(cell: architecture.cell)
    }
    let wiring = try validated(architecture.wiring)
    return try C(wiring: wiring, options: options)
  }

  private static func validated(_ wiring: Wiring) throws(ArchitectureError) -> Wiring {
    do {
      return try Wiring(
        kind: wiring.kind, inputs: wiring.inputs, outputs: wiring.outputs, layers: wiring.layers,
        synapses: wiring.synapses, sensorySynapses: wiring.sensorySynapses, names: wiring.names)
    } catch {
      throw .invalidWiring(error)
    }
  }
}
