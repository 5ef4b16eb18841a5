import Foundation
import Liquid

/// A state dict of the Python package `ncps` with what the module computes, made by
/// Tests/Fixtures/make_import_fixtures.py.
public struct ImportFixture: Decodable, Sendable {
  /// What the tensors do not tell, in the package's words.
  public struct Options: Decodable, Sendable {
    public var unfolds: Int?
    public var constraints: String?
    public var mode: String?
    public var activation: String?
    public var outputs: Int?
  }

  /// Outputs of one sequence, `[steps, outputs]`, with these elapsed times.
  public struct Run: Decodable, Sendable {
    public var elapsed: [Float]
    public var outputs: [Double]
  }

  public let name: String
  public let options: Options
  /// `[steps, inputs]`
  public let inputs: [Float]
  public let runs: [Run]

  public var inputWidth: Int { inputs.count / (runs.first?.elapsed.count ?? 1) }

  public static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Fixtures/ncps_import").standardized

  public static func all() throws -> [ImportFixture] {
    let data = try Data(contentsOf: folder.appendingPathComponent("cases.json"))
    return try JSONDecoder().decode([ImportFixture].self, from: data)
  }

  public static func named(_ name: String) throws -> ImportFixture {
    guard let fixture = try all().first(where: { $0.name == name }) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return fixture
  }

  public var path: String { Self.folder.appendingPathComponent("\(name).safetensors").path }

  public func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

  /// The options as the library takes them.
  public var ncpsOptions: NCPSOptions {
    var result = NCPSOptions()
    result.unfolds = options.unfolds
    result.constraints = options.constraints.flatMap(LTC.Constraints.init)
    result.mode = options.mode.flatMap { CfC.Mode(rawValue: $0.replacingOccurrences(of: "_", with: "-")) }
    result.activation = options.activation.flatMap(CfC.Activation.init)
    result.outputs = options.outputs
    return result
  }

  public func model() throws -> Model { try NCPS.read(bytes(), options: ncpsOptions).model }

  /// The largest difference of a model's outputs from the package's, over all runs.
  public func largestError(of model: Model) -> Double {
    runs.reduce(0) { largest, run in
      let outputs = model.outputs(inputs: inputs, elapsed: run.elapsed)
      guard outputs.count == run.outputs.count else { return .infinity }
      return zip(outputs, run.outputs).reduce(largest) { max($0, abs(Double($1.0) - $1.1)) }
    }
  }
}

extension Model {
  /// The outputs of one sequence, `[steps, outputs]`.
  public func outputs(inputs: [Float], elapsed: [Float]) -> [Float] {
    let steps = elapsed.count
    let batch = SequenceBatch(
      unchecked: 1, steps: steps, inputWidth: cell.wiring.inputs, targetWidth: 0, lengths: [steps],
      inputs: inputs,
      elapsed: elapsed, targets: [], targetWeights: [])
    return GradientEngine(cell: cell, loss: .meanSquaredError, threads: 1)
      .outputs(parameters: parameters, batch: batch)
  }
}
