import Liquid
import TestSupport
import Testing

@Suite struct SequenceBatchTests {
  @Test
  func padsRaggedSequencesAndTakesNaNForAMissingTarget() throws {
    let batch = try SequenceBatch(
      inputs: [[[1, 2]], [[3, 4], [5, 6]]], targets: [[[7]], [[.nan], [9]]],
      weights: [[[0.5]], [[1], [2]]], elapsed: [[0], [1, 3]])
    #expect(batch.lengths == [1, 2] && batch.steps == 2 && batch.inputWidth == 2 && batch.targetWidth == 1)
    #expect(batch.inputs == [1, 2, 0, 0, 3, 4, 5, 6])
    #expect(batch.targets == [7, 0, 0, 9] && batch.targetWeights == [0.5, 0, 0, 2])
    #expect(batch.elapsed == [0, 0, 1, 3])
  }

  @Test
  func choosesSequencesAndPadsThemToTheLongestOfThem() throws {
    try withSeeds(10) { seed, generator in
      let all = generator.batch(
        for: try .fullyConnected(inputs: 3, units: 4, outputs: 2, seed: 1), loss: .meanSquaredError, count: 9,
        steps: 7)
      let indices = (0..<5).map { _ in generator.integer(below: 9) }
      let some = all.selecting(indices)
      #expect(some.lengths == indices.map { all.lengths[$0] } && some.steps == some.lengths.max())
      for (place, index) in indices.enumerated() {
        for step in 0..<some.lengths[place] {
          let (mine, theirs) = ((place * some.steps + step), (index * all.steps + step))
          #expect(some.elapsed[mine] == all.elapsed[theirs], "seed \(seed)")
          #expect(some.inputs[mine * 3..<mine * 3 + 3] == all.inputs[theirs * 3..<theirs * 3 + 3])
          // Missing ones are NaN.
          let bits = all.targets[theirs * 2..<theirs * 2 + 2].map(\.bitPattern)
          #expect(some.targets[mine * 2..<mine * 2 + 2].map(\.bitPattern) == bits)
        }
      }
    }
  }

  @Test
  func aNetworksOutputsAreNestedAsItsInputs() throws {
    var generator = SeededGenerator(seed: 2)
    let model = try generator.model()
    let batch = try SequenceBatch(inputs: [[[1, 2, 3], [0, 0, 1]], [[3, 2, 1]]])
    let outputs = try model.outputs(batch)
    #expect(outputs.map(\.count) == [2, 1])
    #expect(outputs.joined().allSatisfy { $0.count == model.cell.outputWidth })
    let traces = try model.traces(batch)
    #expect(traces.map(\.steps) == [2, 1])
    #expect(zip(traces, outputs).allSatisfy { $0.outputs == Array($1.joined()) })
    #expect(traces[0].states(ofNeuron: 1).count == 2)
  }
}
