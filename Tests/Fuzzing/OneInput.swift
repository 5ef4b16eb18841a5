import Foundation

/// That which LNN_TOP_READER names.
private let reader: FuzzedReader = {
  let name = ProcessInfo.processInfo.environment["LNN_TOP_READER"] ?? ""
  if let reader = FuzzedReader(rawValue: name) { return reader }
  let names = FuzzedReader.allCases.map(\.rawValue).joined(separator: ", ")
  try? FileHandle.standardError.write(contentsOf: Data("LNN_TOP_READER is one of \(names)\n".utf8))
  exit(EX_USAGE)
}()

/// What libFuzzer calls with one input after another.
@_cdecl("LLVMFuzzerTestOneInput")
public func readOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The fuzzer's bytes stand until this returns, and a copy is read.
  reader.read(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
