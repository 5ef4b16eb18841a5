import Liquid

/// A program in float: the network's numbers to about 1e-6, and the same bits on every machine.
package struct FloatArithmetic: CArithmetic {
  package let number = "float"
  package let elapsedType = "float"
  package let stateFields: [CField]
  package let tables: [CTable]
  package let helpers: [String]
  package let statements: [String]
  package let operations: StepOperations
  package let notes = [
    "Arithmetic: float, without fused multiply-adds: every machine with IEEE 754 arithmetic gives the same bits."
  ]

  /// - Throws: where a parameter that the code needs is no float.
  package init(_ program: StepProgram, names: CNames) throws(DeviceCodeError) {
    var writer = FloatWriter(program, names: names)
    writer.write(program.statements, indent: 2)
    writer.finish()
    guard writer.isFinite else {
      throw .inexpressible(part: "a synapse", reason: "its sigma and mu are too large for a float")
    }
    stateFields = program.states.map {
      CField(type: "float", name: program.vectors[$0].name, count: program.vectors[$0].count)
    }
    tables = writer.tables
    helpers = FloatHelper.closure(of: writer.helpers).map { $0.text(names, places: writer.places) }
    // An input may reach no neuron: what was computed of it is then used by nobody.
    let idle = Set(program.statements.flatMap(\.writes).map(\.vector)).filter { vector in
      program.vectors[vector].role == .temporary && !writer.read.contains(vector)
    }
    let isTimed = program.allParts.contains { program.vectors[$0.vector].role == .elapsed }
    statements =
      writer.declarations + (isTimed ? [] : ["  (void)elapsed;"]) + writer.lines
      + idle.sorted().map { "  (void)\(program.vectors[$0].name);" }
    operations = StepOperations(program)
  }

  package func channel(_ value: String) -> String { value }
  package func index(_ place: String) -> String { "(float)\(place)" }
  package func elapsed(_ value: String) -> String { value }
  package func output(_ index: String) -> String { "outputs[\(index)]" }
}

/// Writes the statements of a program.
private struct FloatWriter {
  let program: StepProgram
  let names: CNames
  let places: FloatPlaces
  private(set) var lines: [String] = []
  private(set) var tables: [CTable] = []
  private(set) var helpers: Set<FloatHelper> = []
  /// Vectors that the lines read.
  private(set) var read: Set<Int> = []
  /// Whether all constants are.
  private(set) var isFinite = true
  /// Of equal content, each once.
  private var tableNames: [[String]: String] = [:]

  init(_ program: StepProgram, names: CNames) {
    self.program = program
    self.names = names
    places = FloatPlaces(program.statements)
  }

  /// The temporaries that are used.
  var declarations: [String] {
    let used = Set(program.allParts.map(\.vector))
    return program.vectors.indices.filter { program.vectors[$0].role == .temporary && used.contains($0) }
      .map { "  float \(program.vectors[$0].name)[\(program.vectors[$0].count)];" }
  }

  mutating func write(_ statements: [StepProgram.Statement], indent: Int) {
    for statement in statements { write(statement, indent: indent) }
  }

  mutating func finish() {
    read.insert(program.outputs.vector)
    call(.copy, ["outputs", pointer(program.outputs), "\(program.outputs.count)"], indent: 2)
  }

  private mutating func write(_ statement: StepProgram.Statement, indent: Int) {
    switch statement {
    case .linear(let linear): write(linear, indent: indent)
    case .synapses(let sums): write(sums, indent: indent)
    case .map(let target, let expression):
      read.formUnion(expression.parts.map(\.vector))
      let margin = String(repeating: " ", count: indent)
      let text = self.text(expression, depth: 0)
      lines.append(
        "\(margin)for (\(names.lower)_size i = 0; i < \(target.count); i++) \(element(target, "i")) = \(text);"
      )
    case .groupSums(let target, let source, let size):
      read.insert(source.vector)
      call(
        .groupSums, [pointer(target), "\(target.count)", "\(size)", pointer(source)], indent: indent)
    case .scatter(let target, let indices, let source):
      read.insert(source.vector)
      let table = table(CTable("", places.columns, indices), "\(vectorName(target))_places")
      call(.scatter, [pointer(target), table, pointer(source), "\(source.count)"], indent: indent)
    case .lookup(let target, let source, let rows):
      read.insert(source.vector)
      let table = table(CTable("", rows), "\(vectorName(target))_table")
      call(
        .lookup,
        [pointer(target), table, "\(target.count)", "\(rows.count / target.count)", element(source, "0")],
        indent: indent)
    case .repeated(let times, let body):
      let margin = String(repeating: " ", count: indent)
      let counter = "round_\(indent / 2)"
      lines.append("\(margin)for (\(names.lower)_size \(counter) = 0; \(counter) < \(times); \(counter)++) {")
      write(body, indent: indent + 2)
      lines.append("\(margin)}")
    }
  }

