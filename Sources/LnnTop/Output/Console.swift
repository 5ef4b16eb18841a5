import Foundation
import Glibc

/// The two streams of a command: results go to stdout, messages to stderr.
enum Console {
  static func writeResult(_ text: String) {
    FileHandle.standardOutput.writeAll(text + "\n")
  }

  static func writeMessage(_ text: String) {
    FileHandle.standardError.writeAll(text + "\n")
  }

  /// Writes to stderr without ending the line.
  static func writeFragment(_ text: String) {
    FileHandle.standardError.writeAll(text)
  }

  static var isResultTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isMessageTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns of the terminal behind stderr; 80 where it does not say.
  static var messageColumns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

extension FileHandle {
  /// Writes a text; a reader that has gone away is no reason to fail.
  fileprivate func writeAll(_ text: String) {
    try? write(contentsOf: Data(text.utf8))
  }
}
