import DeviceCode
import Foundation
import LiquidData
import Text

/// A network for servers and other runtimes: one step, with the values around it in the data's units.
struct ONNXExport: Export {
  static let format = "onnx"
  static let summary = "a file for servers, which onnxruntime runs"
  static let source = ExportSource.model

  static func defaultOutput(for path: String) -> String { "\(baseName(path)).onnx" }

  func write(_ job: ExportJob) throws -> ExportSummary? {
    let stored = try StoredModel(ModelSource(path: job.path).bytes(job.checkpoint), path: job.path)
    let file = try OutputFile(path: job.output, mayReplace: ONNXModel.isExport)
    let interface = try CommandFailure.wording(job.path) { try self.interface(stored, job) }
    let words = try interface.vocabulary.map { words in
      (
        file: try OutputFile(path: Self.vocabularyPath(file.path), mayReplace: Self.isVocabulary),
        text: words.text
      )
    }
    let (model, bytes) = try CommandFailure.wording(job.path) {
      let model = try ONNXNetwork.model(
        stored.model.stepProgram(), interface, name: Self.baseName(job.path).sanitized,
        version: ProgramVersion.number, properties: properties(stored))
      return (model, try model.bytes())
    }
    try file.write(Data(bytes))
    try words?.file.write(Data((words?.text ?? "").utf8))
    var summary = ExportSummary(output: file.path)
    summary.feed(interface, vocabulary: Self.vocabularyPath(file.path))
    summary.network = ONNXSummary(model, bytes: bytes.count)
    return summary
  }

  /// `net_vocabulary.txt` beside `net.onnx`.
  private static func vocabularyPath(_ path: String) -> String {
    let url = URL(fileURLWithPath: path, relativeTo: nil)
    return String(path.dropLast(url.lastPathComponent.count)) + "\(baseName(path))_vocabulary.txt"
  }

  /// Whether a file may be one that was written before.
  private static func isVocabulary(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: "\(TextTokens.padding)\n\(TextTokens.unknown)\n".utf8)
  }

  private func interface(_ stored: StoredModel, _ job: ExportJob) throws -> NetworkInterface {
    guard let schema = stored.schema else { return NetworkInterface(raw: stored.model.cell) }
    // The data may be elsewhere by now; the file then says nothing of their ranges.
    let rows = try? ExportedRows(stored, path: job.path, data: nil, locations: job.locations)
    let ranges = rows.map { rows in
      rows.ranges(of: schema)
    }
    return try NetworkInterface(schema: schema, ranges: ranges ?? [], precise: true)
  }

  private func properties(_ stored: StoredModel) -> [ONNXModel.Property] {
    guard let schema = stored.schema else { return [] }
    let window = schema.window.map { ONNXModel.Property("window", "\($0)") }
    return [window].compactMap { $0 }
      + schema.metadata.sorted { $0.key < $1.key }.map { ONNXModel.Property($0.key, $0.value) }
  }
}

/// What a step of an ONNX file takes and gives, for the summary of an export.
struct ONNXSummary: Encodable {
  /// Elements of a row, by name.
  let inputs: [String: Int]
  let outputs: [String: Int]
  let nodes: Int
  let bytes: Int

  private let words: (inputs: String, outputs: String)

  private enum CodingKeys: String, CodingKey {
    case inputs, outputs, nodes, bytes
  }

  init(_ model: ONNXModel, bytes: Int) {
    func sizes(_ values: [ONNXValue]) -> [(String, Int)] {
      values.map { value in
        guard case .fixed(let width) = value.shape.last else { return (value.name, 1) }
        return (value.name, width)
      }
    }
    func words(_ sizes: [(String, Int)]) -> String {
      sizes.map { "\($0) [batch, \($1)]" }.joined(separator: ", ")
    }
    let (taken, given) = (sizes(model.graph.inputs), sizes(model.graph.outputs))
    inputs = Dictionary(taken) { first, _ in first }
    outputs = Dictionary(given) { first, _ in first }
    self.words = (words(taken), words(given))
    nodes = model.graph.nodes.count
    self.bytes = bytes
  }

  var lines: [(String, String)] {
    [
      ("takes", words.inputs), ("gives", words.outputs),
      ("size", "\(NumberText.grouped(bytes)) bytes, \(counted(nodes, "operator"))"),
    ]
  }
}
