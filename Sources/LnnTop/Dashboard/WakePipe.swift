import Foundation
import Synchronization

/// Ends a wait in `poll` from any thread.
final class WakePipe: Sendable {
  /// Readable after a wake.
  let reading: Int32
  /// -1 once it is closed: whoever wakes it later must not write into another file.
  private let writing: Mutex<Int32>

  /// - Throws: where the process has no file descriptors left.
  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw CommandFailure("no pipe can be made: \(String(cString: strerror(errno)))")
    }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    reading = ends[0]
    writing = Mutex(ends[1])
  }

  func wake() {
    // A pipe that is full wakes as well.
    writing.withLock { if $0 >= 0 { _ = write($0, [1], 1) } }
  }

  func drain() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(reading, &bytes, bytes.count) > 0 { continue }
  }

  deinit {
    writing.withLock { end in
      _ = close(end)
      end = -1
    }
    _ = close(reading)
  }
}
