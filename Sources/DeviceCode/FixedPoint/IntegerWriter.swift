import Liquid

/// Writes the statements of a `FixedProgram` as C.
struct IntegerWriter {
  private let fixed: FixedProgram
  private let memory: WorkMemory
  private let names: CNames
  private(set) var lines: [String] = []
  private(set) var tables: [CTable] = []
  private(set) var helpers: Set<IntegerHelper> = []
  /// Of equal content, each once.
  private var tableNames: [[String]: String] = [:]
  private var curves: Set<FixedCurve> = []

  init(_ fixed: FixedProgram, memory: WorkMemory, names: CNames) {
    self.fixed = fixed
    self.memory = memory
    self.names = names
  }

  private var lower: String { names.lower }
  private var program: StepProgram { fixed.program }
  private var flash: String { "const \(names.upper)_FLASH" }

  /// The temporaries, which share an array.
  var declarations: [String] {
    guard memory.count > 0 else { return [] }
    let pointers = memory.places.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { vector, first in
      "  int16_t *const \(program.vectors[vector].name) = work\(first == 0 ? "" : " + \(first)");"
    }
    return ["  int16_t work[\(memory.count)];"] + pointers
  }

  mutating func write(_ statements: [FixedStatement], indent: Int) {
    for statement in statements { write(statement, indent: indent) }
  }

  mutating func finish() {
    let from = element(program.outputs, "i")
    line("for (\(lower)_size i = 0; i < \(program.outputs.count); i++) outputs[i] = \(from);", 2)
    if !Self.isRead(program.elapsed.vector, fixed.statements) { line("(void)elapsed;", 2) }
    if program.states.isEmpty { line("(void)state;", 2) }
  }

  private static func isRead(_ vector: Int, _ statements: [FixedStatement]) -> Bool {
    statements.contains { statement in
      switch statement {
      case .map(let map):
        map.operations.contains { if case .element(let part, _) = $0 { part.vector == vector } else { false } }
      case .repeated(_, let body): isRead(vector, body)
      default: false
      }
    }
  }

  private mutating func write(_ statement: FixedStatement, indent: Int) {
    switch statement {
    case .linear(let linear): write(linear, indent: indent)
    case .synapses(let synapses): write(synapses, indent: indent)
    case .map(let map): write(map, indent: indent)
    case .groupSums(let target, let source, let size, let rescaling):
      line("for (\(lower)_size i = 0; i < \(target.count); i++) {", indent)
      line("int32_t sum = 0;", indent + 2)
      line(
        "for (\(lower)_size k = 0; k < \(size); k++) sum += \(element(source, "i * \(size) + k"));", indent + 2)
      line("\(element(target, "i")) = \(narrow("sum", rescaling));", indent + 2)
      line("}", indent)
    case .scatter(let target, let indices, let source, let rescaling):
      let places = table(CTable(counting: "", indices))
      let value =
        rescaling.shift == 0
        ? element(source, "i") : narrow("(int32_t)\(element(source, "i"))", rescaling)
      line(
        "for (\(lower)_size i = 0; i < \(source.count); i++) \(element(target, "\(places)[i]")) = \(value);",
        indent)
    case .repeated(let times, let body):
      let counter = "round_\(indent / 2)"
      line("for (\(lower)_size \(counter) = 0; \(counter) < \(times); \(counter)++) {", indent)
      write(body, indent: indent + 2)
      line("}", indent)
    }
  }

  private mutating func line(_ text: String, _ indent: Int) {
    lines.append(String(repeating: " ", count: indent) + text)
  }

  // MARK: - Sums of products

