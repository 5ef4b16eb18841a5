import Liquid

/// Writes the statements of a `StepProgram` as nodes, for any number of sequences side by side: a vector of n elements
/// is a tensor `[batch, n]`.
///
/// Vectors change and tensors do not: each statement makes new tensors, and the vector is then where they are.
struct ONNXProgramWriter {
  typealias Part = StepProgram.Part

  /// A tensor, as expressions have them.
  struct Value: Hashable {
    let name: String
    /// Elements of a row; 1 stands for as many as are wanted.
    let width: Int
    /// False for constants, which have no rows.
    let hasRows: Bool
  }

  /// Elements of a vector, and the tensor that has them.
  private struct Piece {
    var range: Range<Int>
    let tensor: String
    /// Where the first of these elements stands in the tensor.
    var first: Int
    /// Elements of the tensor.
    let width: Int
  }

  let program: StepProgram
  var builder: ONNXGraphBuilder
  /// By vector; in order.
  private var pieces: [[Piece]]
  /// How often each vector is read, over all statements.
  private let reads: [Int: Int]

  /// Loops of no more statements than this in all are written out: runtimes are faster without a loop, but take longer to
  /// load many operators.
  private static let longestWrittenOut = 100

  init(_ program: StepProgram, builder: ONNXGraphBuilder) {
    self.program = program
    self.builder = builder
    pieces = program.vectors.map { _ in [] }
    reads = Self.reads(in: program.statements)
  }

  /// Writes the whole program; its inputs, elapsed time and states must have been set.
  mutating func write() { write(program.statements) }

  private mutating func write(_ statements: [StepProgram.Statement]) {
    for statement in statements {
      switch statement {
      case .linear(let linear): write(linear)
      case .synapses(let synapses): write(synapses)
      case .map(let target, let expression):
        set(target, to: rows(evaluate(expression, for: target), count: target.count))
      case .groupSums(let target, let source, let size):
        let groups = reshaped(read(source[0..<target.count * size]), [target.count, size])
        set(target, to: builder.sum(groups, axis: 2, named: name(target)))
      case .scatter(let target, let indices, let source):
        scatter(indices, read(source), into: target)
      case .lookup(let target, let source, let table):
        set(target, to: row(of: table, at: read(source[0..<1]), for: target))
      case .repeated(let times, let body): write(body, times: times)
      }
    }
  }

  // MARK: - Vectors

  func name(_ part: Part) -> String { program.vectors[part.vector].name }

  /// Makes a tensor `[batch, count]` the part's new values.
  mutating func set(_ part: Part, to tensor: String) { set(part.vector, part.range, to: tensor) }

  mutating func set(vector: Int, to tensor: String) { set(vector, all(of: vector), to: tensor) }

  private func all(of vector: Int) -> Range<Int> { 0..<program.vectors[vector].count }

