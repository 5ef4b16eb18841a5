import DeviceCode
import Foundation
import Liquid
import TestSupport
import Testing

/// What onnxruntime computes from a file, beside what the network computes.
@Suite struct ONNXRuntimeTests {
  private static let steps = 120

  /// A network with an interface, and the values that both are given.
  private struct Comparison {
    let variant: String
    let interface: NetworkInterface
    let rows: ONNXRuntime.Case
    /// By output, `[steps, batch, width]`.
    var expected: [String: [Double]] = [:]

    init(
      _ variant: String, _ model: Model, _ interface: NetworkInterface, batch: Int, place: Int,
      _ generator: inout SeededGenerator
    ) throws {
      self.variant = variant
      self.interface = interface
      let networks = (0..<batch).map { _ in ReferenceInterface(interface, model) }
      var (inputs, elapsed): ([Double], [Double]) = ([], [])
      for _ in 0..<ONNXRuntimeTests.steps {
        for network in networks {
          let (row, time) = (generator.row(interface), generator.elapsed(interface))
          inputs += row
          elapsed.append(time)
          let answers = ReferenceInterface.answers(interface, network.step(row, elapsed: time))
          for (name, values) in answers { expected[name, default: []] += values }
        }
      }
      let onnx = try ONNXNetwork.model(model.stepProgram(), interface, name: "net", version: "1")
      rows = ONNXRuntime.Case(
        name: "case_\(place)", file: try onnx.bytes(), batch: batch, inputs: inputs, elapsed: elapsed)
    }

    /// The largest error of all outputs but labels, relative to the range of each.
    func check(_ result: ONNXRuntime.Result) -> Double {
      #expect(Set(result.outputs.keys) == Set(expected.keys), "\(variant)")
      var largest = 0.0
      for (name, expected) in expected {
        let found = result.outputs[name] ?? []
        #expect(found.count == expected.count, "\(variant): \(name)")
        guard found.count == expected.count else { continue }
        #expect(zip(found, expected).allSatisfy { $0.isNaN == $1.isNaN }, "\(variant): \(name)")
        if name == "label" {
          // Scores that are nearly the same may change places.
          let wrong = zip(found, expected).count { $0 != $1 }
          #expect(wrong * 200 <= expected.count, "\(variant): \(wrong) labels of \(expected.count)")
          continue
        }
        let width = interface.outputs.count
        for output in 0..<width {
          let pairs = stride(from: output, to: expected.count, by: width).map { (found[$0], expected[$0]) }
            .filter { !$0.1.isNaN }
          let low = pairs.map(\.1).min() ?? 0
          let range = (pairs.map(\.1).max() ?? 0) - low
          let worst = pairs.map { ($0.0 - $0.1).magnitude }.max() ?? 0
          let error = worst == 0 ? 0 : worst / range
          #expect(error <= 1e-5, "\(variant): \(name) \(output) of range \(range)")
          largest = max(largest, error)
        }
      }
      return largest
    }
  }

  @Test(.enabled(if: ONNXRuntime.python != nil, "make peers-onnx makes a Python with onnx and onnxruntime"))
  func computesWhatTheNetworkComputes() throws {
    var generator = SeededGenerator(seed: 29)
    var comparisons: [Comparison] = []
    for (place, variant) in NetworkVariant.all.enumerated() {
      for round in 0..<Thoroughness.cases(2) {
        let inputs = generator.interfaceInputs()
        let model = try variant.model(
          &generator, inputs: inputs.reduce(0) { $0 + $1.width }, neurons: 4 + generator.integer(below: 24),
          outputs: 3, size: .wide)
        let interface = generator.interface(
          inputs.withIndices(of: model), outputs: model.cell.outputWidth,
          missing: [.lastKnown, .mean, .leftOut][(place + round) % 3],
          answer: [.numbers, .numbers, .classes, .bits][(place / 3 + round) % 4])
        comparisons.append(
          try Comparison(
            variant.name, model, interface, batch: 1 + generator.integer(below: 4), place: comparisons.count,
            &generator))
      }
    }
    try check(comparisons)
  }

