#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file's bytes, whatever kind of file it is (a pipe too).
func readFileBytes(path: String) throws(DataError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    let code = errno
    let reason = String(cString: strerror(code))
    throw DataError(code == ENOENT ? .missingFile : .unreadable(reason: reason), file: path)
  }
  defer { close(descriptor) }
  var status = stat()
  if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
    throw DataError(.directory, file: path)
  }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(Int(clamping: status.st_size) + 1)
  var chunk = [UInt8](repeating: 0, count: 1 << 18)
  while true {
    let count = read(descriptor, &chunk, chunk.count)
    if count < 0 {
      let code = errno
      if code == EINTR { continue }
      throw DataError(.unreadable(reason: String(cString: strerror(code))), file: path)
    }
    if count == 0 { return bytes }
    bytes.append(contentsOf: chunk[..<count])
    if bytes.count >= Int(UInt32.max) { throw DataError(.tooLarge, file: path) }
  }
}
