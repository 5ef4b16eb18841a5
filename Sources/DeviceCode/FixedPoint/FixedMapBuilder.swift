import Foundation
import Liquid
import Text

/// Makes the operations of one map.
///
/// Each value carries the whole numbers between which it can lie whatever the operands are; no operation is made whose
/// result might not fit 32 bits, so that wild inputs cannot overflow. Values stay as wide as that allows. Where two are
/// too wide to be multiplied, the wider one is brought to 16 bits, those of its range on the calibration rows.
struct FixedMapBuilder {
  /// A value of the map: a constant, or an operation's.
  struct Value {
    var source: Source
    var bits: Int
    /// Between these, as whole numbers.
    var bounds: ClosedRange<Int>
    /// On the calibration rows.
    var range: ClosedRange<Double>

    enum Source {
      case constant(Double)
      case operation(Int)
    }

    var size: Int { Swift.max(bounds.lowerBound.magnitude, bounds.upperBound.magnitude).asInt }
  }

  static let int32Limit = Int(Int32.max)

  let formats: [FixedFormat]
  let ranges: FixedRanges
  /// Vectors that hold the root of what the program has there.
  let roots: Set<Int>
  let name: String
  private(set) var operations: [FixedOperation] = []
  private var places: [FixedOperation: Int] = [:]

  init(formats: [FixedFormat], ranges: FixedRanges, roots: Set<Int>, name: String) {
    self.formats = formats
    self.ranges = ranges
    self.roots = roots
    self.name = name
  }

  /// - Parameter isState: whether the target keeps its values from step to step.
  mutating func map(
    _ target: StepProgram.Part, _ expression: ElementExpression, isState: Bool, at place: [Int]
  ) throws(FixedPointError) -> FixedMap {
    let value = try build(expression, at: place, count: target.count)
    let bits = formats[target.vector].bits
    if case .operation = value.source, isState, expression.reads(target), value.bits > bits {
      // Sixteen bits more than the state has are as good as all.
      let finest = value.bits > bits + 16 ? rescaled(value, to: bits + 16) : value
      let rest = FixedRest(shift: finest.bits - bits, bits: min(8, finest.bits - bits))
      let limit = Self.int32Limit - 1 << rest.shift
      let held = clamped(finest, -limit...limit)
      return FixedMap(target: target, operations: operations, result: self.place(of: held), rest: rest)
    }
    let whole: Value
    if case .constant(let constant) = value.source {
      let number = Int(FixedFormat(bits: bits).encode(constant))
      whole = made(.constant(Int32(number)), bits: bits, number...number, value.range)
    } else {
      whole = clamped(rescaled(value, to: bits), -32768...32767)
    }
    return FixedMap(target: target, operations: operations, result: self.place(of: whole), rest: nil)
  }

  // MARK: - Expressions

  private mutating func build(_ expression: ElementExpression, at place: [Int], count: Int)
    throws(FixedPointError) -> Value
  {
    let range = ranges.expressions[place] ?? 0...0
    switch expression {
    case .constant(let value): return constant(Double(value))
    case .constants(let values, let index): return constants(values, index, count: count)
    case .element(let part, let index):
      return made(.element(part, index), bits: formats[part.vector].bits, -32768...32767, range)
    case .function(.squareRoot, .element(let part, let index)) where roots.contains(part.vector):
      return made(.element(part, index), bits: formats[part.vector].bits, -32768...32767, range)
    case .function(let function, let x):
      return apply(function, try build(x, at: place + [0], count: count), range)
    case .operation(.divide, let x, .constant(let divisor)):
      let dividend = try build(x, at: place + [0], count: count)
      return multiplied(dividend, constant(1 / Double(divisor)), range)
    case .operation(.divide, let x, .constants(let divisors, let index)):
      let dividend = try build(x, at: place + [0], count: count)
      return multiplied(dividend, constants(divisors.map { 1 / $0 }, index, count: count), range)
    case .operation(let operation, let x, let y):
      let left = try build(x, at: place + [0], count: count)
      let right = try build(y, at: place + [1], count: count)
      return try apply(operation, left, right, range)
    }
  }