  private mutating func write(_ linear: StepProgram.LinearStatement, indent: Int) {
    write(start: linear.start, of: linear.target, indent: indent)
    for term in linear.terms where term.matrix.entryCount > 0 {
      read.insert(term.source.vector)
      switch term.matrix {
      case .dense(let rows, let columns, let values):
        let weights = table(CTable("", values), "\(vectorName(linear.target))_weights")
        call(
          .dense, [pointer(linear.target), "\(rows)", "\(columns)", weights, pointer(term.source)],
          indent: indent)
      case .sparse(let blocks, let starts, let columns, let values):
        let tables = [
          table(CTable("", places.starts, starts), "\(vectorName(linear.target))_starts"),
          table(CTable("", places.columns, columns), "\(vectorName(linear.target))_places"),
          table(CTable("", values), "\(vectorName(linear.target))_weights"),
        ]
        call(
          .sparse,
          [pointer(linear.target), "\(starts.count - 1)", "\(blocks)"] + tables + [pointer(term.source)],
          indent: indent)
      }
    }
  }

  private mutating func write(_ sums: StepProgram.SynapseStatement, indent: Int) {
    write(start: sums.conductanceStart, of: sums.conductance, indent: indent)
    write(start: sums.driveStart, of: sums.drive, indent: indent)
    let all = sums.synapses.flatMap(\.self)
    if all.isEmpty { return }
    read.insert(sums.source.vector)
    let starts = sums.synapses.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    let values = all.flatMap { synapse -> [Float] in
      let scaled = synapse.sigma * 1.442695041
      return [-scaled, scaled * synapse.mu, synapse.w, synapse.driveWeight]
    }
    guard values.allSatisfy(\.isFinite) else {
      isFinite = false
      return
    }
    let tables = [
      table(CTable("", places.starts, starts), "\(vectorName(sums.conductance))_starts"),
      table(CTable("", places.columns, all.map(\.source)), "\(vectorName(sums.conductance))_places"),
      table(CTable("", values), "\(vectorName(sums.conductance))_synapses"),
    ]
    call(
      .synapses,
      [pointer(sums.conductance), pointer(sums.drive), "\(sums.synapses.count)"] + tables
        + [pointer(sums.source)], indent: indent)
  }

  private mutating func write(start: StepProgram.Start, of target: StepProgram.Part, indent: Int) {
    switch start {
    case .constants(let values):
      let table = table(CTable("", values), "\(vectorName(target))_start")
      call(.load, [pointer(target), table, "\(target.count)"], indent: indent)
    case .part(let part):
      read.insert(part.vector)
      if part == target { return }
      call(.copy, [pointer(target), pointer(part), "\(target.count)"], indent: indent)
    }
  }

  private mutating func call(_ helper: FloatHelper, _ arguments: [String], indent: Int) {
    helpers.insert(helper)
    let name = names.lower + "_" + helper.functionName
    let margin = String(repeating: " ", count: indent)
    lines.append("\(margin)\(name)(\(arguments.joined(separator: ", ")));")
  }

  /// The name of a table with this content.
  ///
  /// - Parameter role: what it is called where it is new, and no other is called so.
  private mutating func table(_ table: CTable, _ role: String) -> String {
    let key = [table.element.rawValue] + table.values
    if let known = tableNames[key] { return known }
    let plain = "\(names.lower)_\(role)"
    var (name, number) = (plain, 2)
    while tables.contains(where: { $0.name == name }) {
      name = "\(plain)_\(number)"
      number += 1
    }
    tableNames[key] = name
    tables.append(table.named(name))
    return name
  }
}

