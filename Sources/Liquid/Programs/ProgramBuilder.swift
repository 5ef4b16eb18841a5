/// Builds a `StepProgram` from a model's parameters.
struct ProgramBuilder {
  typealias Part = StepProgram.Part

  private(set) var parameters: [Float]
  private var layout: ParameterLayout
  private(set) var program: StepProgram

  init(cell: any NetworkCell, parameters: [Float]) {
    precondition(
      parameters.count == cell.layout.count, "\(parameters.count) parameters, not \(cell.layout.count)")
    self.parameters = parameters
    layout = cell.layout
    let none = Part(vector: 0, range: 0..<0)
    program = StepProgram(inputs: none, elapsed: none, outputs: none)
    program.inputs = vector("inputs", count: cell.wiring.inputs, .inputs)
    program.elapsed = vector("elapsed", count: 1, .elapsed)
  }

  /// Appends what `body` does with another cell's parameters: those of a part of the network.
  mutating func within(
    _ cell: any NetworkCell, parameters: [Float], _ body: (inout ProgramBuilder) -> Void
  ) {
    let outer = (self.parameters, layout)
    (self.parameters, layout) = (parameters, cell.layout)
    body(&self)
    (self.parameters, layout) = outer
  }

  // MARK: - Parameters

  func tensor(_ name: String) -> [Float] { Array(parameters[layout[name]]) }

  /// A matrix of the layout.
  func matrix(_ name: String) -> ProgramMatrix {
    guard let entry = layout.entries.first(where: { $0.name == name }), entry.shape.count == 2 else {
      preconditionFailure("\(name) is no matrix")
    }
    return .dense(rows: entry.shape[0], columns: entry.shape[1], Array(parameters[entry.range]))
  }

  /// Some columns of a matrix of the layout.
  func matrix(_ name: String, columns: Range<Int>) -> ProgramMatrix {
    guard case .dense(let rows, let width, let values) = matrix(name) else {
      preconditionFailure("\(name) is not dense")
    }
    let kept = (0..<rows).flatMap { row in columns.map { values[row * width + $0] } }
    return .dense(rows: rows, columns: columns.count, kept)
  }

  /// Matrices that see the same columns, one after the other.
  func stacked(_ matrices: [ProgramMatrix]) -> ProgramMatrix {
    var (rows, width, all) = (0, 0, [Float]())
    for case .dense(let count, let columns, let values) in matrices {
      (rows, width) = (rows + count, columns)
      all += values
    }
    return .dense(rows: rows, columns: width, all)
  }

  // MARK: - Vectors and statements

  mutating func vector(_ name: String, count: Int, _ role: StepProgram.Role = .temporary) -> Part {
    let used = Set(program.vectors.map(\.name))
    var unique = name
    var number = 2
    while used.contains(unique) {
      unique = "\(name)_\(number)"
      number += 1
    }
    program.vectors.append(.init(name: unique, count: count, role: role))
    return Part(vector: program.vectors.count - 1, range: 0..<count)
  }

  mutating func append(_ statement: StepProgram.Statement) { program.statements.append(statement) }

  /// Writes an expression to a part.
  mutating func assign(_ target: Part, _ expression: ElementExpression) {
    append(.map(target: target, expression))
  }

  /// A new vector of an expression.
  mutating func map(_ name: String, count: Int, _ expression: ElementExpression) -> Part {
    let target = vector(name, count: count)
    assign(target, expression)
    return target
  }

  /// A new vector that sums products of matrices and vectors.
  mutating func linear(
    _ name: String, start: StepProgram.Start, _ terms: [(ProgramMatrix, Part)]
  ) -> Part {
    let target = vector(name, count: terms.first?.0.rows ?? 0)
    append(
      .linear(.init(target: target, start: start, terms: terms.map { .init(source: $1, matrix: $0) })))
    return target
  }

  /// Statements that `body` appends, several times; it is called once.
  mutating func repeated(_ times: Int, _ body: (inout ProgramBuilder) -> Void) {
    let before = program.statements.count
    body(&self)
    let inner = Array(program.statements[before...])
    program.statements.removeSubrange(before...)
    if times == 1 {
      program.statements += inner
    } else {
      append(.repeated(times: times, body: inner))
    }
  }

  mutating func finish(outputs: Part) -> StepProgram {
    program.outputs = outputs
    return program
  }
}
