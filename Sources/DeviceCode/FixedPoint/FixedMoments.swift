import Foundation
import Liquid

/// How the sources of a program's sums vary together on calibration rows; what weights are rounded by.
struct FixedMoments {
  /// Of the sources of a linear statement's term: by the statement's place and the term's number.
  private(set) var sources: [[Int]: SecondMoments] = [:]
  /// The mean of each source of a synapse statement, by its place.
  private(set) var means: [[Int]: [Double]] = [:]
  /// Of the sigmoids that reach each target of a synapse statement, by its place.
  private(set) var synapses: [[Int]: [SecondMoments]] = [:]

  /// Wider sums than this are rounded without: their errors average out, and the pairs are many.
  private static let widest = 320
  /// Steps that are looked at, evenly spread.
  private static let steps = 1024

  init(_ program: StepProgram, over sequences: [CalibrationSequence], longest: Float) {
    let observer = MomentObserver(program, widest: Self.widest)
    var runner = ProgramRunner(program)
    let stride = max(1, sequences.reduce(0) { $0 + $1.inputs.count } / Self.steps)
    var step = 0
    for sequence in sequences {
      runner.reset()
      observer.reset()
      for (inputs, time) in zip(sequence.inputs, sequence.elapsed) {
        observer.begin(inputs.map(Double.init), isCounted: step % stride == 0)
        _ = runner.step(inputs, elapsed: min(time, longest), observer: observer)
        step += 1
      }
    }
    (sources, synapses) = (observer.sources, observer.synapses)
    means = observer.sums.mapValues { sums, count in sums.map { $0 / Double(max(count, 1)) } }
  }
}

/// Follows the writes of a step, which come in the order of the statements.
private final class MomentObserver: ProgramObserver {
  private(set) var sources: [[Int]: SecondMoments] = [:]
  private(set) var synapses: [[Int]: [SecondMoments]] = [:]
  private(set) var sums: [[Int]: (sums: [Double], count: Int)] = [:]

  private let program: StepProgram
  private let widest: Int
  /// The statement of each write of a step.
  private let schedule: [(place: [Int], statement: StepProgram.Statement)]
  private var values: [[Double]]
  private var next = 0
  private var isCounted = false

  init(_ program: StepProgram, widest: Int) {
    self.program = program
    self.widest = widest
    schedule = Self.writes(program.statements, path: [])
    values = program.vectors.map { Array(repeating: 0, count: $0.count) }
  }

  private static func writes(_ statements: [StepProgram.Statement], path: [Int])
    -> [(place: [Int], statement: StepProgram.Statement)]
  {
    statements.enumerated().flatMap { index, statement in
      switch statement {
      case .repeated(let times, let body):
        let inner = writes(body, path: path + [index])
        return (0..<times).flatMap { _ in inner }
      case .synapses: return [(path + [index], statement), (path + [index], statement)]
      case .linear, .map, .groupSums, .scatter, .lookup: return [(path + [index], statement)]
      }
    }
  }

  func reset() { for state in program.states { values[state] = values[state].map { _ in 0 } } }

  func begin(_ inputs: [Double], isCounted: Bool) {
    next = 0
    self.isCounted = isCounted
    values[program.inputs.vector] = inputs
  }

  func computed(_ place: [Int], _ values: [Double]) {}

  func wrote(_ part: StepProgram.Part, _ new: [Double]) {
    let (place, statement) = schedule[next]
    next += 1
    if isCounted {
      switch statement {
      case .linear(let linear): count(linear, at: place)
      case .synapses(let sums) where part == sums.conductance: count(sums, at: place)
      default: break
      }
    }
    values[part.vector].replaceSubrange(part.range, with: new)
  }

  private func read(_ part: StepProgram.Part) -> [Double] { Array(values[part.vector][part.range]) }

  private func count(_ linear: StepProgram.LinearStatement, at place: [Int]) {
    for (index, term) in linear.terms.enumerated() where term.source.count <= widest {
      sources[place + [index], default: SecondMoments(count: term.source.count)].add(read(term.source))
    }
  }

  private func count(_ statement: StepProgram.SynapseStatement, at place: [Int]) {
    let source = read(statement.source)
    var (totals, steps) = sums[place] ?? (source.map { _ in 0 }, 0)
    for (index, value) in source.enumerated() { totals[index] += value }
    steps += 1
    sums[place] = (totals, steps)
    var all = synapses.removeValue(forKey: place) ?? statement.synapses.map { SecondMoments(count: $0.count) }
    for (target, row) in statement.synapses.enumerated() where row.count <= widest {
      all[target].add(
        row.map { 1 / (1 + exp(-Double($0.sigma) * (source[$0.source] - Double($0.mu)))) })
    }
    synapses[place] = all
  }
}
