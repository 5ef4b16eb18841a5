import Foundation

/// Runs a `StepProgram` in Double: what exports are checked against, and how their ranges are found.
package struct ProgramRunner: Sendable {
  package let program: StepProgram
  /// The elements of each vector.
  package private(set) var values: [[Double]]

  package init(_ program: StepProgram) {
    self.program = program
    values = program.vectors.map { Array(repeating: 0, count: $0.count) }
  }

  /// Begins a new sequence.
  package mutating func reset() {
    for state in program.states { values[state] = Array(repeating: 0, count: values[state].count) }
  }

  /// Runs one step and returns the raw outputs.
  ///
  /// - Parameter observer: sees each statement that has run, and in a map each value within its expression too.
  package mutating func step(
    _ inputs: [Float], elapsed: Float, observer: (any ProgramObserver)? = nil
  ) -> [Double] {
    write(inputs.map(Double.init), to: program.inputs)
    write([Double(elapsed)], to: program.elapsed)
    run(program.statements, path: [], observer)
    return read(program.outputs)
  }

  package func read(_ part: StepProgram.Part) -> [Double] { Array(values[part.vector][part.range]) }

  private mutating func write(_ new: [Double], to part: StepProgram.Part) {
    values[part.vector].replaceSubrange(part.range, with: new)
  }

  private mutating func run(
    _ statements: [StepProgram.Statement], path: [Int], _ observer: (any ProgramObserver)?
  ) {
    for (index, statement) in statements.enumerated() {
      let place = path + [index]
      switch statement {
      case .linear(let linear): run(linear, at: place, observer)
      case .synapses(let synapses): run(synapses, at: place, observer)
      case .map(let target, let expression):
        write(evaluate(expression, count: target.count, at: place, observer), to: target)
        observer?.wrote(target, read(target))
      case .groupSums(let target, let source, let size):
        let from = read(source)
        write((0..<target.count).map { from[$0 * size..<($0 + 1) * size].reduce(0, +) }, to: target)
        observer?.wrote(target, read(target))
      case .scatter(let target, let indices, let source):
        for (index, value) in zip(indices, read(source)) {
          values[target.vector][target.range.lowerBound + index] = value
        }
        observer?.wrote(target, read(target))
      case .lookup(let target, let source, let table):
        write(row(read(source)[0], of: table, width: target.count), to: target)
        observer?.wrote(target, read(target))
      case .repeated(let times, let body):
        for _ in 0..<times { run(body, path: place, observer) }
      }
    }
  }

  private func row(_ number: Double, of table: [Float], width: Int) -> [Double] {
    let rounded = number.rounded()
    guard rounded >= 0, rounded < Double(table.count / width) else {
      return Array(repeating: 0, count: width)
    }
    let first = Int(rounded) * width
    return table[first..<first + width].map(Double.init)
  }

  private func start(_ start: StepProgram.Start) -> [Double] {
    switch start {
    case .constants(let values): values.map(Double.init)
    case .part(let part): read(part)
    }
  }

  private mutating func run(
    _ linear: StepProgram.LinearStatement, at place: [Int], _ observer: (any ProgramObserver)?
  ) {
    var sums = start(linear.start)
    for term in linear.terms {
      let source = read(term.source)
      term.matrix.addProduct(with: source, to: &sums)
    }
    write(sums, to: linear.target)
    observer?.wrote(linear.target, sums)
  }

  private mutating func run(
    _ statement: StepProgram.SynapseStatement, at place: [Int], _ observer: (any ProgramObserver)?
  ) {
    var (conductance, drive) = (start(statement.conductanceStart), start(statement.driveStart))
    let source = read(statement.source)
    for (target, synapses) in statement.synapses.enumerated() {
      for synapse in synapses {
        let argument = Double(synapse.sigma) * (source[synapse.source] - Double(synapse.mu))
        let open = 1 / (1 + exp(-argument))
        conductance[target] += Double(synapse.w) * open
        drive[target] += Double(synapse.driveWeight) * open
      }
    }
    write(conductance, to: statement.conductance)
    write(drive, to: statement.drive)
    observer?.wrote(statement.conductance, conductance)
    observer?.wrote(statement.drive, drive)
  }

  private func evaluate(
    _ expression: ElementExpression, count: Int, at place: [Int], _ observer: (any ProgramObserver)?
  ) -> [Double] {
    let result: [Double]
    switch expression {
    case .constant(let value): result = Array(repeating: Double(value), count: count)
    case .constants(let constants, let index): result = (0..<count).map { Double(constants[index.place($0)]) }
    case .element(let part, let index):
      let first = part.range.lowerBound
      result = (0..<count).map { values[part.vector][first + index.place($0)] }
    case .function(let function, let x):
      result = evaluate(x, count: count, at: place + [0], observer).map(function.apply)
    case .operation(let operation, let x, let y):
      result = zip(
        evaluate(x, count: count, at: place + [0], observer),
        evaluate(y, count: count, at: place + [1], observer)
      ).map(operation.apply)
    }
    observer?.computed(place, result)
    return result
  }
}

extension ProgramMatrix {
  fileprivate func addProduct(with source: [Double], to sums: inout [Double]) {
    switch self {
    case .dense(let rows, let columns, let values):
      for row in 0..<rows {
        for column in 0..<columns { sums[row] += Double(values[row * columns + column]) * source[column] }
      }
    case .sparse(let blocks, let starts, let columns, let values):
      let groups = starts.count - 1
      for group in 0..<groups {
        for entry in starts[group]..<starts[group + 1] {
          for block in 0..<blocks {
            sums[block * groups + group] += Double(values[entry * blocks + block]) * source[columns[entry]]
          }
        }
      }
    }
  }
}

/// Sees the values of a program while it runs.
package protocol ProgramObserver: AnyObject {
  /// A statement wrote a part.
  func wrote(_ part: StepProgram.Part, _ values: [Double])
  /// An expression within a map had these values: its place is the map's place in its list of statements (after those of
  /// the loops around it), then 0 or 1 for the operands that lead to it.
  func computed(_ place: [Int], _ values: [Double])
}

extension ElementExpression.Function {
  package func apply(_ x: Double) -> Double {
    switch self {
    case .negated: -x
    case .magnitude: x.magnitude
    case .sigmoid: 1 / (1 + Foundation.exp(-x))
    case .tanh: Foundation.tanh(x)
    case .exp: Foundation.exp(x)
    case .squareRoot: x.squareRoot()
    case .normalCDF: erfc(-x / 2.0.squareRoot()) / 2
    case .rounded: x.rounded(.toNearestOrEven)
    }
  }
}

extension ElementExpression.Operation {
  package func apply(_ x: Double, _ y: Double) -> Double {
    switch self {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .minimum: min(x, y)
    case .maximum: max(x, y)
    }
  }
}
