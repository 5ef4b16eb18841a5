import CTerminalGuard
import Foundation
import Screen

/// The terminal device: descriptors of its own, as standard input may be a pipe, and the modes it had before.
final class TerminalDevice {
  let descriptor: Int32
  let savedModes: termios
  /// Streams on copies of the descriptor, for ncurses. They stay open as long as this object, which outlives the screen.
  let input: UnsafeMutablePointer<FILE>
  let output: UnsafeMutablePointer<FILE>

  init() throws(TerminalError) {
    let opened = open("/dev/tty", O_RDWR | O_CLOEXEC)
    descriptor = opened >= 0 ? opened : Self.openStandardOutput()
    guard descriptor >= 0 else { throw Self.failure("opening the terminal") }
    var modes = termios()
    guard tcgetattr(descriptor, &modes) == 0,
      let input = fdopen(fcntl(descriptor, F_DUPFD_CLOEXEC, 3), "r"),
      let output = fdopen(fcntl(descriptor, F_DUPFD_CLOEXEC, 3), "w")
    else {
      let failure = Self.failure("reading the terminal's modes")
      close(descriptor)
      throw failure
    }
    savedModes = modes
    self.input = input
    self.output = output
  }

  deinit {
    fclose(input)
    fclose(output)
    close(descriptor)
  }

  /// Nil where the terminal does not report it.
  var size: Size? {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
      return nil
    }
    return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
  }

  /// The pixels of the whole terminal; nil where it does not report them.
  var pixelSize: PixelSize? {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0 else { return nil }
    return PixelSize(checking: Int(window.ws_xpixel), Int(window.ws_ypixel))
  }

  /// Restores the modes exactly; does nothing if the terminal is gone. Keys that were not read were meant for the
  /// dashboard and are dropped, so that the shell does not take them for commands.
  func restoreModes() {
    var modes = savedModes
    _ = tcsetattr(descriptor, TCSAFLUSH, &modes)
  }

  func write(_ text: String) { write(Array(text.utf8)) }

  func write(_ text: [UInt8]) {
    var bytes = text[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  static func failure(_ operation: String) -> TerminalError {
    .system(operation: operation, reason: String(cString: strerror(errno)))
  }

  /// For processes without a controlling terminal.
  private static func openStandardOutput() -> Int32 {
    guard let name = ttyname(STDOUT_FILENO) else { return -1 }
    return open(name, O_RDWR | O_CLOEXEC | O_NOCTTY)
  }
}

/// An eventfd that ends a sleep in `poll(2)` from any thread; closed with its last reference.
package final class Waker: Sendable {
  /// Readable after a call.
  package let descriptor: Int32

  package init() throws(TerminalError) {
    descriptor = terminal_make_wakeup()
    guard descriptor >= 0 else {
      throw .system(operation: "eventfd", reason: String(cString: strerror(errno)))
    }
  }

  deinit { close(descriptor) }

  package func wake() {
    var one: UInt64 = 1
    _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
  }

  /// Clears all calls so far; any number of them counts as one.
  package func reset() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
  }
}
