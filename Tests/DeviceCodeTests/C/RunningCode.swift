import DeviceCode
import Foundation
import Liquid
import TestSupport
import Testing

/// The C of a network in a folder of its own.
final class RunningCode {
  let folder: URL
  let source: CSource
  private let vectors: CTestVectors

  init(
    _ model: Model, interface: NetworkInterface? = nil,
    arithmetic: (StepProgram, CNames) throws -> any CArithmetic = { try FloatArithmetic($0, names: $1) },
    named name: String = "net"
  ) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "code-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let names = try CNames(name)
    let program = model.stepProgram()
    let source = try CSource(
      program: program, interface: interface ?? NetworkInterface(raw: model.cell),
      arithmetic: arithmetic(program, names), names: names, description: ["a network of a test"])
    let stream = NetworkStream(model: model)
    let inputs = (0..<4).map { step in
      source.interface.inputs.indices.map { Float(step * $0 % 5) - 2 }
    }
    var encoder = InterfaceEncoder(source.interface)
    var outputs: [[Float]] = []
    for row in inputs {
      stream.step(unchecked: encoder.channels(row), elapsed: 1)
      outputs.append(
        zip(stream.outputs, source.interface.outputs).map { Float(Double($0) * $1.deviation + $1.mean) })
    }
    self.source = source
    vectors = CTestVectors(
      inputs: inputs, elapsed: inputs.map { _ in Float(source.interface.time.usualStep) }, outputs: outputs,
      tolerance: outputs[0].map { max(1e-4 * $0.magnitude, 1e-4) })
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Everything that an export writes.
  func write() throws {
    for file in source.files(vectors, version: "0", facts: []) {
      let target = folder.appending(path: file.path)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.text.utf8).write(to: target)
    }
  }

  /// Built with every warning an error.
  func compiled(_ options: [String] = ["-O1", "-std=c99"]) throws -> CompiledNetwork {
    let compiler = try #require(HostCompiler())
    return try CompiledNetwork(
      source, compiler: compiler,
      options: options + ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror"], folder: folder)
  }
}
