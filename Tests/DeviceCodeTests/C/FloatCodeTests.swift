import DeviceCode
import Foundation
import Liquid
import TestSupport
import Testing

/// The float C of networks, built with this machine's compiler, against the networks.
@Suite(.enabled(if: HostCompiler() != nil, "there is no C compiler here"))
struct FloatCodeTests {
  @Test(arguments: NetworkVariant.all)
  func givesTheNetworksOutputsOverAThousandSteps(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 17)
    let model = try variant.model(&generator, inputs: 5, neurons: 13, outputs: 3, size: .wide)
    let network = try RunningCode(model)
    let stream = NetworkStream(model: model)
    var differences = OutputDifferences(outputs: model.cell.outputWidth)
    for step in 0..<1000 {
      let inputs = (0..<5).map { _ in Float(generator.normal()) }
      let elapsed = step % 5 == 3 ? 0 : Float(generator.uniform(0.1, 2))
      stream.step(unchecked: inputs, elapsed: step == 0 ? 1 : elapsed)
      let answer = try network.compiled.step(inputs, elapsed: elapsed)
      #expect(answer.result == 0)
      differences.add(answer.outputs, stream.outputs)
    }
    #expect(differences.relativeToRange < 1e-5, "\(variant)")
  }
}

/// The C of a network in a folder of its own.
final class RunningCode {
  let folder: URL
  let compiled: CompiledNetwork

  init(_ model: Model, interface: NetworkInterface? = nil) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "code-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let names = try CNames("net")
    let program = model.stepProgram()
    let source = try CSource(
      program: program, interface: interface ?? NetworkInterface(raw: model.cell),
      arithmetic: FloatArithmetic(program, names: names), names: names, description: ["a network of a test"])
    let compiler = try #require(HostCompiler())
    compiled = try CompiledNetwork(
      source, compiler: compiler,
      options: ["-O1", "-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"],
      folder: folder)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}

/// How far outputs are from those expected, over many steps.
struct OutputDifferences {
  private var largest: [Float]
  private var low: [Float]
  private var high: [Float]

  init(outputs: Int) {
    largest = Array(repeating: 0, count: outputs)
    (low, high) = (largest.map { _ in .infinity }, largest.map { _ in -.infinity })
  }

  mutating func add(_ found: [Float], _ expected: [Float]) {
    for index in largest.indices {
      let difference = (found[index] - expected[index]).magnitude
      // NaN must not pass for no difference.
      largest[index] = difference <= largest[index] ? largest[index] : difference
      low[index] = min(low[index], expected[index])
      high[index] = max(high[index], expected[index])
    }
  }

  /// The largest difference of any output, relative to the range of what was expected of it.
  var relativeToRange: Float {
    largest.indices.map { largest[$0] / max(high[$0] - low[$0], 1e-6) }.max() ?? 0
  }
}
