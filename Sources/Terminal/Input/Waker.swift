import CTerminalGuard
import Glibc

/// An eventfd that ends a sleep in `poll(2)` from any thread; open for as long as anyone holds it.
final class Waker: Sendable {
  let descriptor: Int32

  init() throws(TerminalError) {
    descriptor = terminal_make_wakeup()
    guard descriptor >= 0 else {
      throw .system(operation: "eventfd", reason: String(cString: strerror(errno)))
    }
  }

  deinit { close(descriptor) }

  func wake() {
    var one: UInt64 = 1
    _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
  }

  /// Forgets the calls so far; however many they were, they count as one.
  func reset() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
  }
}
