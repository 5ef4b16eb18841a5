import DeviceCode
import Driving
import Foundation
import LiquidData
import Text

/// A car that the C of `export --format c` drives, built with this machine's compiler: what a device would do.
final class DevicePilot {
  private let code: CompiledNetwork
  private let work: WorkFolder
  private let elapsed: Float
  private var isNew = true
  private var failure: (any Error)?

  /// - Parameters:
  ///   - folder: where the C is.
  ///   - schema: of the network beside which it drives.
  /// - Throws: where there is no C of a network with the same inputs and outputs, or it cannot be built.
  init(folder: String, schema: DataSchema) throws {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let suffix = "_tables.h"
    guard let tables = files.sorted().first(where: { $0.hasSuffix(suffix) }),
      let names = try? CNames(String(tables.dropLast(suffix.count))),
      let header = try? String(contentsOfFile: "\(folder)/\(names.lower).h", encoding: .utf8)
    else {
      throw CommandFailure(
        "\(folder) holds no C of a network; 'lnn-top export MODEL --format c --output \(folder)' writes it")
    }
    func count(_ name: String) -> Int? {
      let line = header.split(separator: "\n").first { $0.hasPrefix("#define \(names.upper)_\(name) ") }
      return line.flatMap { Int($0.split(separator: " ").last ?? "") }
    }
    guard count("INPUTS") == schema.inputs.count, count("OUTPUTS") == schema.targets.count else {
      throw CommandFailure(
        "\(folder) holds the C of another network: its inputs or outputs are not the model's")
    }
    guard let compiler = HostCompiler() else {
      throw CommandFailure("--device needs a C compiler: \(HostCompiler.absence())")
    }
    work = try WorkFolder()
    do {
      code = try CompiledNetwork(
        names, outputs: schema.targets.count, sources: URL(filePath: folder).standardizedFileURL,
        compiler: compiler, folder: work.url)
    } catch let error as ToolFailure {
      throw CommandFailure("\(folder) cannot be built: \(error)")
    }
    elapsed = schema.time == nil ? 1 : Float(Car.tick)
  }

  /// Begins a road.
  func reset() { isNew = true }

  /// Makes one step; after a failure, which `check` throws, the wheel stays straight.
  func answer(_ inputs: [Double]) -> [Double] {
    do {
      let answer = try code.step(inputs.map { Float($0) }, elapsed: elapsed, anew: isNew)
      isNew = false
      return answer.outputs.map(Double.init)
    } catch {
      failure = error
      return [0]
    }
  }

  /// Throws where a step failed.
  func check() throws {
    if let failure { throw failure }
  }
}
