import Foundation
import TestSupport
import Testing

/// The blocks of one document, run in order in an empty folder with the sample data.
struct DocumentRun {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("sample-data"), withDestinationPath: Document.package.path + "/sample-data")
  }

  /// A block that is neither run nor marked is an issue.
  func run(_ block: DocumentBlock) throws {
    switch (block.language, block.directive) {
    case (_, .notRun): return
    case (_, .file(let name)):
      try FileManager.default.createDirectory(
        at: folder.url.appendingPathComponent(name).deletingLastPathComponent(),
        withIntermediateDirectories: true)
      try folder.write(block.text + "\n", to: name)
    case (_, .sameAs(let path)): try compare(block, withCodeIn: path)
    case ("sh", let directive): try runShell(block, hasData: directive != .needsData)
    case ("python", nil): try runPython(block)
    default:
      Issue.record("\(block.place): no rule runs this block; mark it with '<!-- not run: why -->'")
    }
  }

  private func runShell(_ block: DocumentBlock, hasData: Bool) throws {
    for line in ShellLine.all(in: block.text) {
      let shown = "\(block.place): \(line.words.joined(separator: " "))"
      guard let arguments = line.quickArguments else {
        Issue.record("\(shown): only lnn-top is run")
        continue
      }
      let run = try CommandRun(arguments, in: folder)
      if hasData {
        #expect(run.status == 0, "\(shown)\n\(run.messages)")
      } else {
        // The command line and the task are right, and the data are missed.
        #expect(run.status == 1 && run.messages.contains("there is no"), "\(shown)\n\(run.messages)")
        #expect(run.messages.contains("can be had from"), "\(shown)\n\(run.messages)")
      }
    }
  }

  private func runPython(_ block: DocumentBlock) throws {
    let isONNX = block.text.contains("onnxruntime")
    guard
      let python = isONNX ? ONNXRuntime.python : ProcessInfo.processInfo.environment["LNN_TOP_PYTHON"]
    else {
      print(
        "\(block.place): not run, because \(isONNX ? "LNN_TOP_ONNX names no Python with onnxruntime" : "LNN_TOP_PYTHON names no Python with ncps")"
      )
      return
    }
    try folder.write(block.text, to: "block.py")
    let script = "cd '\(folder.url.path)' && '\(python)' block.py"
    #expect(throws: Never.self, "\(block.place)") {
      try ChildProcess.output(of: "/bin/sh", ["-c", script])
    }
  }

  /// Compares a Swift block with a program, or with the body of the first function of a test file: code that the compiler
  /// has seen.
  private func compare(_ block: DocumentBlock, withCodeIn path: String) throws {
    let source = try String(contentsOf: Document.package.appendingPathComponent(path), encoding: .utf8)
    if path.hasSuffix("/main.swift") || path.hasSuffix(".py") {
      #expect(block.text + "\n" == source, "\(block.place) is not the program \(path)")
      return
    }
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let imports = lines.filter { $0.hasPrefix("import ") }
    let body = lines.drop { !$0.contains("func ") }.dropFirst().drop { !$0.hasPrefix("  //") }
      .prefix { !$0.hasPrefix("  return") && $0 != "}" }
    let code = imports + [""] + body.map { $0.isEmpty ? $0 : $0.dropFirst(2) }
    #expect(block.text == code.joined(separator: "\n"), "\(block.place) is not the code in \(path)")
  }
}
