import Foundation
import Liquid

/// A sequence of rows as a network takes them.
package struct CalibrationSequence: Sendable {
  /// Channels of each step.
  package let inputs: [[Float]]
  /// Of each step, in usual steps.
  package let elapsed: [Float]

  package init(inputs: [[Float]], elapsed: [Float]) {
    precondition(inputs.count == elapsed.count, "\(inputs.count) rows, \(elapsed.count) times")
    self.inputs = inputs
    self.elapsed = elapsed
  }
}

/// The smallest and largest values that each vector of a program, and each value within an expression, takes on
/// calibration rows.
package struct FixedRanges: Sendable {
  /// Of each vector; nil where nothing wrote it.
  private(set) var vectors: [ClosedRange<Double>?]
  /// By the place of an expression in its program; see `ProgramObserver`.
  private(set) var expressions: [[Int]: ClosedRange<Double>]
  /// Of the elapsed time.
  package let elapsed: FixedFormat

  /// Runs a program over rows.
  ///
  /// - Throws: where there are none, or a value is not finite.
  package init(_ program: StepProgram, over sequences: [CalibrationSequence]) throws(FixedPointError) {
    guard sequences.contains(where: { !$0.inputs.isEmpty }) else { throw .noCalibration }
    elapsed = Self.elapsedFormat(sequences)
    let longest = Float(elapsed.decode(.max))
    let observer = RangeObserver(program)
    var runner = ProgramRunner(program)
    for sequence in sequences {
      runner.reset()
      for (inputs, time) in zip(sequence.inputs, sequence.elapsed) {
        let time = min(time, longest)
        observer.sawInputs(inputs.map(Double.init), elapsed: Double(time))
        _ = runner.step(inputs, elapsed: time, observer: observer)
      }
    }
    (vectors, expressions) = (observer.vectors, observer.expressions)
    if let wild = vectors.firstIndex(where: { $0.map { !$0.isFinite } ?? false }) {
      throw .notFinite(part: program.vectors[wild].name)
    }
    widenTimes(program, to: longest)
    widenTables(program.statements)
  }

  /// Of a vector.
  func format(ofVector vector: Int) -> FixedFormat {
    FixedFormat(fitting: Self.withHeadroom(vectors[vector]?.largestMagnitude ?? 0))
  }

  /// Of the root of a vector's values, which are not below 0.
  func format(ofRootOf vector: Int) -> FixedFormat {
    FixedFormat(fitting: Self.withHeadroom((vectors[vector]?.largestMagnitude ?? 0).squareRoot()))
  }

  /// Values outside of the calibration rows may be larger. Sixteen bits can spare that: what costs accuracy is weights.
  static func withHeadroom(_ magnitude: Double) -> Double { magnitude * 1.5 }

  /// Vectors that only the elapsed time decides can take all values that it may have.
  private mutating func widenTimes(_ program: StepProgram, to longest: Float) {
    let observer = RangeObserver(program)
    var runner = ProgramRunner(program)
    let zeros = [Float](repeating: 0, count: program.inputs.count)
    for time in [0, longest] {
      observer.sawInputs(zeros.map(Double.init), elapsed: Double(time))
      _ = runner.step(zeros, elapsed: time, observer: observer)
      runner.reset()
    }
    for (place, target) in program.timeMaps {
      vectors[target.vector] = vectors[target.vector]?.union(observer.vectors[target.vector])
      for (inner, range) in observer.expressions where inner.starts(with: place) {
        expressions[inner] = expressions[inner]?.union(range)
      }
    }
    vectors[program.elapsed.vector] = 0...Double(longest)
  }

  /// Rows of tables that the calibration rows do not have can be looked up, too.
  private mutating func widenTables(_ statements: [StepProgram.Statement]) {
    for statement in statements {
      switch statement {
      case .lookup(let target, _, let table):
        let range = Double(min(table.min() ?? 0, 0))...Double(max(table.max() ?? 0, 0))
        vectors[target.vector] = range.union(vectors[target.vector])
      case .repeated(_, let body): widenTables(body)
      case .linear, .synapses, .map, .groupSums, .scatter: continue
      }
    }
  }

  /// At least eight usual steps fit. Beyond that, the format that errs least on the rows: absolutely on short times,
  /// relatively on long ones, as what a network does in a long time hardly depends on how long it is.
  private static func elapsedFormat(_ sequences: [CalibrationSequence]) -> FixedFormat {
    let times = sequences.flatMap(\.elapsed).map(Double.init)
    func error(_ format: FixedFormat) -> Double {
      times.reduce(0) { sum, time in
        let error = (format.decode(format.encode(time)) - time) / (1 + time)
        return sum + error * error
      }
    }
    let formats = (0...12).reversed().map(FixedFormat.init(bits:))
    return formats.map { ($0, error($0)) }.min { $0.1 < $1.1 }?.0 ?? FixedFormat(bits: 12)
  }
}

extension ClosedRange<Double> {
  var isFinite: Bool { lowerBound.isFinite && upperBound.isFinite }
  var largestMagnitude: Double { Swift.max(lowerBound.magnitude, upperBound.magnitude) }

  func union(_ other: ClosedRange<Double>?) -> ClosedRange<Double> {
    guard let other else { return self }
    return Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
  }
}

/// Keeps the ranges of what it sees; those of something that is not finite, or that the networks' floats would soon not
/// hold, are infinite.
private final class RangeObserver: ProgramObserver {
  private let program: StepProgram
  private let indexChannels: Set<Int>
  private(set) var vectors: [ClosedRange<Double>?]
  private(set) var expressions: [[Int]: ClosedRange<Double>] = [:]

  init(_ program: StepProgram) {
    self.program = program
    indexChannels = program.indexChannels
    // States begin at 0.
    vectors = program.vectors.map { $0.role == .state ? 0...0 : nil }
  }

  func sawInputs(_ inputs: [Double], elapsed: Double) {
    wrote(program.inputs, inputs.indices.filter { !indexChannels.contains($0) }.map { inputs[$0] })
    wrote(program.elapsed, [elapsed])
  }

  func wrote(_ part: StepProgram.Part, _ values: [Double]) {
    guard let range = Self.range(values) else { return }
    vectors[part.vector] = range.union(vectors[part.vector])
  }

  func computed(_ place: [Int], _ values: [Double]) {
    guard let range = Self.range(values) else { return }
    expressions[place] = range.union(expressions[place])
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double>? {
    guard let first = values.first else { return nil }
    var (lower, upper) = (first, first)
    for value in values {
      guard value.magnitude <= 1e30 else { return -.infinity ... .infinity }
      lower = min(lower, value)
      upper = max(upper, value)
    }
    return lower...upper
  }
}

extension StepProgram {
  /// The maps whose values only the elapsed time decides, with their places.
  fileprivate var timeMaps: [(place: [Int], target: Part)] {
    var times: Set<Int> = [elapsed.vector]
    var found: [([Int], Part)] = []
    func look(_ statements: [Statement], path: [Int]) {
      for (index, statement) in statements.enumerated() {
        switch statement {
        case .map(let target, let expression):
          let reads = Set(expression.parts.map(\.vector))
          guard !reads.isEmpty, reads.isSubset(of: times), vectors[target.vector].role == .temporary else {
            continue
          }
          times.insert(target.vector)
          found.append((path + [index], target))
        case .repeated(_, let body): look(body, path: path + [index])
        case .linear, .synapses, .groupSums, .scatter, .lookup: continue
        }
      }
    }
    look(statements, path: [])
    return found
  }
}