  private mutating func write(_ linear: FixedLinear, indent: Int) {
    line("{", indent)
    let terms = linear.terms.enumerated().filter { $0.element.matrix.entryCount > 0 }
    var inner: [String] = []
    for (index, term) in terms {
      let number = index + 1
      inner.append("int32_t products_\(number) = 0;")
      switch term.matrix {
      case .dense(_, let columns, let weights):
        let name = table(CTable("", .int8, weights.map(Int.init)))
        line("\(flash) int8_t *weights_\(number) = \(name);", indent + 2)
        inner.append("for (\(lower)_size k = 0; k < \(columns); k++) {")
        inner.append("  products_\(number) += (int32_t)*weights_\(number)++ * \(element(term.source, "k"));")
      case .sparse(_, let starts, let columns, let weights):
        let name = table(CTable("", .int8, weights.map(Int.init)))
        let places = CTable(counting: "", columns)
        let counts = CTable(counting: "", zip(starts, starts.dropFirst()).map { $1 - $0 })
        let (placesName, countsName) = (table(places), table(counts))
        line("\(flash) int8_t *weights_\(number) = \(name);", indent + 2)
        line("\(flash) \(places.element.rawValue) *place_\(number) = \(placesName);", indent + 2)
        line("\(lower)_size group_\(number) = 0;", indent + 2)
        inner.append("if (group_\(number) == \(starts.count - 1)) {")
        inner.append("  group_\(number) = 0;")
        inner.append("  place_\(number) = \(placesName);")
        inner.append("}")
        inner.append(
          "for (\(counts.element.rawValue) k = \(countsName)[group_\(number)++]; k != 0; k--) {")
        inner.append(
          "  products_\(number) += (int32_t)*weights_\(number)++ * \(element(term.source, "*place_\(number)++"));")
      }
      inner.append("}")
    }
    line("for (\(lower)_size row = 0; row < \(linear.target.count); row++) {", indent + 2)
    for text in inner { line(text, indent + 4) }
    writeEnd(
      linear.sum, of: terms.map { ($0.offset, "products_\($0.offset + 1)") }, to: linear.target,
      indent: indent + 4)
    line("}", indent + 2)
    line("}", indent)
  }

  /// The end of a row's sums.
  private mutating func writeEnd(
    _ sum: FixedSum, of products: [(term: Int, name: String)], to target: StepProgram.Part, indent: Int
  ) {
    var text: String
    switch sum.start {
    case .constants(let values, _) where values.allSatisfy { $0 == 0 }: text = "0"
    case .constants(let values, let shift):
      let name = table(CTable("", .int16, values.map(Int.init)))
      text = "(int32_t)\(name)[row] * \(1 << shift)"
    case .part(let part, let shift):
      let value = "(int32_t)\(element(part, "row"))"
      text = shift < 0 ? "(\(value) >> \(-shift))" : "\(value) * \(1 << shift)"
    }
    for (term, name) in products {
      let scale = sum.scales[term]
      let shifted = scale.shift == 0 ? name : "(\(name) >> \(scale.shift))"
      let multipliers = scale.multipliers.map(Int.init)
      let factor: String
      if let first = multipliers.first, multipliers.allSatisfy({ $0 == first }) {
        factor = "\(first)"
      } else {
        factor = "\(table(CTable(counting: "", multipliers)))[row]"
      }
      text += " + \(shifted) * \(factor)"
    }
    line("\(element(target, "row")) = \(narrow(text, sum.rescaling));", indent)
  }

  /// A number of 32 bits as one of 16.
  private mutating func narrow(_ value: String, _ rescaling: FixedRescaling) -> String {
    helpers.insert(.held)
    let shift = rescaling.shift
    if shift > 0 {
      return "(int16_t)\(lower)_held((\(value) + \(1 << (shift - 1))) >> \(shift), -32768, 32767)"
    }
    let limit = 32767 >> -shift
    let held = "\(lower)_held(\(value), \(-limit), \(limit))"
    return shift == 0 ? "(int16_t)\(held)" : "(int16_t)(\(held) * \(1 << -shift))"
  }

