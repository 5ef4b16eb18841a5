import Foundation
import Synchronization
import Text

/// Why nothing more can be written to stdout.
enum OutputEnded: Error {
  /// Whoever read the output has enough, as `head` has after some lines: no failure.
  case readerGone
  /// It cannot be written, such as to a full disk, and that was told.
  case failed
}

/// The two streams of a command: results go to stdout, messages to stderr.
///
/// What stdout cannot take is told once, by the write that failed; later writes only throw.
///
/// Texts may hold names from files: control characters never reach a terminal.
enum Console {
  /// Writes lines to stdout.
  ///
  /// - Throws: `OutputEnded`.
  static func writeResult(_ text: String) throws {
    try writeText(plain(text) + "\n")
  }

  /// Writes to stdout what has no control characters but its own: a screen, a table.
  ///
  /// - Throws: `OutputEnded`.
  static func writeText(_ text: String) throws {
    try ending.withLock { ending in
      if ending == nil { ending = failure(of: write(text, to: STDOUT_FILENO)) }
      if let ending { throw ending }
    }
  }

  /// Why stdout takes nothing more; nil as long as it does.
  private static let ending = Mutex<OutputEnded?>(nil)

  private static func failure(of number: Int32) -> OutputEnded? {
    if number == 0 { return nil }
    if number == EPIPE { return .readerGone }
    writeMessage("lnn-top: stdout cannot be written: \(String(cString: strerror(number)))")
    return .failed
  }

  /// Writes a message to stderr. Where it cannot be written there is nowhere left to say so.
  static func writeMessage(_ text: String) {
    _ = write(plain(text) + "\n", to: STDERR_FILENO)
  }

  /// Writes a question and stays on its line.
  static func ask(_ text: String) {
    _ = write(plain(text), to: STDERR_FILENO)
  }

  /// Writes a line over the one before, without ending it.
  static func rewriteLine(_ text: String) {
    _ = write("\r" + plain(text), to: STDERR_FILENO)
  }

  static func endLine() {
    _ = write("\n", to: STDERR_FILENO)
  }

  static var isResultTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isMessageTerminal: Bool { isatty(STDERR_FILENO) == 1 }
  static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// Columns of the terminal behind stderr; 80 where it does not say.
  static var messageColumns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Columns of the terminal behind stdout; nil where there is none, or it does not say.
  static var resultColumns: Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  private static func plain(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0).replacing("\t", with: " ").sanitized
    }
    .joined(separator: "\n")
  }

  /// - Returns: 0, or the error number of the write that failed.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    Array(text.utf8).withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest)
        let count = Foundation.write(descriptor, part.baseAddress, part.count)
        if count >= 0 {
          rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          // The other end made it non-blocking, as a shell's coprocess may.
          var writable = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&writable, 1, -1)
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }
}
