import DeviceCode
import Liquid
import TestSupport
import Testing

@Suite struct ONNXModelTests {
  private func onnx(_ model: Model) throws -> ONNXModel {
    try ONNXNetwork.model(
      model.stepProgram(), NetworkInterface(raw: model.cell), name: "net", version: "1",
      properties: [.init("schema", "{}")])
  }

  private func model(_ generator: inout SeededGenerator, _ variant: NetworkVariant) throws -> Model {
    try variant.model(
      &generator, inputs: 1 + generator.integer(below: 12), neurons: 4 + generator.integer(below: 24),
      outputs: 3,
      size: .wide)
  }

  @Test(arguments: NetworkVariant.all)
  func theFileHoldsTheModelAndIsTheSameEachTime(_ variant: NetworkVariant) throws {
    try withSeeds(2) { seed, generator in
      let model = try model(&generator, variant)
      let onnx = try onnx(model)
      let bytes = try onnx.bytes()
      let read = try #require(ONNXModel.read(bytes), "seed \(seed)")
      #expect(read.model == onnx && read.formatVersion == 8 && read.operatorVersion == 17, "seed \(seed)")
      #expect(try self.onnx(model).bytes() == bytes, "seed \(seed)")
      #expect(ONNXModel.isExport(Array(bytes.prefix(4_096))))
    }
  }

  @Test(arguments: NetworkVariant.all)
  func namesAreOneOfAKindAndEachIsMadeBeforeItIsRead(_ variant: NetworkVariant) throws {
    try withSeeds(2) { seed, generator in
      let graph = try onnx(model(&generator, variant)).graph
      var check = GraphCheck()
      check.walk(graph, known: [])
      #expect(check.flaws.isEmpty, "seed \(seed): \(check.flaws.prefix(3))")
      #expect(check.constants.subtracting(check.reads).isEmpty, "seed \(seed)")
      #expect(graph.inputs.map(\.name) == ["inputs", "elapsed", "state"])
      #expect(graph.outputs.map(\.name) == ["outputs", "state_out"])
      for value in graph.inputs + graph.outputs {
        #expect(value.shape.first == .open("batch") && !value.description.isEmpty)
      }
    }
  }

  @Test func longLoopsAreLoopsAndShortOnesAreNot() throws {
    try withSeeds(3) { seed, generator in
      let wiring = try generator.wiring(inputs: 3, neurons: 12, outputs: 2, density: 0.5)
      func graph(_ unfolds: Int) throws -> ONNXGraph {
        let cell = try LTC(wiring: wiring, options: .init(unfolds: unfolds))
        return try onnx(Model(cell: cell, parameters: cell.initialParameters(seed: seed))).graph
      }
      #expect(try !graph(6).nodes.contains { $0.operation == "Loop" })
      let long = try graph(1_000)
      #expect(long.nodes.count { $0.operation == "Loop" } == 1 && long.nodes.count < 100)
    }
  }

  @Test func theFileGrowsWithTheSynapsesNotWithTheNeurons() throws {
    var generator = SeededGenerator(seed: 3)
    let wiring = try generator.wiring(inputs: 8, neurons: 300, outputs: 4, density: 5_000.0 / 90_000)
    for cell in [try LTC(wiring: wiring), try CfC(wiring: wiring)] as [any NetworkCell] {
      let model = try Model(cell: cell, parameters: cell.initialParameters(seed: 1))
      // Eight bytes for where a synapse comes from and four for each of its parameters, twice because of what is filled
      // up, and something for the nodes.
      let most = (wiring.synapses.count + wiring.sensorySynapses.count) * (8 + 4 * 4) * 2 + 60_000
      #expect(try onnx(model).bytes().count < most)
    }
  }

  @Test func whatIsTooLargeForTheFormatIsRefusedInOneLine() throws {
    var generator = SeededGenerator(seed: 5)
    let onnx = try onnx(generator.model())
    let size = try onnx.bytes().count
    #expect(try onnx.bytes(limit: size).count == size)
    for limit in [size - 1, 100] {
      let error = #expect(throws: DeviceCodeError.self) { try onnx.bytes(limit: limit) }
      #expect(error?.description.contains("such a file holds") == true)
    }
  }

  @Test func anInterfaceOfAnotherNetworkIsRefused() throws {
    var generator = SeededGenerator(seed: 5)
    let (model, other) = (
      try generator.model(), try generator.cfcModel(options: .init(projection: 7), density: 1)
    )
    #expect(
      throws: DeviceCodeError.doesNotFit(inputs: 3, outputs: 2, interfaceInputs: 3, interfaceOutputs: 7)
    ) {
      try ONNXNetwork.model(model.stepProgram(), NetworkInterface(raw: other.cell), name: "net", version: "1")
    }
  }

  @Test func otherFilesAreNotTakenForExports() {
    #expect(!ONNXModel.isExport([]) && ONNXModel.read([]) == nil)
    #expect(!ONNXModel.isExport(Array("\u{08}\u{08}\u{12}\u{07}pytorch".utf8)))
    #expect(ONNXModel.read(Array("no protocol buffer".utf8)) == nil)
  }
}

/// Walks through a graph as a runtime does.
private struct GraphCheck {
  var flaws: [String] = []
  var reads: Set<String> = []
  var constants: Set<String> = []
  private var names: Set<String> = []

  mutating func walk(_ graph: ONNXGraph, known outer: Set<String>) {
    var known = outer
    for constant in graph.constants {
      name(constant.name, &known)
      constants.insert(constant.name)
      if constant.shape.reduce(1, *) != constant.values.count {
        flaws.append("the shape of \(constant.name)")
      }
    }
    for input in graph.inputs { name(input.name, &known) }
    for node in graph.nodes {
      for body in node.body { walk(body, known: known) }
      read(node.inputs, known, by: node.name)
      for output in node.outputs { name(output, &known) }
    }
    read(graph.outputs.map(\.name), known, by: graph.name)
  }

  private mutating func name(_ name: String, _ known: inout Set<String>) {
    if !names.insert(name).inserted { flaws.append("\(name) twice") }
    if name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil { flaws.append("\(name) is no identifier") }
    known.insert(name)
  }

  private mutating func read(_ names: [String], _ known: Set<String>, by reader: String) {
    for name in names where !known.contains(name) { flaws.append("\(reader) reads \(name)") }
    reads.formUnion(names)
  }
}
