import DeviceCode
import Foundation

/// One format that `lnn-top export` writes, with the options that it alone has.
///
/// An export is a file beside this one and a row in `Exports.all`: `--format`, the help and the choice follow from that.
protocol Export: Sendable, Hashable {
  /// The word for `--format`.
  static var format: String { get }
  /// What it writes a source as, for help: `a model file`.
  static var summary: String { get }
  static var source: ExportSource { get }
  /// Whether the output is a folder.
  static var makesFolder: Bool { get }
  /// Whether it can be written to stdout.
  static var writesToStdout: Bool { get }
  /// The options that mean nothing with other formats, under a heading for help.
  static var options: OptionGroup<Self>? { get }

  /// With the defaults of its options.
  init()
  /// Takes the person's settings for what the command line leaves open.
  mutating func adopt(_ settings: LoadedSettings)

  /// Where it goes if nobody says: a path in the working directory.
  static func defaultOutput(for path: String) -> String
  /// - Returns: nil where stdout holds the export itself.
  func write(_ job: ExportJob) throws -> ExportSummary?
}

extension Export {
  static var makesFolder: Bool { false }
  static var writesToStdout: Bool { false }
  static var options: OptionGroup<Self>? { nil }

  mutating func adopt(_ settings: LoadedSettings) {}

  /// The name of a file without its ending.
  static func baseName(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }
}

/// What an export is made of.
enum ExportSource {
  /// A model file, or one of the models of a run.
  case model
  case run
}

/// What is to be exported, and where it goes.
struct ExportJob {
  /// The model file or run.
  let path: String
  /// `-` for stdout.
  let output: String
  /// Which of a run's models.
  let checkpoint: CheckpointChoice
  let locations: Locations
}

/// The formats of `lnn-top export`.
enum Exports {
  /// One row a format, in the order of help; the first is the default.
  static let all: [any Export.Type] = [
    NCPSExport.self, ModelFileExport.self, CExport.self, ONNXExport.self, TablesExport.self,
    EventFileExport.self, CastExport.self,
  ]

  static func named(_ format: String) -> (any Export.Type)? { all.first { $0.format == format } }

  /// The words for the formats with one kind of source.
  static func formats(of source: ExportSource) -> [String] {
    all.filter { $0.source == source }.map { $0.format }
  }
}

/// What was exported, in words or as JSON.
struct ExportSummary: Encodable {
  /// The file or folder.
  var output: String
  /// For ncps: the Python expression that makes the module.
  var module: String?
  /// For ncps: whether the network expects normalised columns.
  var isNormalized: Bool?
  /// For C: what was written, and how it compares with the model.
  var code: CodeSummary?
  /// For ONNX: what a step takes and gives.
  var network: ONNXSummary?
  /// What a step is fed with, where that is no column that a person has.
  private(set) var recipe: [String]?
  /// The file of the vocabulary, a token a line.
  private(set) var vocabulary: String?
  /// How to look at it.
  var hint: String?
  /// What of the source could not be read.
  var problem: String?
  /// What of a check went wrong; what was written stays.
  var failure: String?

  init(output: String) {
    self.output = output
  }

  /// Says what a network is fed with.
  ///
  /// - Parameter vocabulary: where that of texts is written.
  mutating func feed(_ interface: NetworkInterface, vocabulary path: String) {
    recipe = interface.recipe.isEmpty ? nil : interface.recipe
    vocabulary = interface.vocabulary == nil ? nil : path
  }

  private enum CodingKeys: String, CodingKey {
    case output
    case module
    case isNormalized = "normalized"
    case code
    case network
    case recipe
    case vocabulary
    case hint
    case problem
    case failure
  }

  var text: String {
    var rows = [("written", output)]
    if let module { rows.append(("module", module)) }
    if isNormalized == true {
      rows.append(("note", "its inputs and outputs are normalised; see \"schema\" in the file's metadata"))
    }
    if let recipe { rows.append(("feed in", recipe[0])) }
    if let vocabulary { rows.append(("vocabulary", "\(vocabulary), a token a line, that of index 0 first")) }
    rows += (code?.lines ?? []) + (network?.lines ?? [])
    if let hint { rows.append(("look at it", hint)) }
    return SummaryText.lines(rows)
  }
}
