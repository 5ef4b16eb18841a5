import Foundation

/// onnxruntime, through Tests/Peers/run_onnx.py: where a Python has it that LNN_TOP_ONNX names, or that `make peers-onnx`
/// made.
package enum ONNXRuntime {
  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../..").standardized

  /// Nil where there is none.
  package static let python: String? = {
    if let named = ProcessInfo.processInfo.environment["LNN_TOP_ONNX"] { return named }
    let made = package.appendingPathComponent(".build/peers-onnx/bin/python").path
    return FileManager.default.isExecutableFile(atPath: made) ? made : nil
  }()

  /// A file, and what it is run on.
  package struct Case: Sendable {
    package let name: String
    package let file: [UInt8]
    /// Sequences side by side.
    package let batch: Int
    /// `[steps, batch, columns]`
    package let inputs: [Double]
    /// `[steps, batch]`
    package let elapsed: [Double]

    package init(name: String, file: [UInt8], batch: Int, inputs: [Double], elapsed: [Double]) {
      self.name = name
      self.file = file
      self.batch = batch
      self.inputs = inputs
      self.elapsed = elapsed
    }
  }

  package struct Result: Sendable {
    /// `[steps, batch, width]`, by the name of the output; without the state.
    package let outputs: [String: [Double]]
    package let report: Report
  }

  /// What the script says of a file.
  package struct Report: Sendable, Decodable {
    package let name: String
    package let nodes: Int
    package let bytes: Int
    /// Seconds.
    package let loading: Double
    package let step: Double
  }

  /// Checks each file and runs it from a state of zeros.
  ///
  /// - Throws: where the checker or the runtime refuses one.
  package static func run(_ cases: [Case]) throws -> [Result] {
    let folder = try TemporaryFolder()
    for item in cases {
      try folder.write(item.file, to: "\(item.name).onnx")
      try folder.write("\(item.batch)", to: "\(item.name).batch")
      try folder.write(bytes(item.inputs), to: "\(item.name).inputs")
      try folder.write(bytes(item.elapsed), to: "\(item.name).elapsed")
    }
    let script = package.appendingPathComponent("Tests/Peers/run_onnx.py").path
    let output = try ChildProcess.output(of: python ?? "", ["-B", script, folder.path])
    let reports = try output.split(separator: "\n").map {
      try JSONDecoder().decode(Report.self, from: Data($0.utf8))
    }
    let byName = Dictionary(reports.map { ($0.name, $0) }) { first, _ in first }
    return try cases.map { item in
      guard let report = byName[item.name] else { throw CocoaError(.fileReadUnknown) }
      var outputs: [String: [Double]] = [:]
      for name in ["outputs", "probabilities", "label"] {
        let file = folder.url.appendingPathComponent("\(item.name).\(name)")
        outputs[name] = (try? Data(contentsOf: file)).map(doubles)
      }
      return Result(outputs: outputs, report: report)
    }
  }

  private static func bytes(_ values: [Double]) -> [UInt8] {
    values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
  }

  private static func doubles(_ data: Data) -> [Double] {
    stride(from: 0, to: data.count, by: 8).map { first in
      let bits = (0..<8).reduce(UInt64(0)) { $0 | UInt64(data[data.startIndex + first + $1]) << (8 * $1) }
      return Double(bitPattern: bits)
    }
  }
}