  func constant(_ value: Double) -> Value {
    Value(source: .constant(value), bits: 0, bounds: 0...0, range: value...value)
  }

  private mutating func constants(_ values: [Float], _ index: ElementExpression.Index, count: Int) -> Value {
    let used = (0..<count).map { Double(values[index.place($0)]) }
    guard let least = used.min(), let most = used.max() else { return constant(0) }
    if least == most { return constant(least) }
    let range = least...most
    // Whole numbers stay whole: they need no more bits than they have.
    let finest = FixedFormat(fitting: range.largestMagnitude)
    let areWhole = used.allSatisfy { $0 == $0.rounded() } && finest.bits > 0
    let format = areWhole ? FixedFormat(bits: 0) : finest
    let table = values.prefix((0..<count).map(index.place).max().map { $0 + 1 } ?? 0)
      .map { format.encode(Double($0)) }
    return made(
      .constants(table, index), bits: format.bits, Int(format.encode(least))...Int(format.encode(most)), range
    )
  }

  private mutating func apply(
    _ operation: ElementExpression.Operation, _ x: Value, _ y: Value, _ range: ClosedRange<Double>
  ) throws(FixedPointError) -> Value {
    if case .constant(let a) = x.source, case .constant(let b) = y.source {
      return constant(operation.apply(a, b))
    }
    switch (operation, x.source, y.source) {
    case (.minimum, _, .constant(let limit)): return held(x, upTo: limit)
    case (.minimum, .constant(let limit), _): return held(y, upTo: limit)
    case (.maximum, _, .constant(let limit)): return held(x, from: limit)
    case (.maximum, .constant(let limit), _): return held(y, from: limit)
    default: break
    }
    switch operation {
    case .multiply: return multiplied(x, y, range)
    case .divide: return try divided(x, y, range)
    case .add, .subtract, .minimum, .maximum:
      let (a, b) = aligned(x, y, for: range)
      let (p, q) = (place(of: a), place(of: b))
      let (low, high) = (a.bounds.lowerBound, a.bounds.upperBound)
      let (low2, high2) = (b.bounds.lowerBound, b.bounds.upperBound)
      switch operation {
      case .add: return made(.add(p, q), bits: a.bits, low + low2...high + high2, range)
      case .subtract: return made(.subtract(p, q), bits: a.bits, low - high2...high - low2, range)
      case .minimum:
        if high <= low2 { return a }
        if high2 <= low { return b }
        return made(.minimum(p, q), bits: a.bits, min(low, low2)...min(high, high2), range)
      case .maximum, .multiply, .divide:
        if low >= high2 { return a }
        if low2 >= high { return b }
        return made(.maximum(p, q), bits: a.bits, max(low, low2)...max(high, high2), range)
      }
    }
  }

