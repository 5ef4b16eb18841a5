/// How abruptly a neuron's state changes: max over t of |h_(t+1) - h_t|.
package struct StateChange: Sendable, Hashable, Codable {
  package let neuron: Int
  /// In the unit of the states; nil where a state is not finite, or no sequence has two steps.
  package let largest: Double?
  /// 1 for the neuron that changes most; those without a value come last, equals in the order of the neurons.
  package let rank: Int
}

extension StateChange {
  /// Those of all neurons, in the order of the neurons.
  ///
  /// Source of the measure: Lechner, Hasani, Amini, Henzinger, Rus and Grosu, "Neural circuit policies enabling auditable
  /// autonomy", Nature MI 2020.
  /// - Parameter sequences: the states after each step, `[steps, neurons]` of each sequence; nothing is taken from the last
  ///   step of one to the first of the next.
  package static func largest(in sequences: [[Float]], neurons: Int) -> [StateChange] {
    precondition(neurons > 0, "\(neurons) neurons")
    var largest = [Double?](repeating: nil, count: neurons)
    var isDamaged = [Bool](repeating: false, count: neurons)
    for states in sequences {
      precondition(states.count % neurons == 0, "\(states.count) states of \(neurons) neurons")
      for (place, state) in states.enumerated() {
        let neuron = place % neurons
        if !state.isFinite { isDamaged[neuron] = true }
        guard place >= neurons else { continue }
        let change = (Double(state) - Double(states[place - neurons])).magnitude
        largest[neuron] = max(largest[neuron] ?? 0, change)
      }
    }
    for neuron in 0..<neurons where isDamaged[neuron] { largest[neuron] = nil }
    let order = (0..<neurons).sorted { (largest[$0] ?? -1, $1) > (largest[$1] ?? -1, $0) }
    var ranks = order
    for (place, neuron) in order.enumerated() { ranks[neuron] = place + 1 }
    return (0..<neurons).map { StateChange(neuron: $0, largest: largest[$0], rank: ranks[$0]) }
  }
}
