import Liquid
import TestSupport
import Testing

@Suite struct NCPSFuzzTests {
  @Test(arguments: ["ltc_full", "ltc_memory", "cfc_default_1", "cfc_pure_2", "cfc_memory", "wired_default"])
  func trapNothingTheyAreRefusedInOneLineOrGiveANetworkWhoseOutputsCanBeComputed(name: String) throws {
    let original = try ImportFixture.named(name).bytes()
    for seed in 0..<UInt64(Thoroughness.cases(300)) {
      var mutator = Mutator(seed: seed)
      check(mutator.mutate(original), seed: seed)
    }
  }

  @Test(arguments: NCPSReadingTests.fixtures.map(\.name))
  func withTensorsLeftOutRenamedExchangedReshapedOrGivenOtherValuesTrapNothing(name: String) throws {
    let original = try Safetensors(ImportFixture.named(name).bytes()).tensors
    for seed in 0..<UInt64(Thoroughness.cases(80)) {
      var generator = SeededGenerator(seed: seed)
      var tensors = original
      for _ in 0...generator.integer(below: 3) where !tensors.isEmpty { try change(&tensors, &generator) }
      var names: Set<String> = []
      tensors = tensors.filter { names.insert($0.name).inserted }
      check(Safetensors(tensors: tensors).serialized(), seed: seed)
    }
  }

  private func change(_ tensors: inout [SafetensorsTensor], _ generator: inout SeededGenerator) throws {
    let place = generator.integer(below: tensors.count)
    let other = generator.integer(below: tensors.count)
    let tensor = tensors[place]
    let values = try tensor.floats()
    switch generator.integer(below: 6) {
    case 0: tensors.remove(at: place)
    case 1:
      tensors[place] = tensor.renamed(tensors[other].name + ["", "x", ".0"][generator.integer(below: 3)])
    case 2:
      let (first, second) = (tensor.name, tensors[other].name)
      tensors[place] = tensors[other].renamed(first)
      tensors[other] = tensor.renamed(second)
    case 3:
      let shapes = [[values.count], [values.count, 1], [1, values.count], [], tensor.shape.reversed()]
      let shape = shapes[generator.integer(below: shapes.count)]
      if shape.reduce(1, *) == values.count { tensors[place] = tensor.reshaped(shape) }
    case 4:
      let size = generator.integer(below: 4)
      tensors[place] = SafetensorsTensor(
        name: tensor.name, shape: [size, size], floats: [Float](repeating: 1, count: size * size))
    default:
      var changed = values
      let odd: [Float] = [.nan, -.infinity, -1, 0, 1, 1e38]
      if !changed.isEmpty {
        changed[generator.integer(below: changed.count)] = odd[generator.integer(below: 6)]
      }
      tensors[place] = SafetensorsTensor(name: tensor.name, shape: tensor.shape, floats: changed)
    }
  }

  private func check(_ bytes: [UInt8], seed: UInt64) {
    do {
      let model = try NCPS.read(bytes).model
      let steps = 3
      let inputs = [Float](repeating: 0.5, count: steps * model.cell.wiring.inputs)
      let outputs = model.outputs(inputs: inputs, elapsed: [1, 0, 2])
      #expect(outputs.count == steps * model.cell.outputWidth, "seed \(seed)")
    } catch {
      #expect(!error.description.isEmpty && !error.description.contains("\n"), "seed \(seed)")
    }
  }
}
