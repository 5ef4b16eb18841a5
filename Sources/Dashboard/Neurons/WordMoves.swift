import Screen
import Telemetry
import Text

/// Which word moved which neuron: how far each step of a text moved the states.
struct WordMoves {
  /// A step or a neuron, and how far the state moved there.
  struct Move: Hashable {
    let index: Int
    let change: Float
  }

  private let trace: Trace
  private let words: [String]
  private let width: Int

  /// Nil where the probe is no text.
  init?(_ probe: Probe) {
    guard let words = probe.words, words.count == probe.nominal.stepCount, !words.isEmpty else { return nil }
    (trace, self.words) = (probe.nominal, words)
    width = trace.states.count / words.count
  }

  /// How far a step moved a neuron's state, which is 0 before the first.
  func change(ofNeuron neuron: Int, at step: Int) -> Float {
    let now = trace.states[step * width + neuron]
    return step == 0 ? now : now - trace.states[(step - 1) * width + neuron]
  }

  /// The steps that moved a neuron most, furthest first; of steps with the same word, only the furthest.
  func steps(movingNeuron neuron: Int, limit: Int) -> [Move] {
    guard (0..<width).contains(neuron) else { return [] }
    let moves = words.indices.map { Move(index: $0, change: change(ofNeuron: neuron, at: $0)) }
    var seen: Set<String> = []
    let furthest = Self.furthest(moves).filter { seen.insert(words[$0.index]).inserted }
    return Array(furthest.prefix(limit))
  }

  /// The neurons that a step moved most, furthest first.
  func neurons(movedAt step: Int, limit: Int) -> [Move] {
    let moves = (0..<width).map { Move(index: $0, change: change(ofNeuron: $0, at: step)) }
    return Array(Self.furthest(moves).prefix(limit))
  }

  func word(at step: Int) -> String { words[step] }

  /// Without those that are not finite or did not move.
  private static func furthest(_ moves: [Move]) -> [Move] {
    moves.filter { $0.change.isFinite && $0.change != 0 }.sorted {
      $0.change.magnitude != $1.change.magnitude
        ? $0.change.magnitude > $1.change.magnitude : $0.index < $1.index
    }
  }
}

extension WordMoves {
  /// `moved by great +0.42, not -0.38`, and at the time cursor `'great' moves motor 0 +0.42, inter 3 -0.2`.
  func lines(_ state: DashboardState, neuron: Int, columns: Int) -> [[TextRun]] {
    let step = state.cursorStep ?? words.count - 1
    let moving = steps(movingNeuron: neuron, limit: SignedList.most).map { (word(at: $0.index), $0.change) }
    let moved = neurons(movedAt: step, limit: SignedList.most).map { (state.neuronName($0.index), $0.change) }
    return [
      SignedList.line("\(state.neuronName(neuron)) is moved by", moving, columns: columns),
      SignedList.line("'\(word(at: step))' moves", moved, columns: columns),
    ]
  }
}
