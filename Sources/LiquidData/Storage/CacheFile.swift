import Foundation
import Liquid

/// A file of values that is being written.
final class CacheFile {
  private let space: CacheSpace
  private let descriptor: Int32
  private let name: String?
  private var byteCount = 0
  private var checksum = Checksum()

  init(in space: CacheSpace) throws(DataError) {
    self.space = space
    (descriptor, name) = try space.makeFile()
  }

  deinit { close(descriptor) }

  /// Appends values.
  func write<Element: BitwiseCopyable>(_ values: [Element]) throws(DataError) {
    let code = values.withUnsafeBytes { bytes -> Int32 in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count > 0 { rest = rest.dropFirst(count) } else if count == 0 || errno != EINTR { return errno }
      }
      return 0
    }
    let bytes = values.count * MemoryLayout<Element>.stride
    guard code == 0 else { throw space.failure(code) }
    try space.count(bytes: bytes)
    byteCount += bytes
    guard name != nil else { return }
    values.withUnsafeBytes { bytes in
      // Sound: values have four bytes or eight, and an array of them is aligned.
      for word in bytes.bindMemory(to: UInt32.self) { checksum.add(UInt64(word)) }
    }
  }

  /// What was written, for reading.
  func mapped() throws(DataError) -> MappedFile {
    try MappedFile(
      descriptor: descriptor, byteCount: byteCount, name: name,
      checksum: name == nil ? nil : checksum.text, space: space)
  }
}
