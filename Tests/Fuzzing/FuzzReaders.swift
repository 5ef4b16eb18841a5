import CFuzzer
import Foundation

/// Has libFuzzer try inputs on the reader that LNN_TOP_READER names; the arguments are libFuzzer's.
@main
enum FuzzReaders {
  static func main() {
    // Chosen before anything is tried.
    _ = reader
    var (count, arguments) = (CommandLine.argc, Optional(CommandLine.unsafeArgv))
    exit(
      LLVMFuzzerRunDriver(&count, &arguments) { start, count in
        // Sound: the fuzzer's bytes stand until this returns, and a copy is read.
        FuzzReaders.reader.read(Array(UnsafeBufferPointer(start: start, count: count)))
        return 0
      })
  }

  private static let reader: FuzzedReader = {
    let name = ProcessInfo.processInfo.environment["LNN_TOP_READER"] ?? ""
    if let reader = FuzzedReader(rawValue: name) { return reader }
    let names = FuzzedReader.allCases.map(\.rawValue).joined(separator: ", ")
    try? FileHandle.standardError.write(contentsOf: Data("LNN_TOP_READER is one of \(names)\n".utf8))
    exit(EX_USAGE)
  }()
}
