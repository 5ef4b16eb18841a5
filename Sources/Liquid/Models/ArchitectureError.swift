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
}

extension ArchitectureError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownCell(let cell, let known):
      "there is no cell named \"\(cell)\"; this version has \(known.joined(separator: ", "))"
    case .invalidWiring(let error):
      "the wiring is not valid: \(error)"
    case .invalidOption(let name, let value, let allowed):
      "the option \(name) is \(value); it must be \(allowed)"
    case .foreignOptions(let cell):
      "the options do not belong to the cell \(cell)"
    case .incompleteWiring(let cell):
      "the cell \(cell) needs a wiring with every synapse, such as full"
    }
  }
}
