/// One step of a network as a program: statements over vectors, the parameters inside.
///
/// The cells say once, in such a program, what a step computes; exports say once how each kind of statement is written.
/// Vectors hold one `Float` per element. States keep their values from step to step and begin at 0; statements run in
/// order, and a vector that is written again has its new values for the statements after.
///
///     let program = model.stepProgram()
///     var runner = ProgramRunner(program)
///     let outputs = runner.step([0.3, -1.2], elapsed: 1)
package struct StepProgram: Sendable, Hashable {
  /// What a vector is for.
  package enum Role: Sendable, Hashable {
    /// The input channels of the step, as training saw them.
    case inputs
    /// The elapsed time of the step: one element.
    case elapsed
    case state
    case temporary
  }

  package struct Vector: Sendable, Hashable {
    /// Letters, digits and `_`; no two vectors of a program share one.
    package let name: String
    package let count: Int
    package let role: Role
  }

  /// Some elements of a vector.
  package struct Part: Sendable, Hashable {
    /// The place of the vector in `vectors`.
    package let vector: Int
    package let range: Range<Int>

    package var count: Int { range.count }

    /// Elements of this part, counted from its own first.
    package subscript(_ range: Range<Int>) -> Part {
      precondition(range.upperBound <= count, "elements \(range) of \(count)")
      let first = self.range.lowerBound
      return Part(vector: vector, range: first + range.lowerBound..<first + range.upperBound)
    }

    /// One of several pieces of equal length.
    package func piece(_ index: Int, of pieces: Int) -> Part {
      let length = count / pieces
      return self[index * length..<(index + 1) * length]
    }
  }

  package internal(set) var vectors: [Vector] = []
  package internal(set) var statements: [Statement] = []
  package internal(set) var inputs: Part
  package internal(set) var elapsed: Part
  /// The raw outputs of the network.
  package internal(set) var outputs: Part

  /// The places of the vectors that keep their values from step to step.
  package var states: [Int] { vectors.indices.filter { vectors[$0].role == .state } }
}

extension StepProgram {
  package indirect enum Statement: Sendable, Hashable {
    case linear(LinearStatement)
    case synapses(SynapseStatement)
    /// Each element of the target is the expression at its index.
    case map(target: Part, ElementExpression)
    /// Each element of the target is the sum of the next `size` elements of the source.
    case groupSums(target: Part, source: Part, size: Int)
    /// `target[indices[i]] = source[i]`
    case scatter(target: Part, indices: [Int], source: Part)
    /// The row of a table, `[levels, target]`, whose number is the nearest whole one to the source's only element; 0 where
    /// there is no such row.
    case lookup(target: Part, source: Part, table: [Float])
    /// The body, several times.
    case repeated(times: Int, body: [Statement])
  }

  /// What a sum begins with.
  package enum Start: Sendable, Hashable {
    case constants([Float])
    case part(Part)
  }

  /// target = start + the sum of matrix times source, over the terms.
  package struct LinearStatement: Sendable, Hashable {
    package struct Term: Sendable, Hashable {
      package let source: Part
      package let matrix: ProgramMatrix
    }

    package let target: Part
    package let start: Start
    package let terms: [Term]
  }

  /// The sums over the synapses of an LTC or LRC that reach each target; with a source x and its parameters
  ///
  ///     s = sigmoid(sigma (x - mu));   conductance += w s;   drive += driveWeight s
  package struct SynapseStatement: Sendable, Hashable {
    package struct Synapse: Sendable, Hashable {
      /// An element of `source`.
      package let source: Int
      package let w: Float
      package let mu: Float
      package let sigma: Float
      /// An LTC's w erev, an LRC's k.
      package let driveWeight: Float
    }

    package let conductance: Part
    package let drive: Part
    package let conductanceStart: Start
    package let driveStart: Start
    package let source: Part
    /// By target, and by source within it.
    package let synapses: [[Synapse]]
  }
}

/// A constant matrix of a program.
package enum ProgramMatrix: Sendable, Hashable {
  /// Row-major, `[rows, columns]`.
  case dense(rows: Int, columns: Int, [Float])
  /// Several rows share the places of their entries: group g has `columns[starts[g] ..< starts[g + 1]]`, and row
  /// `block * groups + g` has `values[entry * blocks + block]` there.
  case sparse(blocks: Int, starts: [Int], columns: [Int], values: [Float])

  package var rows: Int {
    switch self {
    case .dense(let rows, _, _): rows
    case .sparse(let blocks, let starts, _, _): blocks * (starts.count - 1)
    }
  }

  /// Products in a multiplication by a vector.
  package var entryCount: Int {
    switch self {
    case .dense(_, _, let values): values.count
    case .sparse(_, _, _, let values): values.count
    }
  }

  /// The entries of a row, by column.
  package func row(_ row: Int) -> [(column: Int, value: Float)] {
    switch self {
    case .dense(_, let columns, let values):
      return (0..<columns).map { ($0, values[row * columns + $0]) }
    case .sparse(let blocks, let starts, let columns, let values):
      let groups = starts.count - 1
      let (block, group) = (row / groups, row % groups)
      return (starts[group]..<starts[group + 1]).map { (columns[$0], values[$0 * blocks + block]) }
    }
  }
}

extension StepProgram.Statement {
  /// The parts that it reads; of a loop none, as its body's statements say their own.
  package var reads: [StepProgram.Part] {
    switch self {
    case .linear(let linear): linear.start.parts + linear.terms.map(\.source)
    case .synapses(let sums): sums.conductanceStart.parts + sums.driveStart.parts + [sums.source]
    case .map(_, let expression): expression.parts
    case .groupSums(_, let source, _): [source]
    case .scatter(_, _, let source), .lookup(_, let source, _): [source]
    case .repeated: []
    }
  }

  /// The parts that it writes.
  package var writes: [StepProgram.Part] {
    switch self {
    case .linear(let linear): [linear.target]
    case .synapses(let sums): [sums.conductance, sums.drive]
    case .map(let target, _), .groupSums(let target, _, _), .scatter(let target, _, _),
      .lookup(let target, _, _):
      [target]
    case .repeated: []
    }
  }
}

extension StepProgram.Start {
  package var parts: [StepProgram.Part] {
    if case .part(let part) = self { [part] } else { [] }
  }
}

extension ElementExpression {
  /// The parts that it reads.
  package var parts: [StepProgram.Part] {
    var found: [StepProgram.Part] = []
    forEach { if case .element(let part, _) = $0 { found.append(part) } }
    return found
  }
}

extension StepProgram {
  /// Every part that a statement reads or writes, and the outputs.
  package var allParts: [Part] {
    func parts(_ statements: [Statement]) -> [Part] {
      statements.flatMap { statement -> [Part] in
        if case .repeated(_, let body) = statement { return parts(body) }
        return statement.reads + statement.writes
      }
    }
    return parts(statements) + [outputs]
  }
}
