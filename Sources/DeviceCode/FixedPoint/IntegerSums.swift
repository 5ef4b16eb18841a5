import Liquid

/// The sums of products as C.
extension IntegerWriter {
  mutating func write(_ linear: FixedLinear, indent: Int) {
    line("{", indent)
    let terms = linear.terms.enumerated().filter { $0.element.matrix.entryCount > 0 }
    var inner: [String] = []
    for (index, term) in terms {
      let number = index + 1
      inner.append("int32_t products_\(number) = 0;")
      let weights: [Int8]
      switch term.matrix {
      case .dense(_, let columns, let values):
        weights = values
        inner.append("for (\(lower)_size k = 0; k < \(columns); k++) {")
        inner.append("  products_\(number) += (int32_t)*weights_\(number)++ * \(element(term.source, "k"));")
      case .sparse(_, let starts, let columns, let values):
        weights = values
        let places = CTable(counting: "", columns)
        let counts = CTable(counting: "", zip(starts, starts.dropFirst()).map { $1 - $0 })
        let (placesName, countsName) = (table(places), table(counts))
        line("\(flash) \(places.element.rawValue) *place_\(number) = \(placesName);", indent + 2)
        line("\(lower)_size group_\(number) = 0;", indent + 2)
        let source = element(term.source, "*place_\(number)++")
        inner += [
          "if (group_\(number) == \(starts.count - 1)) {",
          "  group_\(number) = 0;",
          "  place_\(number) = \(placesName);",
          "}",
          "for (\(counts.element.rawValue) k = \(countsName)[group_\(number)++]; k != 0; k--) {",
          "  products_\(number) += (int32_t)*weights_\(number)++ * \(source);",
        ]
      }
      inner.append("}")
      let name = table(CTable("", .int8, weights.map(Int.init)))
      line("\(flash) int8_t *weights_\(number) = \(name);", indent + 2)
    }
    line("for (\(lower)_size row = 0; row < \(linear.target.count); row++) {", indent + 2)
    for text in inner { line(text, indent + 4) }
    let products = terms.map { index, _ in
      let scale = linear.sum.scales[index]
      return shifted("products_\(index + 1)", scale) + " * " + factor(scale.multipliers.map(Int.init))
    }
    var start = "0"
    if case .constants(let values, _) = linear.sum.start, values.contains(where: { $0 != 0 }) {
      start = "\(table(CTable("", .int16, values.map(Int.init))))[row]"
    }
    writeEnd(linear.sum, start: start, products: products, to: linear.target, indent: indent + 4)
    line("}", indent + 2)
    line("}", indent)
  }

  private func shifted(_ name: String, _ scale: FixedSum.Scale) -> String {
    scale.shift == 0 ? name : "(\(name) >> \(scale.shift))"
  }

  private mutating func factor(_ multipliers: [Int]) -> String {
    if let first = multipliers.first, multipliers.allSatisfy({ $0 == first }) { return "\(first)" }
    return "\(table(CTable(counting: "", multipliers)))[row]"
  }

  /// The end of a row's sums.
  ///
  /// - Parameter start: where it is a constant, what the row's is called.
  private mutating func writeEnd(
    _ sum: FixedSum, start: String, products: [String], to target: StepProgram.Part, indent: Int
  ) {
    var text: String
    switch sum.start {
    case .constants(_, let shift): text = start == "0" ? "0" : "(int32_t)\(start) * \(1 << shift)"
    case .part(let part, let shift):
      let value = "(int32_t)\(element(part, "row"))"
      text = shift < 0 ? "(\(value) >> \(-shift))" : "\(value) * \(1 << shift)"
    }
    for product in products { text += " + \(product)" }
    line("\(element(target, "row")) = \(narrow(text, sum.rescaling));", indent)
  }

  /// A number of 32 bits as one of 16.
  mutating func narrow(_ value: String, _ rescaling: FixedRescaling) -> String {
    let shift = rescaling.shift
    if shift > 0 {
      return "(int16_t)\(held("(\(value) + \(1 << (shift - 1))) >> \(shift)", -32768, 32767))"
    }
    if shift == 0 { return "(int16_t)\(held(value, -32768, 32767))" }
    let limit = Int32(32768) >> Int32(-shift)
    return "(int16_t)(\(held(value, -limit, limit - 1)) * \(1 << -shift))"
  }

  /// A value within limits: by an instruction of Arm where they are those of so many bits.
  mutating func held(_ value: String, _ least: Int32, _ most: Int32) -> String {
    helpers.insert(.held)
    let bits = 32 - (most &+ 1).leadingZeroBitCount
    let isPower = most > 0 && most &+ 1 > 0 && most & (most &+ 1) == 0
    if isPower, least == -most - 1 { return "\(names.upper)_SIGNED(\(value), \(bits))" }
    if isPower, least == 0 { return "\(names.upper)_UNSIGNED(\(value), \(bits - 1))" }
    return "\(lower)_held(\(value), \(least), \(most))"
  }

