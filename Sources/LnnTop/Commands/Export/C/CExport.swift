import DeviceCode
import Foundation
import Liquid
import LiquidData
import Text

/// C99 for microcontrollers: `FOLDER/net.h`, `net.c`, `net_weights.c`, a self-test and what makes them a project.
struct CExport: Export {
  static let format = "c"
  static let summary = "C for microcontrollers, which is an Arduino library too"
  static let source = ExportSource.model
  static let makesFolder = true
  static let options: OptionGroup<Self>? = OptionGroup(
    "C",
    [
      .value(
        "name", \.name, .text("NAME"), "what the files are called, and what every name in them begins with"),
      .value("weights", \.weights, .choice(), "float, or whole numbers of 8 bits"),
      .value(
        "calibrate", \.calibrate, .integer(from: 1, through: 1_000_000),
        "rows of the training part that the ranges of int8 are found on"
      ).objecting {
        $0.weights == .int8 || $0.calibrate == Self().calibrate
          ? nil : .needs(option: "--calibrate", other: "--weights int8")
      },
      .optional(
        "rows", \.rows, .text("DATA"), shownDefault: "what the run was trained on",
        "a table or task file to calibrate, test and check with"),
      .flag(
        "check", \.checks, "build what was written with this machine's compiler and run it beside the model"),
    ])

  enum Weights: String, Sendable, Hashable, CaseIterable {
    case float, int8
  }

  var name = "net"
  var weights = Weights.float
  var calibrate = 5_000
  var rows: String?
  var checks = false

  static func defaultOutput(for path: String) -> String { "\(baseName(path))-c" }

  /// Rows of the self-test.
  private static let testRows = 12
  /// How far its answers may be from the model's, relative to their range.
  private static let floatTolerance = 1e-4
  private static let wholeTolerance = 0.03

  func write(_ job: ExportJob) throws -> ExportSummary? {
    let names = try CommandFailure.wording("--name") { try CNames(name) }
    let stored = try StoredModel(ModelSource(path: job.path).bytes(job.checkpoint), path: job.path)
    let network = try ExportedNetwork(
      stored, path: job.path, data: rows, needsRows: checks || weights == .int8, locations: job.locations)
    let folder = try CodeFolder(path: job.output, name: names.lower)
    for note in network.notes { Console.writeMessage("lnn-top: note: \(note)") }
    let (source, accuracy) = try CommandFailure.wording(job.path) { try code(network, names: names) }
    // Whole numbers may be as far off as they were found to be, and half of that again.
    let tolerance = accuracy.map { max(Self.wholeTolerance, 1.5 * $0.outputs.largest) } ?? Self.floatTolerance
    let vectors = try network.testVectors(rows: Self.testRows, tolerance: tolerance)
    let kept = try folder.write(
      source.files(vectors, version: ProgramVersion.number, facts: accuracy?.facts ?? []))
    for path in kept {
      Console.writeMessage("lnn-top: note: \(path) was changed since it was written, so it is left as it is")
    }
    var summary = ExportSummary(output: folder.path)
    summary.hint = "\(folder.path)/README.md"
    summary.feed(network.interface, vocabulary: "\(folder.path)/\(names.vocabularyFile)")
    summary.code = CodeSummary(source: source, accuracy: accuracy)
    if checks {
      let result = try CodeCheck(network, source: source, folder: folder).result()
      summary.code?.check = result
      summary.failure = result.objection(tolerance: tolerance).map { "\(folder.path): \($0)" }
    }
    return summary
  }

  private func code(
    _ network: ExportedNetwork, names: CNames
  ) throws -> (source: CSource, accuracy: FixedAccuracy?) {
    let arithmetic: any CArithmetic
    var accuracy: FixedAccuracy?
    switch weights {
    case .float: arithmetic = try FloatArithmetic(network.program, names: names)
    case .int8:
      let fixed = try FixedProgram(network.program, calibratedOn: network.calibration(rows: calibrate))
      arithmetic = IntegerArithmetic(fixed, names: names)
      accuracy = try FixedAccuracy(fixed, of: network)
    }
    let source = try CSource(
      program: network.program, interface: network.interface, arithmetic: arithmetic, names: names,
      description: network.description)
    return (source, accuracy)
  }
}
