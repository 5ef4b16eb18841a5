import Foundation
import Glibc

/// A terminal of any size that shows nothing: it only takes what a program writes. For sizes that no real terminal has.
package final class PseudoTerminal {
  private let descriptor: Int32
  /// The device that a program is started on.
  package let device: String
  private var process: ChildProcess?
  /// What the program has written since it was last taken.
  private var collected = Data()

  /// TIOCSPTLCK and TIOCGPTN, which Swift does not import, nor the C library's functions around them.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  package init() throws {
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (lock, number): (Int32, UInt32) = (0, 0)
    guard descriptor >= 0, ioctl(descriptor, Self.setLock, &lock) == 0,
      ioctl(descriptor, Self.getNumber, &number) == 0
    else { throw CocoaError(.fileNoSuchFile) }
    device = "/dev/pts/\(number)"
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  deinit { close(descriptor) }

  /// Changes the size and tells the program.
  package func resize(columns: Int, rows: Int) {
    var size = winsize(
      ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
    // The program is in a session of its own, to which this is no controlling terminal: nobody else signals.
    if let process { kill(process.id, SIGWINCH) }
  }

  /// Starts a program with its output here, apart from the terminal that the tests may run in.
  package func start(
    _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws {
    let inherited = ProcessInfo.processInfo.environment
      .merging(["TERM": "xterm-256color", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]) { $1 }
      .filter { !["LINES", "COLUMNS", "TMUX", "COLORTERM", "NO_COLOR"].contains($0.key) }
    process = try ChildProcess(
      "/usr/bin/env", ["setsid", executable] + arguments, environment: inherited.merging(environment) { $1 },
      output: device)
  }

  /// Sends a signal to the program.
  package func signal(_ number: Int32) {
    if let process { kill(process.id, number) }
  }

  package func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }

  /// Takes what the program writes until that contains a text; returns whether it did.
  package func wait(for text: String) -> Bool {
    let wanted = Data(text.utf8)
    var written = Data()
    return waitUntil {
      let new = take()
      if isCollecting { collected.append(new) }
      written.append(new)
      defer { written = written.suffix(wanted.count - 1) + Data() }
      return written.range(of: wanted) != nil || process?.isRunning != true
    } && process?.isRunning == true
  }

  /// Whether what the program writes is kept for `takeCollected`.
  package var isCollecting = false

  /// Takes what the program has written while `isCollecting`.
  package func takeCollected() -> [UInt8] {
    defer { collected = Data() }
    return Array(collected)
  }

  /// The most memory that the program had at any time, in kilobytes.
  package var peak: Int { Measuring.peakKilobytes(ofProcess: "\(process?.id ?? 0)") }

  /// Takes what the program writes until it has ended; returns its exit status.
  package func finish() -> Int32 {
    _ = waitUntil {
      let new = take()
      if isCollecting { collected.append(new) }
      return process?.isRunning != true
    }
    return process?.wait() ?? -1
  }

  private func take() -> Data {
    var all = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return all }
      all.append(contentsOf: buffer[..<count])
    }
  }
}