  // MARK: - Synapses

  mutating func write(_ statement: FixedSynapses, indent: Int) {
    let all = statement.synapses.flatMap(\.self)
    let sums = [
      (sum: statement.conductanceSum, target: statement.conductance, name: "passed"),
      (sum: statement.driveSum, target: statement.drive, name: "driven"),
    ]
    // What a row needs lies together: the fewer pointers, the more of them are in registers.
    let counts = statement.synapses.map(\.count)
    let rows = counts.indices.flatMap { row in
      [counts[row]] + sums.map { Int($0.sum.scales[0].multipliers[row]) }
    }
    let rowTable = CTable(counting: "", rows)
    let constants = sums.map { sum -> [Int16] in
      if case .constants(let values, _) = sum.sum.start { values } else { [] }
    }
    let hasConstants = constants.allSatisfy { !$0.isEmpty }
    line("{", indent)
    line("\(flash) \(rowTable.element.rawValue) *scale = \(table(rowTable));", indent + 2)
    if hasConstants {
      let starts = counts.indices.flatMap { row in constants.map { Int($0[row]) } }
      line("\(flash) int16_t *start = \(table(CTable("", .int16, starts)));", indent + 2)
    }
    let loop = all.isEmpty ? [] : synapseLoop(statement, all, indent: indent + 2)
    line("for (\(lower)_size row = 0; row < \(statement.conductance.count); row++) {", indent + 2)
    for (_, _, name) in sums { line("int32_t \(name) = 0;", indent + 4) }
    if !loop.isEmpty { line("for (\(rowTable.element.rawValue) k = scale[0]; k != 0; k--) {", indent + 4) }
    for text in loop { line(text, indent + 6) }
    if !loop.isEmpty { line("}", indent + 4) }
    for (index, (sum, target, name)) in sums.enumerated() {
      writeEnd(
        sum, start: "start[\(index)]",
        products: ["\(shifted(name, sum.scales[0])) * scale[\(index + 1)]"], to: target, indent: indent + 4)
    }
    line("scale += 3;", indent + 4)
    if hasConstants { line("start += 2;", indent + 4) }
    line("}", indent + 2)
    line("}", indent)
  }

  /// The lines for each synapse of a row; what they need before the rows is written.
  private mutating func synapseLoop(
    _ statement: FixedSynapses, _ all: [FixedSynapses.Synapse], indent: Int
  ) -> [String] {
    addCurve(.sigmoid)
    let hasSmallPlaces = all.allSatisfy { $0.source < 256 }
    func signed(_ value: Int) -> Int { value > 127 ? value - 256 : value }
    let bytes = all.flatMap { synapse in
      [Int(synapse.slope)] + (hasSmallPlaces ? [signed(synapse.source)] : [])
        + [signed(Int(synapse.weight)), Int(synapse.drive)]
    }
    let width = hasSmallPlaces ? 4 : 3
    line("\(flash) int8_t *synapse = \(table(CTable("", .int8, bytes)));", indent)
    line("\(flash) int16_t *offset = \(table(CTable("", .int16, all.map { Int($0.offset) })));", indent)
    if !hasSmallPlaces {
      line("\(flash) uint16_t *place = \(table(CTable("", .uint16, all.map(\.source))));", indent)
    }
    let zero = statement.slopeZero
    let slope = zero == 0 ? "(int32_t)synapse[0]" : "((int32_t)synapse[0] + \(zero))"
    let source = element(statement.source, hasSmallPlaces ? "(uint8_t)synapse[1]" : "*place++")
    let weight =
      statement.hasUnsignedWeights ? "(uint8_t)synapse[\(width - 2)]" : "synapse[\(width - 2)]"
    let cellBits = FixedCurve.sigmoid.cellBits
    return [
      "const int32_t argument = \(slope) * \(source) + (int32_t)*offset++ * \(1 << statement.offsetShift);",
      "const int32_t u = \(held(statement));",
      "\(flash) uint16_t *const cell = \(lower)_sigmoid_table + (u >> \(cellBits));",
      "const int32_t first = cell[0];",
      "const int32_t slope = (int32_t)cell[1] - first;",
      "const int32_t open = first + ((slope * (u & \(1 << cellBits - 1))) >> \(cellBits));",
      "passed += open * \(weight);",
      "driven += open * synapse[\(width - 1)];",
      "synapse += \(width);",
    ]
  }

  private mutating func held(_ statement: FixedSynapses) -> String {
    let (shift, last) = (statement.argumentShift, FixedCurve.sigmoid.lastArgument)
    if shift == 0 { return held("argument", 0, last) }
    if shift > 0 { return held("argument >> \(shift)", 0, last) }
    return "\(held("argument", 0, last >> Int32(-shift))) * \(1 << -shift)"
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
