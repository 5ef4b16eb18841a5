import Liquid

/// Counts what steps of a network with its gradient allocate.
struct OnlineCount {
  let network: OnlineNetwork
  let inputs: Int

  init(model: Model, method: OnlineMethod) {
    network = OnlineNetwork(model: model, method: method, history: 2)
    inputs = model.cell.wiring.inputs
  }

  func run() -> Int64 {
    var generator = SeededGenerator(seed: 2)
    let rows = (0..<8).map { _ in generator.numbers(inputs) }
    let slopes = network.outputs.map { _ in Float(1) }
    var gradient = [Float](repeating: 0, count: network.parameterCount)
    func steps(_ count: Int) {
      for step in 0..<count {
        network.step(unchecked: rows[step % 8], elapsed: 0.5)
        network.accumulateGradient(slopes, stepsBack: step % 3, into: &gradient)
      }
    }
    steps(3)
    let blocks = blocks { steps(20) }
    precondition(gradient.contains { $0 != 0 })
    return blocks
  }
}
