import Foundation
import Synchronization

/// A program that is spoken with in lines, by its standard input and output.
package final class LineProcess: Sendable {
  private let process = Process()
  /// Nil once it is closed: threads write and close it as they please, and its number may be another file's by then.
  private let input: Mutex<FileHandle?>
  private let output: FileHandle
  /// What came after the last line.
  private let rest = Mutex(Data())

  /// Starts it.
  ///
  /// - Parameter showsMessages: whether what it writes to standard error is shown.
  package init(
    _ path: String, _ arguments: [String], in folder: String? = nil, showsMessages: Bool = true
  ) throws {
    let (input, output) = (Pipe(), Pipe())
    self.input = Mutex(input.fileHandleForWriting)
    self.output = output.fileHandleForReading
    // No other child may keep them open.
    for handle in [input.fileHandleForWriting, self.output] {
      _ = fcntl(handle.fileDescriptor, F_SETFD, FD_CLOEXEC)
    }
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    (process.standardInput, process.standardOutput) = (input, output)
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    if !showsMessages { process.standardError = FileHandle.nullDevice }
    try process.run()
  }

  deinit { close() }

  /// Writes a line; one that nobody reads any more is lost.
  package func write(_ line: Data) { input.withLock { try? $0?.write(contentsOf: line + [0x0A]) } }

  /// The next line that it writes; nil where it has ended.
  package func nextLine() -> Data? {
    rest.withLock { rest in
      while true {
        if let end = rest.firstIndex(of: 0x0A) {
          defer { rest = Data(rest[rest.index(after: end)...]) }
          return Data(rest[..<end])
        }
        // What there is: FileHandle's own `read` would wait for a whole buffer.
        var buffer = [UInt8](repeating: 0, count: 1 << 12)
        let count = read(output.fileDescriptor, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return nil }
        rest += buffer[..<count]
      }
    }
  }

  /// Writes a line and waits for the one that answers it. One thread at a time may do so.
  package func ask(_ line: Data) -> Data? {
    write(line)
    return nextLine()
  }

  /// Ends its input, and so the program.
  package func close() {
    input.withLock { input in
      try? input?.close()
      input = nil
    }
  }

  /// Waits for its end.
  ///
  /// - Returns: its status; above 128 where a signal ended it.
  package func wait() -> Int32 {
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
      ? 128 + process.terminationStatus : process.terminationStatus
  }
}
