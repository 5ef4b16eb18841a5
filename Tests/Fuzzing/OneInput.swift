import Foundation

/// That which LNN_TOP_READER names.
private let reader: FuzzedReader = {
  let name = ProcessInfo.processInfo.environment["LNN_TOP_READER"] ?? ""
  guard let reader = FuzzedReader(rawValue: name) else {
    fatalError("LNN_TOP_READER is one of \(FuzzedReader.allCases.map(\.rawValue).joined(separator: ", "))")
  }
  return reader
}()

/// What libFuzzer calls with one input after another.
@_cdecl("LLVMFuzzerTestOneInput")
public func readOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The fuzzer's bytes stand until this returns, and a copy is read.
  reader.read(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