  private mutating func apply(
    _ function: ElementExpression.Function, _ x: Value, _ range: ClosedRange<Double>
  ) -> Value {
    if case .constant(let a) = x.source { return constant(function.apply(a)) }
    let one = 1 << FixedCurve.valueBits
    switch function {
    case .negated:
      return made(.negated(place(of: x)), bits: x.bits, -x.bounds.upperBound ... -x.bounds.lowerBound, range)
    case .magnitude:
      let lower = x.bounds.contains(0) ? 0 : min(x.bounds.lowerBound.magnitude, x.bounds.upperBound.magnitude)
      return made(.magnitude(place(of: x)), bits: x.bits, Int(lower)...x.size, range)
    case .sigmoid:
      let argument = argument(x, within: 4, bits: FixedCurve.argumentBits)
      return made(.sigmoid(place(of: argument)), bits: FixedCurve.valueBits, 0...one, range)
    case .tanh:
      // 2 sigmoid(2 x) - 1, of which the value of 2 x has one bit less of fraction than x.
      let argument = argument(x, within: 3, bits: FixedCurve.argumentBits + 1)
      let value = made(.sigmoid(place(of: argument)), bits: FixedCurve.valueBits - 1, 0...one, 0...1)
      let half = made(.constant(Int32(one / 2)), bits: FixedCurve.valueBits - 1, one / 2...one / 2, 1...1)
      return made(
        .subtract(place(of: value), place(of: half)), bits: FixedCurve.valueBits - 1, -one / 2...one / 2,
        range)
    case .normalCDF:
      let argument = argument(x, within: 3, bits: FixedCurve.argumentBits)
      return made(.normalCDF(place(of: argument)), bits: FixedCurve.valueBits, 0...one, range)
    case .exp:
      let size = made(
        .negated(place(of: x)), bits: x.bits, -x.bounds.upperBound ... -x.bounds.lowerBound, x.range)
      let argument = argument(size, within: 4, bits: 15)
      let held = clamped(argument, 0...1 << 19 - 1)
      return made(.decay(place(of: held)), bits: FixedCurve.valueBits, 0...one, range)
    case .squareRoot: return squareRoot(x, range)
    case .rounded:
      return x.bits > 0 ? rescaled(x, to: 0) : x
    }
  }

  /// With as many bits as 32 allow: those of the root are half of its square's.
  private mutating func squareRoot(_ x: Value, _ range: ClosedRange<Double>) -> Value {
    let room = max(x.size, 1).leadingZeroBitCount - (Int.bitWidth - 31)
    let bits = x.bits + room - (x.bits + room) & 1
    let square = rescaled(x, to: bits)
    let most = Int(Double(square.size).squareRoot().rounded(.up))
    return made(.squareRoot(place(of: square)), bits: bits / 2, 0...most, range)
  }

  private mutating func held(_ x: Value, upTo limit: Double) -> Value {
    let whole = Int(saturating: (limit * exp2(Double(x.bits))).rounded())
    return clamped(x, min(x.bounds.lowerBound, max(whole, -Self.int32Limit))...max(whole, -Self.int32Limit))
  }

  private mutating func held(_ x: Value, from limit: Double) -> Value {
    let whole = min(Int(saturating: (limit * exp2(Double(x.bits))).rounded()), Self.int32Limit)
    return clamped(x, whole...max(x.bounds.upperBound, whole))
  }

  /// A value for a curve that is level outside of +-2^`size`.
  private mutating func argument(_ x: Value, within size: Int, bits: Int) -> Value {
    var value = x
    // Before a shift to the left, or near the ends of 32 bits where these are not nearer than the curve's own. Limits that
    // are powers of two cost less.
    if bits > x.bits || x.size >= 1 << 30, size + x.bits <= 30 {
      let limit = 1 << max(0, size + x.bits)
      value = clamped(value, -limit...limit - 1)
    }
    return rescaled(value, to: bits)
  }

  // MARK: - Operations

  /// The place of an operation, which is made where there is none like it yet.
  mutating func made(
    _ operation: FixedOperation, bits: Int, _ bounds: ClosedRange<Int>, _ range: ClosedRange<Double>
  ) -> Value {
    precondition(
      bounds.lowerBound >= Int(Int32.min) && bounds.upperBound <= Self.int32Limit, "\(operation): \(bounds)")
    let place = places[operation] ?? operations.count
    if place == operations.count {
      operations.append(operation)
      places[operation] = place
    }
    return Value(source: .operation(place), bits: bits, bounds: bounds, range: range)
  }

  func place(of value: Value) -> Int {
    guard case .operation(let place) = value.source else {
      preconditionFailure("a constant without a format")
    }
    return place
  }
}

extension ElementExpression {
  /// Whether an element is computed from the same element of a part.
  fileprivate func reads(_ part: StepProgram.Part) -> Bool {
    var found = false
    forEach { if $0 == .element(part, .each) { found = true } }
    return found
  }
}

extension UInt {
  fileprivate var asInt: Int { Int(self) }
}
