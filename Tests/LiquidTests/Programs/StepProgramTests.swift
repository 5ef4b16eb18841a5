import Liquid
import TestSupport
import Testing

@Suite struct StepProgramTests {
  @Test(arguments: NetworkVariant.all)
  func computesWhatTheNetworkComputesWithIrregularAndZeroTimes(_ variant: NetworkVariant) throws {
    try withSeeds(6) { seed, generator in
      let model = try variant.model(
        &generator, inputs: 1 + generator.integer(below: 12), neurons: 4 + generator.integer(below: 24),
        outputs: 3, size: .wide)
      var runner = ProgramRunner(model.stepProgram())
      let stream = NetworkStream(model: model)
      // What was there before does not matter.
      _ = runner.step([Float](repeating: 3, count: model.cell.wiring.inputs), elapsed: 2)
      runner.reset()
      for step in 0..<30 {
        let inputs = (0..<model.cell.wiring.inputs).map { _ in Float(generator.normal()) }
        let elapsed = step % 5 == 3 ? 0 : Float(generator.uniform(0.1, 2))
        stream.step(unchecked: inputs, elapsed: elapsed)
        let outputs = runner.step(inputs, elapsed: elapsed)
        #expect(outputs.count == stream.outputs.count)
        for (ours, theirs) in zip(outputs, stream.outputs) {
          #expect((ours - Double(theirs)).magnitude <= 3e-5 * max(1, ours.magnitude), "seed \(seed)")
        }
      }
    }
  }

  @Test(arguments: NetworkVariant.all)
  func namesItsVectorsApartAndWritesEachBeforeItIsRead(_ variant: NetworkVariant) throws {
    try withSeeds(2) { seed, generator in
      let program = try variant.model(&generator).stepProgram()
      #expect(Set(program.vectors.map(\.name)).count == program.vectors.count)
      var written = Set(program.vectors.indices.filter { program.vectors[$0].role != .temporary })
      check(program.statements, &written)
      #expect(written.contains(program.outputs.vector), "seed \(seed)")
    }
  }

  private func check(_ statements: [StepProgram.Statement], _ written: inout Set<Int>) {
    for statement in statements {
      for part in statement.reads { #expect(written.contains(part.vector)) }
      if case .repeated(_, let body) = statement { check(body, &written) }
      written.formUnion(statement.writes.map(\.vector))
    }
  }
}
