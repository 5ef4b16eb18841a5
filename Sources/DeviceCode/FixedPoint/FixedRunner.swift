import Liquid

/// Runs a `FixedProgram`: the same bits as the generated code.
///
/// Arithmetic traps where 32 bits do not hold a result, as a proof that none leaves them.
package struct FixedRunner: Sendable {
  package let fixed: FixedProgram
  /// The elements of each vector.
  package private(set) var values: [[Int16]]

  /// Of the elements of states whose rounding is kept.
  private var rests: [[Int8]]

  private let sigmoid = FixedCurve.sigmoid.entries
  private let normal = FixedCurve.normal.entries
  private let power = FixedCurve.power.entries

  package init(_ fixed: FixedProgram) {
    self.fixed = fixed
    values = fixed.program.vectors.map { Array(repeating: 0, count: $0.count) }
    rests = values.map { $0.map { _ in 0 } }
  }

  /// Begins a new sequence.
  package mutating func reset() {
    for state in fixed.program.states {
      values[state] = values[state].map { _ in 0 }
      rests[state] = rests[state].map { _ in 0 }
    }
  }

  /// Runs one step and returns the raw outputs.
  package mutating func step(
    _ inputs: [Float], elapsed: Float, observer: (any ProgramObserver)? = nil
  ) -> [Double] {
    let numbers = step(
      whole: fixed.encode(inputs), elapsed: fixed.elapsedFormat.encode(Double(elapsed)),
      observer: observer)
    return numbers.map(fixed.outputFormat.decode)
  }

  /// The same in whole numbers.
  package mutating func step(
    whole inputs: [Int16], elapsed: Int16, observer: (any ProgramObserver)? = nil
  ) -> [Int16] {
    write(inputs, to: fixed.program.inputs)
    write([elapsed], to: fixed.program.elapsed)
    run(fixed.statements, observer)
    return Array(read(fixed.program.outputs))
  }

  private func read(_ part: StepProgram.Part) -> ArraySlice<Int16> { values[part.vector][part.range] }

  private func element(_ part: StepProgram.Part, _ index: Int) -> Int32 {
    Int32(values[part.vector][part.range.lowerBound + index])
  }

  private mutating func write(_ new: [Int16], to part: StepProgram.Part) {
    values[part.vector].replaceSubrange(part.range, with: new)
  }

  private func tell(_ observer: (any ProgramObserver)?, _ part: StepProgram.Part) {
    observer?.wrote(part, read(part).map(fixed.formats[part.vector].decode))
  }

  private mutating func run(_ statements: [FixedStatement], _ observer: (any ProgramObserver)?) {
    for statement in statements {
      switch statement {
      case .linear(let linear):
        write(sums(linear), to: linear.target)
        tell(observer, linear.target)
      case .synapses(let synapses):
        let (conductance, drive) = sums(synapses)
        write(conductance, to: synapses.conductance)
        write(drive, to: synapses.drive)
        tell(observer, synapses.conductance)
        tell(observer, synapses.drive)
      case .spread(let spread):
        let x = read(spread.source).map { Int32($0) }
        write([spread.value(x, squareRoot: squareRoot)], to: spread.target)
      case .map(let map):
        write(run(map), to: map.target)
        tell(observer, map.target)
      case .groupSums(let target, let source, let size, let rescaling):
        let new = (0..<target.count).map { group in
          rescaling.apply((group * size..<(group + 1) * size).reduce(Int32(0)) { $0 + element(source, $1) })
        }
        write(new, to: target)
        tell(observer, target)
      case .scatter(let target, let indices, let source, let rescaling):
        for (place, index) in indices.enumerated() {
          values[target.vector][target.range.lowerBound + index] = rescaling.apply(element(source, place))
        }
        tell(observer, target)
      case .lookup(let lookup):
        write(row(lookup), to: lookup.target)
        tell(observer, lookup.target)
      case .repeated(let times, let body):
        for _ in 0..<times { run(body, observer) }
      }
    }
  }

  private func row(_ lookup: FixedLookup) -> [Int16] {
    let (row, width) = (Int(lookup.index.apply(element(lookup.source, 0))), lookup.target.count)
    guard lookup.factors.indices.contains(row) else { return Array(repeating: 0, count: width) }
    return lookup.values[row * width..<(row + 1) * width].map {
      lookup.rescaling.apply(Int32($0) * Int32(lookup.factors[row]))
    }
  }

  // MARK: - Sums

  private func end(_ sum: FixedSum, row: Int, _ sums: [Int32]) -> Int16 {
    var total: Int32
    switch sum.start {
    case .constants(let values, let shift): total = Int32(values[row]) * (1 << Int32(shift))
    case .part(let part, let shift):
      let value = element(part, row)
      total = shift < 0 ? value >> Int32(-shift) : value * (1 << Int32(shift))
    }
    for (scale, sum) in zip(sum.scales, sums) {
      total += (sum >> Int32(scale.shift)) * Int32(scale.multipliers[row])
    }
    return sum.rescaling.apply(total)
  }

  private func sums(_ linear: FixedLinear) -> [Int16] {
    (0..<linear.target.count).map { row in
      end(
        linear.sum, row: row,
        linear.terms.map { term in
          switch term.matrix {
          case .dense(_, let columns, let weights):
            (0..<columns).reduce(Int32(0)) {
              $0 + Int32(weights[row * columns + $1]) * element(term.source, $1)
            }
          case .sparse(_, let starts, let columns, let weights):
            (starts[row % (starts.count - 1)]..<starts[row % (starts.count - 1) + 1]).reduce(Int32(0)) {
              let block = row / (starts.count - 1)
              return $0 + Int32(weights[block * columns.count + $1]) * element(term.source, columns[$1])
            }
          }
        })
    }
  }

  private func sums(_ statement: FixedSynapses) -> (conductance: [Int16], drive: [Int16]) {
    var (conductances, drives) = ([Int16](), [Int16]())
    for (target, synapses) in statement.synapses.enumerated() {
      var (conductance, drive) = (Int32(0), Int32(0))
      for synapse in synapses {
        let product =
          (Int32(synapse.slope) + statement.slopeZero) * element(statement.source, synapse.source)
        let held = statement.held(product + Int32(synapse.offset) * (1 << Int32(statement.offsetShift)))
        let open = FixedCurve.value(sigmoid, held, cellBits: FixedCurve.sigmoid.cellBits)
        conductance += open * Int32(synapse.weight)
        drive += open * Int32(synapse.drive)
      }
      conductances.append(end(statement.conductanceSum, row: target, [conductance]))
      drives.append(end(statement.driveSum, row: target, [drive]))
    }
    return (conductances, drives)
  }

  // MARK: - Maps

  private mutating func run(_ map: FixedMap) -> [Int16] {
    var found: [Int32] = []
    found.reserveCapacity(map.operations.count)
    return (0..<map.target.count).map { index in
      found.removeAll(keepingCapacity: true)
      for operation in map.operations { found.append(value(operation, found, at: index)) }
      guard let rest = map.rest else { return Int16(found[map.result]) }
      let place = map.target.range.lowerBound + index
      return rest.apply(found[map.result], &rests[map.target.vector][place])
    }
  }

  private func value(_ operation: FixedOperation, _ found: [Int32], at index: Int) -> Int32 {
    switch operation {
    case .constant(let value): return value
    case .constants(let values, let place): return Int32(values[place.place(index)])
    case .element(let part, let place): return element(part, place.place(index))
    case .add(let x, let y): return found[x] + found[y]
    case .subtract(let x, let y): return found[x] - found[y]
    case .multiply(let x, let y): return found[x] * found[y]
    case .minimum(let x, let y): return min(found[x], found[y])
    case .maximum(let x, let y): return max(found[x], found[y])
    case .negated(let x): return -found[x]
    case .magnitude(let x): return found[x] < 0 ? -found[x] : found[x]
    case .scaledUp(let x, let bits): return found[x] * (1 << Int32(bits))
    case .scaledDown(let x, let bits): return (found[x] + 1 << Int32(bits - 1)) >> Int32(bits)
    case .clamped(let x, let lower, let upper): return max(lower, min(upper, found[x]))
    case .squareRoot(let x): return squareRoot(found[x])
    case .quotient(let x, let y): return quotient(found[x], found[y])
    case .sigmoid(let x): return curve(.sigmoid, sigmoid, found[x] + 32768)
    case .normalCDF(let x): return curve(.normal, normal, found[x] + 16384)
    case .decay(let x): return decay(found[x])
    }
  }

  private func curve(_ curve: FixedCurve, _ entries: [Int32], _ argument: Int32) -> Int32 {
    FixedCurve.value(entries, max(0, min(curve.lastArgument, argument)), cellBits: curve.cellBits)
  }

  /// 2^-(x / ln 2), from the power of the fraction and a shift by the whole part.
  private func decay(_ x: Int32) -> Int32 {
    let exponent = x * FixedCurve.decayFactor
    let value = FixedCurve.value(
      power, exponent >> 14 & FixedCurve.power.lastArgument, cellBits: FixedCurve.power.cellBits)
    let whole = exponent >> 26
    return (value + (1 << whole) >> 1) >> whole
  }

  private func squareRoot(_ x: Int32) -> Int32 {
    let x = max(x, 0)
    var root = Int32(Double(x).squareRoot())
    // The square of a root and a half is no whole number: there is no tie.
    if x - root * root > root { root += 1 }
    return root
  }

  private func quotient(_ dividend: Int32, _ divisor: Int32) -> Int32 {
    var (x, y) = (dividend, max(divisor, 1))
    while y > 32767 {
      x >>= 1
      y >>= 1
    }
    return (x + (x < 0 ? -(y >> 1) : y >> 1)) / y
  }
}

