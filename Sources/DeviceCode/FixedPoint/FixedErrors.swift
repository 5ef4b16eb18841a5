import Liquid

/// How far a program in whole numbers is from the same program in floating point, on rows that both run through side by
/// side, each from its own states.
package struct FixedErrors: Sendable {
  /// The errors of a vector; in its unit, and relative to its range in floating point.
  package struct Error: Sendable, Hashable {
    package fileprivate(set) var count = 0
    package fileprivate(set) var largest = 0.0
    package fileprivate(set) var range: ClosedRange<Double> = 0...0
    fileprivate var squares = 0.0

    package var rootMeanSquare: Double { count == 0 ? 0 : (squares / Double(count)).squareRoot() }
    package var width: Double { range.upperBound - range.lowerBound }
    /// 0 where the vector does not vary.
    package var relativeRootMeanSquare: Double { width > 0 ? rootMeanSquare / width : 0 }
    package var relativeLargest: Double { width > 0 ? largest / width : 0 }

    fileprivate mutating func add(_ exact: [Double], _ whole: [Double]) {
      for (value, other) in zip(exact, whole) {
        let error = (value - other).magnitude
        range = count == 0 ? value...value : range.union(value...value)
        count += 1
        largest = max(largest, error)
        squares += error * error
      }
    }
  }

  /// Of the vectors that statements write, in the order in which they are written first: the name, and the errors after
  /// each write.
  package private(set) var vectors: [(name: String, error: Error)] = []
  /// Of the raw outputs, all together.
  package private(set) var outputs = Error()
  /// Of each raw output.
  package private(set) var eachOutput: [Error]

  package init(_ fixed: FixedProgram, over sequences: [CalibrationSequence]) {
    let program = fixed.program
    eachOutput = program.outputs.range.map { _ in Error() }
    var (exact, whole) = (ProgramRunner(program), FixedRunner(fixed))
    let (exactWrites, wholeWrites) = (WriteObserver(), WriteObserver())
    var places: [Int: Int] = [:]
    for sequence in sequences {
      exact.reset()
      whole.reset()
      for (inputs, elapsed) in zip(sequence.inputs, sequence.elapsed) {
        exactWrites.writes = []
        wholeWrites.writes = []
        let answer = exact.step(inputs, elapsed: elapsed, observer: exactWrites)
        let other = whole.step(inputs, elapsed: elapsed, observer: wholeWrites)
        let writes = exactWrites.writes.filter { !fixed.joined.contains($0.part.vector) }
        for ((part, values), (_, others)) in zip(writes, wholeWrites.writes) {
          let place = places[part.vector] ?? vectors.count
          if place == vectors.count {
            places[part.vector] = place
            vectors.append((program.vectors[part.vector].name, Error()))
          }
          vectors[place].error.add(values, others)
        }
        outputs.add(answer, other)
        for index in answer.indices { eachOutput[index].add([answer[index]], [other[index]]) }
      }
    }
  }
}

private final class WriteObserver: ProgramObserver {
  var writes: [(part: StepProgram.Part, values: [Double])] = []

  func wrote(_ part: StepProgram.Part, _ values: [Double]) { writes.append((part, values)) }
  func computed(_ place: [Int], _ values: [Double]) {}
}