extension FloatWriter {
  private func vectorName(_ part: StepProgram.Part) -> String { program.vectors[part.vector].name }

  private func name(_ part: StepProgram.Part) -> String {
    let vector = program.vectors[part.vector]
    switch vector.role {
    case .inputs: return "inputs"
    case .elapsed: return "&elapsed"
    case .state: return "state->\(vector.name)"
    case .temporary: return vector.name
    }
  }

  private func pointer(_ part: StepProgram.Part) -> String {
    part.range.lowerBound == 0 ? name(part) : "\(name(part)) + \(part.range.lowerBound)"
  }

  /// An element of a part, by an expression for its index.
  private func element(_ part: StepProgram.Part, _ index: String) -> String {
    if program.vectors[part.vector].role == .elapsed { return "elapsed" }
    let first = part.range.lowerBound
    if index == "0" { return "\(name(part))[\(first)]" }
    return first == 0 ? "\(name(part))[\(index)]" : "\(name(part))[\(first) + \(index)]"
  }

  private mutating func text(_ expression: ElementExpression, depth: Int) -> String {
    switch expression {
    case .constant(let value): return CText.operand(value)
    case .constants(let values, let index):
      if let first = values.first, values.allSatisfy({ $0 == first }) { return CText.operand(first) }
      return "\(table(CTable("", values), "factors"))[\(index.text)]"
    case .element(let part, let index): return element(part, index.text)
    case .function(let function, let x):
      return text(function, self.text(x, depth: 0))
    case .operation(let operation, let x, let y):
      let (left, right) = (text(x, depth: depth + 1), text(y, depth: depth + 1))
      return text(operation, left, right, isInner: depth > 0)
    }
  }

  private mutating func text(_ function: ElementExpression.Function, _ x: String) -> String {
    let helper: FloatHelper
    switch function {
    case .negated: return "-(\(x))"
    case .magnitude: helper = .magnitude
    case .sigmoid: helper = .sigmoid
    case .tanh: helper = .tanh
    case .exp: helper = .exponential
    case .squareRoot: helper = .squareRoot
    case .normalCDF: helper = .normalCDF
    case .rounded: helper = .round
    }
    helpers.insert(helper)
    return "\(names.lower)_\(helper.functionName)(\(x))"
  }

  private mutating func text(
    _ operation: ElementExpression.Operation, _ x: String, _ y: String, isInner: Bool
  ) -> String {
    let symbol: String
    switch operation {
    case .add: symbol = "+"
    case .subtract: symbol = "-"
    case .multiply: symbol = "*"
    case .divide: symbol = "/"
    case .minimum, .maximum:
      let helper: FloatHelper = operation == .minimum ? .minimum : .maximum
      helpers.insert(helper)
      return "\(names.lower)_\(helper.functionName)(\(x), \(y))"
    }
    return isInner ? "(\(x) \(symbol) \(y))" : "\(x) \(symbol) \(y)"
  }
}

extension ElementExpression.Index {
  /// In C, where i is the element.
  var text: String {
    switch self {
    case .each: "i"
    case .first: "0"
    case .group(let size): "i / \(size)"
    case .cycle(let length): "i % \(length)"
    }
  }
}

extension CTable {
  func named(_ name: String) -> CTable { CTable(name: name, element: element, values: values) }
}

extension FloatPlaces {
  /// The smallest elements that hold all places of a program.
  init(_ statements: [StepProgram.Statement]) {
    var (columns, starts) = ([0], [0])
    func look(_ statements: [StepProgram.Statement]) {
      for statement in statements {
        switch statement {
        case .linear(let linear):
          for case .sparse(_, let begins, let places, _) in linear.terms.map(\.matrix) {
            starts.append(begins.last ?? 0)
            columns.append(places.max() ?? 0)
          }
        case .synapses(let sums):
          starts.append(sums.synapses.reduce(0) { $0 + $1.count })
          columns.append(sums.synapses.flatMap(\.self).map(\.source).max() ?? 0)
        case .scatter(_, let indices, _): columns.append(indices.max() ?? 0)
        case .repeated(_, let body): look(body)
        case .map, .groupSums, .lookup: break
        }
      }
    }
    look(statements)
    self.init(
      columns: CTable(counting: "", columns).element, starts: CTable(counting: "", starts).element)
  }
}