  /// Of which each target gathers what it sees, some from many more sources than others.
  @Test(.enabled(if: ONNXRuntime.python != nil, "make peers-onnx makes a Python with onnx and onnxruntime"))
  func computesLargeSparseNetworks() throws {
    var generator = SeededGenerator(seed: 23)
    var comparisons: [Comparison] = []
    let plain = try generator.wiring(inputs: 5, neurons: 300, outputs: 3, density: 0.04)
    let hub =
      plain.synapses.filter { $0.target != 7 }
      + (0..<300).map { Wiring.Synapse(source: $0, target: 7, polarity: $0 % 2 == 0 ? 1 : -1) }
    let wiring = try Wiring(
      kind: "test", inputs: 5, outputs: 3, layers: plain.layers, synapses: hub,
      sensorySynapses: plain.sensorySynapses)
    let sparse: [any NetworkCell] = [
      try LTC(wiring: wiring), try LTC(wiring: wiring, options: .init(unfolds: 90)), try CfC(wiring: wiring),
      try CfC(wiring: wiring, options: .init(mode: .pure)),
    ]
    // Two of its heads see everything.
    let dense: [any NetworkCell] = [try CfC(wiring: wiring, options: .init(heads: .ncps))]
    for (place, cell) in (sparse + dense).enumerated() {
      let model = try Model(cell: cell, parameters: cell.initialParameters(seed: 4))
      let graph = try ONNXNetwork.model(
        model.stepProgram(), NetworkInterface(raw: model.cell), name: "net", version: "1"
      ).graph
      let nodes = graph.nodes + graph.nodes.flatMap { $0.body.flatMap(\.nodes) }
      #expect(nodes.contains { $0.operation == "Gather" } == (place < sparse.count), "\(cell.identifier)")
      comparisons.append(
        try Comparison(
          "300 neurons, \(cell.identifier)", model, NetworkInterface(raw: model.cell), batch: 2,
          place: comparisons.count, &generator))
    }
    try check(comparisons)
  }

  /// As generated C does, of which `InterfaceEncoder` is the reference.
  @Test(
    .enabled(if: ONNXRuntime.python != nil, "make peers-onnx makes a Python with onnx and onnxruntime"),
    arguments: [NetworkInterface.Missing.lastKnown, .mean, .leftOut])
  func takesValuesAsGeneratedCodeDoes(missing: NetworkInterface.Missing) throws {
    let interface = NetworkInterface(
      inputs: [
        .init(name: "pressure", kind: .number(mean: 0, deviation: 1, hasMask: false), markers: [-200, 0]),
        .init(name: "speed", kind: .number(mean: 20, deviation: 4, hasMask: true), markers: [-1]),
        .init(name: "gear", kind: .category(levels: ["first", "second"])),
      ], missing: missing, answer: .numbers, outputs: [.init(name: "y"), .init(name: "z")],
      time: .init(unit: "s", usualStep: 0.5, longest: 1e6))
    let cell = try LTC(wiring: .fullyConnected(inputs: interface.width, units: 9, outputs: 2, seed: 1))
    var parameters = cell.initialParameters(seed: 2)
    // One deviation of a pressure is a hundred million pascals, far beyond the limit of scaled columns.
    parameters[cell.layout["input_w"].lowerBound] = 1e-8
    parameters[cell.layout["input_w"].lowerBound + 1] = 1e-6
    let model = try Model(cell: cell, parameters: parameters)
    let pressures: [Float] = [1e8, -2e8, 0, 3e8, -200, .nan, 5e7, .infinity]
    let speeds: [Float] = [21, 4e7, -1, .nan, 1e9, 25, -3e7]
    let gears: [Float] = [0, 1, 2, 0.5, .nan, -1, 1]
    let times: [Double] = [0.5, .infinity, 1.5, -1, .nan, 0.25, 0, -.infinity, 2]
    let rows: [[Float]] = (0..<100).map { (row: Int) -> [Float] in
      [pressures[row % 8], speeds[row % 7], gears[row / 2 % 7]]
    }
    var encoder = InterfaceEncoder(interface)
    let stream = NetworkStream(model: model)
    var (expected, waiting, hasAnswered) = ([Double](), 0.0, false)
    for (index, row) in rows.enumerated() {
      let time = times[index % 9]
      waiting += time >= 0 && time.isFinite ? time : interface.time.usualStep
      if encoder.leavesOut(row) {
        expected += [.nan, .nan]
        continue
      }
      stream.step(
        unchecked: encoder.channels(row), elapsed: hasAnswered ? interface.time.elapsed(waiting) : 1)
      expected += stream.outputs.map(Double.init)
      (waiting, hasAnswered) = (0, true)
    }
    let file = try ONNXNetwork.model(model.stepProgram(), interface, name: "net", version: "1").bytes()
    let result = try ONNXRuntime.run([
      ONNXRuntime.Case(
        name: "case", file: file, batch: 1, inputs: rows.flatMap { $0 }.map { Double($0) },
        elapsed: rows.indices.map { times[$0 % 9] })
    ])
    let found: [Double] = try #require(result.first?.outputs["outputs"])
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      #expect(
        found.isNaN == expected.isNaN && !((found - expected).magnitude > 1e-5), "\(found), \(expected)")
    }
    let answers = expected.filter { !$0.isNaN }
    #expect(answers.count >= 50 && (answers.max() ?? 0) - (answers.min() ?? 0) > 0.1)
  }

  private func check(_ comparisons: [Comparison]) throws {
    let results = try ONNXRuntime.run(comparisons.map(\.rows))
    var largest = (0.0, "")
    for (comparison, result) in zip(comparisons, results) {
      let error = comparison.check(result)
      if error > largest.0 { largest = (error, comparison.variant) }
    }
    print(
      "the largest error, relative to the range: \(largest.0) (\(largest.1)), of \(comparisons.count) files")
  }
}
