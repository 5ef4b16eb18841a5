import Liquid

/// Writes the statements of a `FixedProgram` as C.
struct IntegerWriter {
  let fixed: FixedProgram
  let names: CNames
  private let memory: WorkMemory
  private(set) var lines: [String] = []
  private(set) var tables: [CTable] = []
  var helpers: Set<IntegerHelper> = []
  /// Of equal content, each once.
  private var tableNames: [[String]: String] = [:]
  private var curves: Set<FixedCurve> = []
  /// States whose rounding is kept, in bytes of their own.
  private(set) var restVectors: Set<Int> = []

  init(_ fixed: FixedProgram, memory: WorkMemory, names: CNames) {
    self.fixed = fixed
    self.memory = memory
    self.names = names
  }

  var lower: String { names.lower }
  var program: StepProgram { fixed.program }
  var flash: String { "const \(names.upper)_FLASH" }

  /// The temporaries, which share an array.
  var declarations: [String] {
    guard memory.count > 0 else { return [] }
    let pointers = memory.places.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { vector, first in
      "  int16_t *const work_\(program.vectors[vector].name) = work\(first == 0 ? "" : " + \(first)");"
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
        map.operations.contains {
          if case .element(let part, _) = $0 { part.vector == vector } else { false }
        }
      case .repeated(_, let body): isRead(vector, body)
      default: false
      }
    }
  }

  private mutating func write(_ statement: FixedStatement, indent: Int) {
    switch statement {
    case .linear(let linear): write(linear, indent: indent)
    case .synapses(let synapses): write(synapses, indent: indent)
    case .spread(let spread):
      helpers.insert(.spread)
      let numbers = [spread.limit, spread.most, spread.addend, spread.factor, spread.shift]
      let arguments =
        (["&\(element(spread.source, "0"))", "\(spread.source.count)"] + numbers.map(String.init))
        .joined(separator: ", ")
      line("\(element(spread.target, "0")) = \(lower)_spread(\(arguments));", indent)
    case .map(let map): write(map, indent: indent)
    case .groupSums(let target, let source, let size, let rescaling):
      line("for (\(lower)_size i = 0; i < \(target.count); i++) {", indent)
      line("int32_t sum = 0;", indent + 2)
      line(
        "for (\(lower)_size k = 0; k < \(size); k++) sum += \(element(source, "i * \(size) + k"));",
        indent + 2)
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
    case .lookup(let lookup): write(lookup, indent: indent)
    case .repeated(let times, let body):
      let counter = "round_\(indent / 2)"
      line("for (\(lower)_size \(counter) = 0; \(counter) < \(times); \(counter)++) {", indent)
      write(body, indent: indent + 2)
      line("}", indent)
    }
  }

  private mutating func write(_ lookup: FixedLookup, indent: Int) {
    let source = element(lookup.source, "0")
    let row = lookup.index.shift == 0 ? source : narrow("(int32_t)\(source)", lookup.index)
    let (target, width) = (element(lookup.target, "i"), lookup.target.count)
    let factor: String
    if let first = lookup.factors.first, lookup.factors.allSatisfy({ $0 == first }) {
      factor = "\(first)"
    } else {
      factor = "(int32_t)\(table(CTable(counting: "", lookup.factors.map(Int.init))))[row]"
    }
    let values = table(CTable("", .int8, lookup.values.map(Int.init)))
    let loop = "for (\(lower)_size i = 0; i < \(width); i++)"
    line("{", indent)
    line("const int32_t row = \(row);", indent + 2)
    line("if (row >= 0 && row < \(lookup.factors.count)) {", indent + 2)
    line("\(flash) int8_t *const values = \(values) + (\(lower)_size)row * \(width);", indent + 4)
    line("const int32_t factor = \(factor);", indent + 4)
    line("\(loop) \(target) = \(narrow("(int32_t)values[i] * factor", lookup.rescaling));", indent + 4)
    line("} else {", indent + 2)
    line("\(loop) \(target) = 0;", indent + 4)
    line("}", indent + 2)
    line("}", indent)
  }

  mutating func line(_ text: String, _ indent: Int) {
    lines.append(String(repeating: " ", count: indent) + text)
  }

  // MARK: - Maps

  private mutating func write(_ map: FixedMap, indent: Int) {
    // What is the same for all elements is computed once, before the loop.
    var isShared: [Bool] = []
    var texts: [String] = []
    var shared: [String] = []
    var own: [String] = []
    let isSingle = map.target.count == 1
    let used = map.used
    for (place, operation) in map.operations.enumerated() {
      isShared.append(operation.isShared && operation.operands.allSatisfy { isShared[$0] })
      guard used.contains(place) else {
        texts.append("")
        continue
      }
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
    own += assignment(to: map, texts[map.result], index: isSingle ? "0" : "i")
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

  private mutating func assignment(to map: FixedMap, _ value: String, index: String) -> [String] {
    let target = element(map.target, index)
    guard let rest = map.rest else { return ["\(target) = (int16_t)\(value);"] }
    restVectors.insert(map.target.vector)
    let kept = element(map.target, index, suffix: "_rest")
    let (half, finer) = (1 << (rest.shift - 1), rest.shift - rest.bits)
    let part = finer == 0 ? kept : "\(kept) * \(1 << finer)"
    // As `FixedRest` rounds it.
    let left = "(total & \(2 * half - 1)) - \(finer == 0 ? half : half - 1 << (finer - 1))"
    let next = finer == 0 ? "(\(left))" : held("(\(left)) >> \(finer)", -128, 127)
    return [
      "const int32_t total = \(value) + \(part) + \(half);",
      "\(target) = (int16_t)\(held("total >> \(rest.shift)", -32768, 32767));",
      "\(kept) = (int8_t)\(next);",
    ]
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
    case .scaledDown(let x, let bits): return "(\(operand(x)) + \(1 << (bits - 1))) >> \(bits)"
    case .clamped(let x, let least, let most): return held(operand(x), least, most)
    case .squareRoot(let x): return call(.squareRoot, "square_root", operand(x))
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
  func element(_ part: StepProgram.Part, _ index: String, suffix: String = "") -> String {
    let vector = program.vectors[part.vector]
    let name: String
    switch vector.role {
    case .elapsed: return "elapsed"
    case .inputs: name = "inputs"
    case .state: name = "state->\(vector.name)\(suffix)"
    case .temporary: name = "work_\(vector.name)"
    }
    let first = part.range.lowerBound
    if index == "0" { return "\(name)[\(first)]" }
    return first == 0 ? "\(name)[\(index)]" : "\(name)[\(first) + \(index)]"
  }

  mutating func addCurve(_ curve: FixedCurve) {
    guard curves.insert(curve).inserted else { return }
    tables.append(CTable("\(lower)_\(curve)_table", .uint16, curve.entries.map(Int.init)))
  }

  /// The name of a table with this content.
  mutating func table(_ table: CTable) -> String {
    let key = [table.element.rawValue] + table.values
    if let known = tableNames[key] { return known }
    let name = "\(lower)_table_\(tableNames.count + 1)"
    tableNames[key] = name
    tables.append(table.named(name))
    return name
  }
}

extension FixedMap {
  /// The operations that the result depends on.
  fileprivate var used: Set<Int> {
    var used: Set<Int> = [result]
    for place in operations.indices.reversed() where used.contains(place) {
      used.formUnion(operations[place].operands)
    }
    return used
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

extension ElementExpression.Index {
  fileprivate func text(isSingle: Bool) -> String { isSingle ? "\(place(0))" : text }
}