  private mutating func write(_ statement: FixedSynapses, indent: Int) {
    let all = statement.synapses.flatMap(\.self)
    guard !all.isEmpty else {
      line("for (\(lower)_size row = 0; row < \(statement.conductance.count); row++) {", indent)
      writeEnd(statement.conductanceSum, of: [], to: statement.conductance, indent: indent + 2)
      writeEnd(statement.driveSum, of: [], to: statement.drive, indent: indent + 2)
      line("}", indent)
      return
    }
    helpers.formUnion([.held, .sigmoidAt])
    addCurve(.sigmoid)
    let hasSmallPlaces = all.allSatisfy { $0.source < 256 }
    func signed(_ value: Int) -> Int { value > 127 ? value - 256 : value }
    let bytes = all.flatMap { synapse in
      [Int(synapse.slope)] + (hasSmallPlaces ? [signed(synapse.source)] : []) + [
        signed(Int(synapse.weight)), Int(synapse.drive),
      ]
    }
    let width = hasSmallPlaces ? 4 : 3
    let counts = CTable(counting: "", statement.synapses.map(\.count))
    let countsName = table(counts)
    line("{", indent)
    line("\(flash) int8_t *synapse = \(table(CTable("", .int8, bytes)));", indent + 2)
    line("\(flash) int16_t *offset = \(table(CTable("", .int16, all.map { Int($0.offset) })));", indent + 2)
    if !hasSmallPlaces {
      line("\(flash) uint16_t *place = \(table(CTable("", .uint16, all.map(\.source))));", indent + 2)
    }
    line("for (\(lower)_size row = 0; row < \(statement.conductance.count); row++) {", indent + 2)
    line("int32_t passed = 0;", indent + 4)
    line("int32_t driven = 0;", indent + 4)
    line("for (\(counts.element.rawValue) k = \(countsName)[row]; k != 0; k--) {", indent + 4)
    let zero = statement.slopeZero
    let slope = zero == 0 ? "(int32_t)synapse[0]" : "((int32_t)synapse[0] + \(zero))"
    let source = element(statement.source, hasSmallPlaces ? "(uint8_t)synapse[1]" : "*place++")
    line("const int32_t argument = \(slope) * \(source) + (int32_t)*offset++ * \(1 << statement.offsetShift);", indent + 6)
    line("const int32_t open = \(lower)_sigmoid_at(\(held(statement)));", indent + 6)
    let weight = statement.hasUnsignedWeights ? "(uint8_t)synapse[\(width - 2)]" : "synapse[\(width - 2)]"
    line("passed += open * \(weight);", indent + 6)
    line("driven += open * synapse[\(width - 1)];", indent + 6)
    line("synapse += \(width);", indent + 6)
    line("}", indent + 4)
    writeEnd(statement.conductanceSum, of: [(0, "passed")], to: statement.conductance, indent: indent + 4)
    writeEnd(statement.driveSum, of: [(0, "driven")], to: statement.drive, indent: indent + 4)
    line("}", indent + 2)
    line("}", indent)
  }

  private func held(_ statement: FixedSynapses) -> String {
    let (shift, last) = (statement.argumentShift, FixedCurve.sigmoid.lastArgument)
    if shift == 0 { return "\(lower)_held(argument, 0, \(last))" }
    if shift > 0 { return "\(lower)_held(argument >> \(shift), 0, \(last))" }
    return "\(lower)_held(argument, 0, \(last >> Int32(-shift))) * \(1 << -shift)"
  }

  // MARK: - Maps

  private mutating func write(_ map: FixedMap, indent: Int) {
    // What is the same for all elements is computed once, before the loop.
    var isShared: [Bool] = []
    var texts: [String] = []
    var shared: [String] = []
    var own: [String] = []
    let isSingle = map.target.count == 1
    for (place, operation) in map.operations.enumerated() {
      isShared.append(operation.isShared && operation.operands.allSatisfy { isShared[$0] })
      let text = text(operation, texts, isSingle: isSingle)
      if case .constant = operation {
        texts.append(text)
        continue
      }
      let name = "v\(place)"
      texts.append(name)
      if isShared[place] && !isSingle {
        shared.append("const int32_t \(name) = \(text);")
      } else {
        own.append("const int32_t \(name) = \(text);")
      }
    }
    own.append("\(element(map.target, isSingle ? "0" : "i")) = (int16_t)\(texts[map.result]);")
    line("{", indent)
    for text in shared { line(text, indent + 2) }
    if isSingle {
      for text in own { line(text, indent + 2) }
    } else {
      line("for (\(lower)_size i = 0; i < \(map.target.count); i++) {", indent + 2)
      for text in own { line(text, indent + 4) }
      line("}", indent + 2)
    }
    line("}", indent)
  }

