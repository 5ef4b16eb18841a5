import Liquid
import Text

/// Why a table of synapses, or one of roles, gives no wiring: what is wrong, in which file, line and column.
package struct ConnectomeError: Error, Sendable, Hashable {
  /// What can be wrong.
  package enum Problem: Sendable, Hashable {
    /// The file cannot be read as a table; the error names the file itself.
    case table(DataError)
    case oneColumn
    case unknownColumns(known: [String])
    case numbersForNames
    case missingName
    case badWeight(text: String)
    case negativeWeight
    case noSynapses(unknownTypes: [String])
    case tooManyNeurons(Int, limit: Int)
    case noRoleColumn(known: [String])
    case unknownRole(String)
    /// No neuron with a role, or none that could have it.
    case noNeuron(role: String, isGiven: Bool)
    case tooFewMotorNeurons(Int, outputs: Int)
    case wiring(WiringError)
  }

  /// Safe to show.
  package let file: String
  /// As an editor counts it, from 1; nil if the problem has no single line.
  package let line: Int?
  package let column: String?
  package let problem: Problem

  init(_ problem: Problem, file: String, line: Int? = nil, column: String? = nil) {
    self.problem = problem
    self.file = file.sanitized
    self.line = line
    self.column = column?.displayed
  }
}

extension ConnectomeError: WordedError {
  /// One line: where, what is wrong, and what to do about it.
  package var description: String {
    if case .table(let error) = problem { return error.description }
    var place = file
    if let line { place += ", line \(line)" }
    if let column { place += ", column '\(column)'" }
    return "\(place): \(problem.text)"
  }
}

extension ConnectomeError.Problem {
  fileprivate var text: String {
    switch self {
    case .table(let error): error.description
    case .oneColumn:
      "a table of synapses has a row for each, with the neuron before it and the one after it; this one has a single column"
    case .unknownColumns(let known):
      "no columns are called 'pre' and 'post', or 'source' and 'target'; there are \(listed(known, limit: 6))"
    case .numbersForNames:
      "this holds numbers where names of neurons are expected; whole numbers are names in columns called 'pre' and 'post'"
    case .missingName: "the row lacks the name of a neuron; write it, or remove the row"
    case .badWeight(let text):
      "\(text.isEmpty ? "an empty field" : text.quoted) is no weight; every row needs a number here"
    case .negativeWeight:
      "the weight is negative beside a column of polarities; leave the sign to that column"
    case .noSynapses(let types):
      types.isEmpty
        ? "no row is a synapse between two neurons"
        : "no row is a synapse of a known type; there are \(listed(types, limit: 6)), known are 'chemical' and"
          + " 'electrical'"
    case .tooManyNeurons(let count, let limit):
      "there are \(counted(count, "neuron")); at most \(limit) are supported"
    case .noRoleColumn(let known):
      "no column is called 'role'; there are \(listed(known, limit: 6))"
    case .unknownRole(let word):
      "there is no role \(word.quoted); it must be sensory, inter, motor, or muscle or other for what is no neuron"
    case .noNeuron(let role, true):
      "no neuron with a synapse has the role \(role); a network needs at least one"
    case .noNeuron(let role, false):
      "no neuron can be \(role), as none reaches another; --wiring-roles FILE says which are"
    case .tooFewMotorNeurons(let count, let outputs):
      "\(counted(outputs, "output")) for \(counted(count, "motor neuron")); give more neurons the role motor, or use --readout dense"
    case .wiring(let error): error.description
    }
  }
}