extension FixedRest {
  fileprivate func apply(_ value: Int32, _ rest: inout Int8) -> Int16 {
    let (half, finer) = (Int32(1) << Int32(shift - 1), Int32(shift - bits))
    let total = value + Int32(rest) * (1 << finer) + half
    // To the nearest: what is always rounded down makes a sum of many small changes fall.
    let rounding = finer > 0 ? Int32(1) << (finer - 1) : 0
    rest = Int8(min(127, (total & (half * 2 - 1) - half + rounding) >> finer))
    return Int16(max(-32768, min(32767, total >> Int32(shift))))
  }
}

extension FixedSynapses {
  /// The argument of the sigmoid's table.
  func held(_ sum: Int32) -> Int32 {
    let last = FixedCurve.sigmoid.lastArgument
    if argumentShift >= 0 { return max(0, min(last, sum >> Int32(argumentShift))) }
    return max(0, min(last >> Int32(-argumentShift), sum)) * (1 << Int32(-argumentShift))
  }
}

extension FixedRescaling {
  func apply(_ value: Int32) -> Int16 {
    if shift > 0 {
      let half: Int32 = 1 << Int32(shift - 1)
      return Int16(max(-32768, min(32767, (value + half) >> Int32(shift))))
    }
    let limit = Int32(32768) >> Int32(-shift)
    return Int16(max(-limit, min(limit - 1, value)) * (1 << Int32(-shift)))
  }
}
