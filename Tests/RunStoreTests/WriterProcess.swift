import Foundation
import TestSupport

/// The `run-writer` helper, built beside the tests.
final class WriterProcess {
  private let process: ChildProcess
  private let folder: TemporaryFolder
  private let output: FileHandle

  convenience init(_ arguments: String...) throws { try self.init(arguments) }

  init(_ arguments: [String]) throws {
    folder = try TemporaryFolder()
    let pipe = folder.path("output")
    mkfifo(pipe, 0o600)
    // Opening it must not wait for the helper, reading must.
    let descriptor = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    process = try ChildProcess(ChildProcess.path(ofProduct: "run-writer"), arguments, output: pipe)
    _ = fcntl(descriptor, F_SETFL, 0)
    output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// The next bytes it prints; empty once it ended.
  func read() -> String { String(decoding: output.availableData, as: UTF8.self) }

  /// Waits until it ends by itself; returns everything it printed since the last `read`.
  func readToEnd() -> String {
    let data = output.readDataToEndOfFile()
    process.wait()
    return String(decoding: data, as: UTF8.self)
  }

  var id: pid_t { process.id }

  func kill() { process.end(by: SIGKILL) }
}

func bytes(of path: String) -> [UInt8] {
  FileManager.default.contents(atPath: path).map { [UInt8]($0) } ?? []
}

func write(_ bytes: [UInt8], to path: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
