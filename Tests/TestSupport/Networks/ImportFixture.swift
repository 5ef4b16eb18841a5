import Foundation
import Liquid

/// A state dict of the Python package `ncps` with what the module computes, made by
/// Tests/Fixtures/make_import_fixtures.py.
package struct ImportFixture: Decodable, Sendable {
  /// What the tensors do not tell, in the package's words.
  package struct Options: Decodable, Sendable {
    package var unfolds: Int?
    package var constraints: String?
    package var mode: String?
    package var activation: String?
    package var outputs: Int?
  }

  /// Outputs of one sequence, `[steps, outputs]`, with these elapsed times.
  package struct Run: Decodable, Sendable {
    package var elapsed: [Float]
    package var outputs: [Double]
  }

  package let name: String
  package let options: Options
  /// `[steps, inputs]`
  package let inputs: [Float]
  package let runs: [Run]

  package var inputWidth: Int { inputs.count / (runs.first?.elapsed.count ?? 1) }

  package static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Fixtures/ncps_import").standardized

  package static func all() throws -> [ImportFixture] {
    let data = try Data(contentsOf: folder.appendingPathComponent("cases.json"))
    return try JSONDecoder().decode([ImportFixture].self, from: data)
  }

  package static func named(_ name: String) throws -> ImportFixture {
    guard let fixture = try all().first(where: { $0.name == name }) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return fixture
  }

  package var path: String { Self.folder.appendingPathComponent("\(name).safetensors").path }

  package func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

  /// The options as the library takes them.
  package var ncpsOptions: NCPSOptions {
    var result = NCPSOptions()
    result.unfolds = options.unfolds
    result.constraints = options.constraints.flatMap(LTC.Constraints.init)
    result.mode = options.mode.flatMap { CfC.Mode(rawValue: $0.replacingOccurrences(of: "_", with: "-")) }
    result.activation = options.activation.flatMap(CfC.Activation.init)
    result.outputs = options.outputs
    return result
  }

  package func model() throws -> Model { try NCPS.read(bytes(), options: ncpsOptions).model }

  /// The largest difference of a model's outputs from the package's, over all runs.
  package func largestError(of model: Model) -> Double {
    runs.reduce(0) { largest, run in
      let outputs = model.outputs(inputs: inputs, elapsed: run.elapsed)
      guard outputs.count == run.outputs.count else { return .infinity }
      return zip(outputs, run.outputs).reduce(largest) { max($0, abs(Double($1.0) - $1.1)) }
    }
  }
}

extension Model {
  /// The outputs of one sequence, `[steps, outputs]`.
  package func outputs(inputs: [Float], elapsed: [Float]) -> [Float] {
    let steps = elapsed.count
    let batch = SequenceBatch(
      unchecked: 1, steps: steps, inputWidth: cell.wiring.inputs, targetWidth: 0, lengths: [steps],
      inputs: inputs,
      elapsed: elapsed, targets: [], targetWeights: [])
    guard let engine = try? GradientEngine(cell: cell, loss: .meanSquaredError) else {
      preconditionFailure("an engine with one thread")
    }
    return engine.outputs(uncheckedParameters: parameters, batch: batch)
  }
}
