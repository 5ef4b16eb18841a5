import Liquid

/// The network's own part of the generated C, in one kind of arithmetic.
///
/// It becomes one function, `core`, from the channels and the elapsed time to the raw outputs. The rest of the files is
/// the same for all.
package protocol CArithmetic: Sendable {
  /// Of a channel, a state and a raw output: `float` or `int16_t`.
  var number: String { get }
  /// The arrays of the state that the network keeps, beside what the interface keeps.
  var stateFields: [CField] { get }
  var tables: [CTable] { get }
  /// Static functions, each once, in the order in which they must stand; `net_` stands for the prefix already.
  var helpers: [String] { get }
  /// The body of
  /// `static void net_core(net_state *state, const NUMBER *inputs, ELAPSED elapsed, NUMBER *outputs)`, a line each.
  var statements: [String] { get }
  /// The type of `elapsed`.
  var elapsedType: String { get }
  /// What turns a float expression (a normalised value) into a channel.
  func channel(_ value: String) -> String
  /// What turns a whole number (the place of a level, or -1) into a channel that is an index.
  func index(_ place: String) -> String
  /// What turns a float expression (in usual steps) into `elapsed`.
  func elapsed(_ value: String) -> String
  /// What turns `outputs[i]`, i in the expression, into a float.
  func output(_ index: String) -> String
  /// Multiplications and activations of a step, for the report.
  var operations: StepOperations { get }
  /// What net.h says about the arithmetic.
  var notes: [String] { get }
  /// Functions beside `net_init` and `net_step`, which may call `net_core`.
  var functions: [CFunction] { get }
}

extension CArithmetic {
  package var functions: [CFunction] { [] }
}

/// A function of the generated code.
package struct CFunction: Sendable, Hashable {
  /// As net.h has it, with a comment.
  package let declaration: String
  package let definition: String
}

/// An array in the state's struct.
package struct CField: Sendable, Hashable {
  package let type: String
  package let name: String
  package let count: Int

  package init(type: String, name: String, count: Int) {
    self.type = type
    self.name = name
    self.count = count
  }
}

/// How much a step computes.
package struct StepOperations: Sendable, Hashable, Encodable {
  /// Products that are summed.
  package var multiplyAdds = 0
  /// Sigmoids, hyperbolic tangents, exponentials, square roots.
  package var activations = 0

  package init() {}

  /// Of a program.
  package init(_ program: StepProgram) {
    count(program.statements, times: 1)
  }

  private mutating func count(_ statements: [StepProgram.Statement], times: Int) {
    for statement in statements {
      switch statement {
      case .linear(let linear):
        multiplyAdds += times * linear.terms.reduce(0) { $0 + $1.matrix.entryCount }
      case .synapses(let sums):
        let synapses = sums.synapses.reduce(0) { $0 + $1.count }
        activations += times * synapses
        // The argument, and one product for each sum.
        multiplyAdds += times * synapses * 3
      case .map(let target, let expression):
        expression.forEach { inner in
          switch inner {
          case .function(.sigmoid, _), .function(.tanh, _), .function(.exp, _), .function(.normalCDF, _),
            .function(.squareRoot, _):
            activations += times * target.count
          case .operation(.multiply, _, _), .operation(.divide, _, _): multiplyAdds += times * target.count
          default: break
          }
        }
      case .groupSums, .scatter, .lookup: break
      case .repeated(let repeats, let body): count(body, times: times * repeats)
      }
    }
  }
}
