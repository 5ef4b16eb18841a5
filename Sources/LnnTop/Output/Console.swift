import Foundation
import Glibc
import Screen
import Text

/// Whoever read the output has enough, as `head` has after some lines: no failure.
struct ReaderGone: Error {}

/// The two streams of a command: results go to stdout, messages to stderr.
///
/// Texts may hold names from files: control characters never reach a terminal.
enum Console {
  /// Writes lines to stdout.
  ///
  /// - Returns: false where nobody reads any more, or the disk behind it is full.
  @discardableResult
  static func writeResult(_ text: String) -> Bool {
    FileHandle.standardOutput.writeAll(plain(text) + "\n")
  }

  /// Writes to stdout what has no control characters but its own: a screen, a table.
  ///
  /// - Throws: `ReaderGone` where nobody reads any more, `CommandFailure` where it cannot be written.
  static func writeText(_ text: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw errno == EPIPE
        ? ReaderGone() : CommandFailure("stdout cannot be written: \(FileFailure.reason(error))")
    }
  }

  static func writeMessage(_ text: String) {
    FileHandle.standardError.writeAll(plain(text) + "\n")
  }

  /// Writes a question and stays on its line.
  static func ask(_ text: String) {
    FileHandle.standardError.writeAll(plain(text))
  }

  /// Writes a line over the one before, without ending it.
  static func rewriteLine(_ text: String) {
    FileHandle.standardError.writeAll("\r" + plain(text))
  }

  static func endLine() {
    FileHandle.standardError.writeAll("\n")
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
}

extension FileHandle {
  @discardableResult
  fileprivate func writeAll(_ text: String) -> Bool {
    do {
      try write(contentsOf: Data(text.utf8))
      return true
    } catch {
      return false
    }
  }
}