  private mutating func set(_ vector: Int, _ range: Range<Int>, to tensor: String) {
    var kept: [Piece] = []
    for piece in pieces[vector] {
      if piece.range.lowerBound < range.lowerBound {
        var left = piece
        left.range = piece.range.lowerBound..<min(piece.range.upperBound, range.lowerBound)
        kept.append(left)
      }
      if piece.range.upperBound > range.upperBound {
        var right = piece
        let start = max(piece.range.lowerBound, range.upperBound)
        right.first += start - piece.range.lowerBound
        right.range = start..<piece.range.upperBound
        kept.append(right)
      }
    }
    kept.append(Piece(range: range, tensor: tensor, first: 0, width: range.count))
    pieces[vector] = kept.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The part's values, `[batch, count]`.
  mutating func read(_ part: Part) -> String { read(part.vector, part.range) }

  mutating func read(vector: Int) -> String { read(vector, all(of: vector)) }

  private mutating func read(_ vector: Int, _ wanted: Range<Int>) -> String {
    let name = program.vectors[vector].name
    var found: [String] = []
    var count = 0
    for piece in pieces[vector] where piece.range.overlaps(wanted) {
      let range = piece.range.clamped(to: wanted)
      let first = piece.first + range.lowerBound - piece.range.lowerBound
      found.append(
        builder.slice(piece.tensor, first..<first + range.count, of: piece.width, named: "\(name)_part"))
      count += range.count
    }
    precondition(count == wanted.count, "\(count) of \(wanted) of \(name) were written before they are read")
    return builder.concat(found, named: name)
  }

  private mutating func scatter(_ indices: [Int], _ source: String, into target: Part) {
    var places = Array(0..<target.count)
    for (place, index) in indices.enumerated() { places[index] = target.count + place }
    let both = builder.concat([read(target), source], named: "\(name(target))_both")
    set(target, to: builder.gather(both, places, of: target.count + indices.count, named: name(target)))
  }

  /// `[batch, all]` as `[batch] + shape`.
  mutating func reshaped(_ tensor: String, _ shape: [Int]) -> String {
    // 0 keeps the batch.
    let sizes = builder.integers([0] + shape)
    return builder.node(.reshape, [tensor, sizes], named: "\(tensor)_groups")
  }

  // MARK: - Expressions

  /// - Parameter target: what the expression is for.
  private mutating func evaluate(_ expression: ElementExpression, for target: Part) -> Value {
    let name = name(target)
    switch expression {
    case .constant(let value): return Value(name: builder.scalar(value), width: 1, hasRows: false)
    case .constants(let values, let index):
      let elements = index == .first ? [values[0]] : (0..<target.count).map { values[index.place($0)] }
      let constant = builder.constant(.floats(elements), shape: [elements.count], named: "\(name)_values")
      return Value(name: constant, width: elements.count, hasRows: false)
    case .element(let part, let index): return element(part, index, count: target.count)
    case .function(let function, let x):
      let x = evaluate(x, for: target)
      return Value(name: apply(function, x.name, named: name), width: x.width, hasRows: x.hasRows)
    case .operation(let operation, let x, let y):
      let (x, y) = (evaluate(x, for: target), evaluate(y, for: target))
      return Value(
        name: builder.node(operation.node, [x.name, y.name], named: name), width: max(x.width, y.width),
        hasRows: x.hasRows || y.hasRows)
    }
  }

  private mutating func element(_ part: Part, _ index: ElementExpression.Index, count: Int) -> Value {
    switch index {
    case .first: return Value(name: read(part[0..<1]), width: 1, hasRows: true)
    case .each: return Value(name: read(part[0..<count]), width: count, hasRows: true)
    case .group, .cycle:
      let places = (0..<count).map(index.place)
      let tensor = builder.gather(read(part), places, of: part.count, named: "\(name(part))_spread")
      return Value(name: tensor, width: count, hasRows: true)
    }
  }

  private mutating func apply(
    _ function: ElementExpression.Function, _ x: String, named name: String
  ) -> String {
    switch function {
    case .negated: return builder.node(.negate, [x], named: name)
    case .magnitude: return builder.node(.magnitude, [x], named: name)
    case .sigmoid: return builder.node(.sigmoid, [x], named: name)
    case .tanh: return builder.node(.tanh, [x], named: name)
    case .exp: return builder.node(.exp, [x], named: name)
    case .squareRoot: return builder.node(.squareRoot, [x], named: name)
    case .rounded: return builder.node(.round, [x], named: name)
    case .normalCDF:
      // (1 + erf(x / sqrt 2)) / 2
      let scaled = builder.node(.multiply, [x, builder.scalar(Float(0.5).squareRoot())], named: name)
      let error = builder.node(.erf, [scaled], named: name)
      let sum = builder.node(.add, [error, builder.scalar(1 as Float)], named: name)
      return builder.node(.multiply, [sum, builder.scalar(0.5 as Float)], named: name)
    }
  }

  /// A value as a tensor `[batch, count]`.
  mutating func rows(_ value: Value, count: Int) -> String {
    if value.hasRows, value.width == count { return value.name }
    return builder.node(.add, [value.name, zeros(count)], named: "\(value.name)_rows")
  }

  /// Zeros, `[batch, count]`.
  private mutating func zeros(_ count: Int) -> String {
    let elapsed = read(program.elapsed)
    let zero = builder.node(.subtract, [elapsed, elapsed], named: "zero")
    let row = builder.constant(.floats(Array(repeating: 0, count: count)), shape: [count], named: "zeros")
    return builder.node(.add, [zero, row], named: "zeros")
  }

  // MARK: - Loops

  private mutating func write(_ body: [StepProgram.Statement], times: Int) {
    guard times * Self.statementCount(body) > Self.longestWrittenOut else {
      for _ in 0..<times { write(body) }
      return
    }
    let vectors = carried(by: body)
    let given = vectors.map { vector in
      // What the body alone writes may begin as anything.
      let first = pieces[vector].isEmpty ? zeros(program.vectors[vector].count) : read(vector: vector)
      return (value: first, name: program.vectors[vector].name, width: program.vectors[vector].count)
    }
    var inner = self
    let left = builder.loop(times: times, given) { builder, values in
      inner.builder = builder
      for (vector, value) in zip(vectors, values) { inner.set(vector: vector, to: value) }
      inner.write(body)
      let left = vectors.map { inner.read(vector: $0) }
      builder = inner.builder
      return left
    }
    for (vector, value) in zip(vectors, left) { set(vector: vector, to: value) }
  }

  /// The vectors whose values go from one turn of a loop to the next, or to what comes after it.
  private func carried(by body: [StepProgram.Statement]) -> [Int] {
    let inner = Self.reads(in: body)
    var written: Set<Int> = []
    let first = readFirst(body, &written)
    return written.sorted().filter { vector in
      program.vectors[vector].role == .state || first.contains(vector)
        || reads[vector, default: 0] > inner[vector, default: 0] || program.outputs.vector == vector
    }
  }

  /// The vectors that statements read before they have written all of them.
  private func readFirst(_ statements: [StepProgram.Statement], _ written: inout Set<Int>) -> Set<Int> {
    var found: Set<Int> = []
    var complete: Set<Int> = []
    for statement in statements {
      var reads = Set(statement.reads.map(\.vector))
      if case .repeated(_, let body) = statement { reads.formUnion(readFirst(body, &written)) }
      // Of a vector that is written in part the rest stays.
      let partial = statement.writes.filter { !statement.isWhole($0, of: program) }.map(\.vector)
      found.formUnion(reads.union(partial).subtracting(complete))
      complete.formUnion(Set(statement.writes.map(\.vector)).subtracting(partial))
      written.formUnion(statement.writes.map(\.vector))
    }
    return found
  }

  private static func reads(in statements: [StepProgram.Statement]) -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for statement in statements {
      for part in statement.reads { counts[part.vector, default: 0] += 1 }
      if case .repeated(_, let body) = statement {
        counts.merge(reads(in: body)) { $0 + $1 }
      }
    }
    return counts
  }

  private static func statementCount(_ statements: [StepProgram.Statement]) -> Int {
    statements.reduce(0) { count, statement in
      guard case .repeated(let times, let body) = statement else { return count + 1 }
      return count + times * statementCount(body)
    }
  }
}

extension StepProgram.Statement {
  /// Whether it writes all elements of a vector that it writes to.
  fileprivate func isWhole(_ part: StepProgram.Part, of program: StepProgram) -> Bool {
    if case .scatter = self { return false }
    return part.count == program.vectors[part.vector].count
  }
}

extension ElementExpression.Operation {
  fileprivate var node: ONNXGraphBuilder.Operation {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .minimum: .minimum
    case .maximum: .maximum
    }
  }
}
