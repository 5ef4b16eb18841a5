import Liquid

/// A `StepProgram` in whole numbers: vectors of `Int16`, weights of 8 bits, sums of 32.
///
/// It holds all that the generated code computes, so that `FixedRunner` gives the same bits as the code does. A right
/// shift is one of two's complement: it rounds down, also below 0.
package struct FixedProgram: Sendable, Hashable {
  package let program: StepProgram
  /// Of each vector of the program.
  package let formats: [FixedFormat]
  /// The input channels that hold whole numbers as they are, whatever the format of the others is: what tables are
  /// looked up by.
  package let indexChannels: Set<Int>
  /// Vectors that have no values of their own here: squares that are summed at once, and what holds the root of their
  /// mean instead of the mean.
  package let joined: Set<Int>
  package let statements: [FixedStatement]

  package var inputFormat: FixedFormat { formats[program.inputs.vector] }
  /// The channels of a step; an index that is NaN names none.
  package func encode(_ inputs: [Float]) -> [Int16] {
    inputs.enumerated().map { channel, value in
      guard indexChannels.contains(channel) else { return inputFormat.encode(Double(value)) }
      return value.isNaN ? -1 : FixedFormat.whole.encode(Double(value))
    }
  }

  package var elapsedFormat: FixedFormat { formats[program.elapsed.vector] }
  package var outputFormat: FixedFormat { formats[program.outputs.vector] }
}

package indirect enum FixedStatement: Sendable, Hashable {
  case linear(FixedLinear)
  case synapses(FixedSynapses)
  case spread(FixedSpread)
  case map(FixedMap)
  /// Sums of 32 bits, brought to the target's format.
  case groupSums(target: StepProgram.Part, source: StepProgram.Part, size: Int, FixedRescaling)
  case scatter(target: StepProgram.Part, indices: [Int], source: StepProgram.Part, FixedRescaling)
  case lookup(FixedLookup)
  case `repeated`(times: Int, body: [FixedStatement])
}

/// How a number of 32 bits becomes an `Int16`: shifted right, halves up, and held within an `Int16`.
///
/// With negative `shift` it is held first, so that the shift to the left loses nothing.
package struct FixedRescaling: Sendable, Hashable {
  package let shift: Int

  package init(from: FixedFormat, to: FixedFormat) {
    // Beyond these limits nothing is left of a number, or nothing but its sign.
    shift = max(-14, min(30, from.bits - to.bits))
  }
}

/// The end of the sums of a row: `start + the sum over terms of ((sum >> shift) * multiplier)`, rescaled.
package struct FixedSum: Sendable, Hashable {
  package enum Start: Sendable, Hashable {
    /// Of each row; shifted left by so many bits.
    case constants([Int16], shift: Int)
    /// Shifted left by so many bits; by a negative number right.
    case part(StepProgram.Part, shift: Int)
  }

  package struct Scale: Sendable, Hashable {
    package let shift: Int
    /// Of each row.
    package let multipliers: [UInt16]
  }

  package let start: Start
  package let scales: [Scale]
  package let rescaling: FixedRescaling
}

package struct FixedLinear: Sendable, Hashable {
  package struct Term: Sendable, Hashable {
    package let source: StepProgram.Part
    package let matrix: FixedMatrix
  }

  package let target: StepProgram.Part
  package let terms: [Term]
  package let sum: FixedSum
}

/// A matrix of weights as whole numbers, which a row's scale belongs to.
package enum FixedMatrix: Sendable, Hashable {
  /// Row-major.
  case dense(rows: Int, columns: Int, [Int8])
  /// Group g has the columns `columns[starts[g] ..< starts[g + 1]]`; row `block * groups + g` has the values
  /// `values[block * columns.count + entry]` there.
  case sparse(blocks: Int, starts: [Int], columns: [Int], values: [Int8])
}

/// The sums over synapses. With a source x, in whole numbers,
///
///     u = ((slope + slopeZero) x + (offset << offsetShift)) >> argumentShift, held within the sigmoid's table
///     s = sigmoid(u);   conductance += weight s;   drive += drive s
///
/// and the ends of the two sums.
package struct FixedSynapses: Sendable, Hashable {
  package struct Synapse: Sendable, Hashable {
    package let source: Int
    package let slope: Int8
    package let offset: Int16
    package let weight: Int16
    package let drive: Int8
  }

  package let conductance: StepProgram.Part
  package let drive: StepProgram.Part
  package let source: StepProgram.Part
  /// By target.
  package let synapses: [[Synapse]]
  /// Added to each slope.
  package let slopeZero: Int32
  package let offsetShift: Int
  package let argumentShift: Int
  /// Whether weights are 0 to 255, else -127 to 127.
  package let hasUnsignedWeights: Bool
  package let conductanceSum: FixedSum
  package let driveSum: FixedSum
}