  private mutating func text(_ operation: FixedOperation, _ texts: [String], isSingle: Bool) -> String {
    func operand(_ place: Int) -> String { texts[place] }
    func call(_ helper: IntegerHelper, _ name: String, _ arguments: String...) -> String {
      helpers.insert(helper)
      return "\(lower)_\(name)(\(arguments.joined(separator: ", ")))"
    }
    switch operation {
    case .constant(let value): return value < 0 ? "(\(value))" : "\(value)"
    case .constants(let values, let index):
      return "\(table(CTable("", .int16, values.map(Int.init))))[\(index.text(isSingle: isSingle))]"
    case .element(let part, let index): return element(part, index.text(isSingle: isSingle))
    case .add(let x, let y): return "\(operand(x)) + \(operand(y))"
    case .subtract(let x, let y): return "\(operand(x)) - \(operand(y))"
    case .multiply(let x, let y): return "\(operand(x)) * \(operand(y))"
    case .minimum(let x, let y): return "\(operand(x)) < \(operand(y)) ? \(operand(x)) : \(operand(y))"
    case .maximum(let x, let y): return "\(operand(x)) > \(operand(y)) ? \(operand(x)) : \(operand(y))"
    case .negated(let x): return "-\(operand(x))"
    case .magnitude(let x): return "\(operand(x)) < 0 ? -\(operand(x)) : \(operand(x))"
    case .scaledUp(let x, let bits): return "\(operand(x)) * \(1 << bits)"
    case .scaledDown(_, 31): return "0"
    case .scaledDown(let x, let bits): return "(\(operand(x)) + \(1 << (bits - 1))) >> \(bits)"
    case .clamped(let x, let least, let most): return call(.held, "held", operand(x), "\(least)", "\(most)")
    case .quotient(let x, let y): return call(.quotient, "quotient", operand(x), operand(y))
    case .sigmoid(let x):
      addCurve(.sigmoid)
      return call(.sigmoid, "sigmoid", operand(x))
    case .normalCDF(let x):
      addCurve(.normal)
      return call(.normal, "normal", operand(x))
    case .decay(let x):
      addCurve(.power)
      return call(.decay, "decay", operand(x))
    }
  }

  // MARK: - Names

  /// An element of a part, by an expression for its index.
  private func element(_ part: StepProgram.Part, _ index: String) -> String {
    let vector = program.vectors[part.vector]
    let name: String
    switch vector.role {
    case .elapsed: return "elapsed"
    case .inputs: name = "inputs"
    case .state: name = "state->\(vector.name)"
    case .temporary: name = vector.name
    }
    let first = part.range.lowerBound
    if index == "0" { return "\(name)[\(first)]" }
    return first == 0 ? "\(name)[\(index)]" : "\(name)[\(first) + \(index)]"
  }

  private mutating func addCurve(_ curve: FixedCurve) {
    guard curves.insert(curve).inserted else { return }
    tables.append(CTable("\(lower)_\(curve)_table", .uint16, curve.entries.map(Int.init)))
  }

  /// The name of a table with this content.
  private mutating func table(_ table: CTable) -> String {
    let key = [table.element.rawValue] + table.values
    if let known = tableNames[key] { return known }
    let name = "\(lower)_table_\(tableNames.count + 1)"
    tableNames[key] = name
    tables.append(table.named(name))
    return name
  }
}

extension FixedOperation {
  /// Whether it is the same for all elements where its operands are.
  fileprivate var isShared: Bool {
    switch self {
    case .constants(_, let index), .element(_, let index): index == .first
    default: true
    }
  }
}

extension FixedMatrix {
  var entryCount: Int {
    switch self {
    case .dense(_, _, let values): values.count
    case .sparse(_, _, _, let values): values.count
    }
  }
}

extension ElementExpression.Index {
  fileprivate func text(isSingle: Bool) -> String { isSingle ? "\(place(0))" : text }
}
