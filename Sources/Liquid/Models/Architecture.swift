import Text

/// Everything that says what a network computes apart from its parameters: a model file stores it as JSON.
///
/// In JSON: `{"cell": "ltc", "wiring": {...}, "options": {...}}`, where the options are those of the cell named.
/// Decoding throws `ArchitectureError.unknownCell` for a cell that this version does not have.
package struct Architecture: Sendable, Hashable, Codable {
  /// The cell's identifier, a row of `CellRegistry`.
  package let cell: String
  package let wiring: Wiring
  package let options: any CellOptions

  package init(_ cell: any NetworkCell) {
    self.cell = cell.identifier
    self.wiring = cell.wiring
    self.options = cell.options
  }

  private enum CodingKeys: String, CodingKey {
    case cell, wiring, options
  }

  package static func == (one: Architecture, other: Architecture) -> Bool {
    one.cell == other.cell && one.wiring == other.wiring
      && AnyHashable(one.options) == AnyHashable(other.options)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(cell)
    hasher.combine(wiring)
    hasher.combine(AnyHashable(options))
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    // Older files have other names for some cells.
    cell = CellRegistry.identifier(of: try container.decode(String.self, forKey: .cell))
    wiring = try container.decode(Wiring.self, forKey: .wiring)
    options = try CellRegistry.type(named: cell).decodeOptions(from: container, forKey: .options)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(cell, forKey: .cell)
    try container.encode(wiring, forKey: .wiring)
    try container.encode(options, forKey: .options)
  }
}

extension NetworkCell {
  /// Decodes the options of this kind of cell.
  fileprivate static func decodeOptions<Key: CodingKey>(
    from container: KeyedDecodingContainer<Key>, forKey key: Key
  ) throws -> any CellOptions {
    try container.decode(Options.self, forKey: key)
  }
}

/// Why a network cannot be built from its description.
public enum ArchitectureError: Error, Sendable, Hashable {
  case unknownCell(String, known: [String])
  case invalidWiring(WiringError)
  /// An option whose value lies outside of what is allowed.
  case invalidOption(name: String, value: String, allowed: String)
  /// The options belong to another kind of cell.
  case foreignOptions(cell: String)
  /// A wiring that leaves synapses out, for a cell whose neurons see all.
  case incompleteWiring(cell: String)
  /// A wiring in which neurons see others, for a cell whose neurons see themselves and all inputs.
  case notDiagonal(cell: String)
}

extension ArchitectureError: WordedError {
  public var description: String {
    switch self {
    case .unknownCell(let cell, let known):
      "there is no cell named \(cell.quoted); this version has \(known.joined(separator: ", "))"
    case .invalidWiring(let error):
      "the wiring is not valid: \(error)"
    case .invalidOption(let name, let value, let allowed):
      "the option \(name) is \(value); it must be \(allowed)"
    case .foreignOptions(let cell):
      "the options do not belong to the cell \(cell)"
    case .incompleteWiring(let cell):
      "the cell \(cell) needs a wiring with every synapse, such as full"
    case .notDiagonal(let cell):
      "the cell \(cell) needs a wiring in which each neuron sees itself, all inputs and nothing else, such as diagonal"
    }
  }
}