/// A row of a table: `values * factor` of the row, brought to the target's format; zeros where there is no such row.
package struct FixedLookup: Sendable, Hashable {
  package let target: StepProgram.Part
  /// Of one element.
  package let source: StepProgram.Part
  /// From the source to the number of the row.
  package let index: FixedRescaling
  /// `[rows, target]`
  package let values: [Int8]
  /// Of each row.
  package let factors: [UInt16]
  package let rescaling: FixedRescaling
}

/// Elements of a target from operations on numbers of 32 bits, each in a place of its own.
package struct FixedMap: Sendable, Hashable {
  package let target: StepProgram.Part
  package let operations: [FixedOperation]
  /// The place of the operation whose value is the element; it is within an `Int16`, or has a rest.
  package let result: Int
  package let rest: FixedRest?
}

/// What is kept of the rounding of states that change a little in a step: it counts in the next one.
///
/// Without it a state would not move at all where its changes are less than half a unit: neurons with time constants of
/// a hundred steps and more would stop on their way. With a value v and the rest r of an element,
///
///     t = v + r 2^(shift - bits) + 2^(shift - 1);   element = t >> shift, held within an Int16
///     r = (t mod 2^shift - 2^(shift - 1)) >> (shift - bits)
package struct FixedRest: Sendable, Hashable {
  package let shift: Int
  /// Of the rest: at most 8.
  package let bits: Int
}

/// Operands are the places of earlier operations.
package enum FixedOperation: Sendable, Hashable {
  case constant(Int32)
  case constants([Int16], ElementExpression.Index)
  case element(StepProgram.Part, ElementExpression.Index)
  case add(Int, Int)
  case subtract(Int, Int)
  case multiply(Int, Int)
  case minimum(Int, Int)
  case maximum(Int, Int)
  case negated(Int)
  case magnitude(Int)
  /// Times 2^bits.
  case scaledUp(Int, bits: Int)
  /// Over 2^bits, halves up.
  case scaledDown(Int, bits: Int)
  case clamped(Int, lower: Int32, upper: Int32)
  /// Of a dividend and a divisor: to the nearest, halves away from 0. A divisor below 1 counts as 1; while it is above
  /// 32767 both are halved, rounding down.
  case quotient(Int, Int)
  /// To the nearest whole number; 0 of what is below 0.
  case squareRoot(Int)
  /// An argument with `FixedCurve.argumentBits`, held within the table; a value with `FixedCurve.valueBits`.
  case sigmoid(Int)
  case normalCDF(Int)
  /// e^-x of an x from 0 to 16 with 15 bits of fraction; a value with `FixedCurve.valueBits`.
  case decay(Int)

  package var operands: [Int] {
    switch self {
    case .constant, .constants, .element: []
    case .add(let x, let y), .subtract(let x, let y), .multiply(let x, let y), .minimum(let x, let y),
      .maximum(let x, let y), .quotient(let x, let y):
      [x, y]
    case .negated(let x), .magnitude(let x), .scaledUp(let x, _), .scaledDown(let x, _),
      .clamped(let x, _, _), .squareRoot(let x), .sigmoid(let x), .normalCDF(let x), .decay(let x):
      [x]
    }
  }
}

extension StepProgram {
  /// The input channels that tables are looked up by, and that nothing else reads.
  var indexChannels: Set<Int> {
    var (indices, others) = (Set<Int>(), Set<Int>())
    forEachStatement { statement in
      let channels = statement.reads.filter { $0.vector == inputs.vector }.flatMap(\.range)
      if case .lookup = statement { indices.formUnion(channels) } else { others.formUnion(channels) }
    }
    return indices.subtracting(others)
  }

  /// States that grow by a whole number in each step, such as the number of steps that a mean is of.
  var counters: Set<Int> {
    var (found, writers) = (Set<Int>(), [Int: Int]())
    forEachStatement { statement in
      for part in statement.writes { writers[part.vector, default: 0] += 1 }
      if case .map(let target, .operation(.add, .element(let part, .each), .constant(let step))) = statement,
        part == target, vectors[target.vector].role == .state, step == step.rounded()
      {
        found.insert(target.vector)
      }
    }
    return found.filter { writers[$0] == 1 }
  }

  private func forEachStatement(_ visit: (Statement) -> Void) {
    func look(_ statements: [Statement]) {
      for statement in statements {
        visit(statement)
        if case .repeated(_, let body) = statement { look(body) }
      }
    }
    look(statements)
  }
}
