import Liquid

/// Counts what steps of a stream allocate.
struct StreamCount {
  let stream: NetworkStream

  func run() throws -> Int64 {
    var generator = SeededGenerator(seed: 2)
    let inputs = (0..<8).map { _ in generator.numbers(stream.model.cell.wiring.inputs) }
    var total: Float = 0
    func steps(_ count: Int) throws {
      for step in 0..<count {
        try stream.step(inputs[step % 8], elapsed: 0.5)
        total += stream.outputs[0]
      }
    }
    try steps(3)
    let blocks = try blocks { try steps(200) }
    precondition(total.isFinite, "the outputs are not finite")
    return blocks
  }
}

extension SeededGenerator {
  mutating func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(normal()) } }
}
