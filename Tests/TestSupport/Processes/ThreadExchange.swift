import Dispatch
import Foundation
import Liquid
import Synchronization

/// Processes that share the work of a training, as threads of this one.
package final class ThreadExchange: GradientExchange {
  package let rank: Int
  package var size: Int { meeting.size }
  private let meeting: Meeting

  private init(rank: Int, _ meeting: Meeting) {
    (self.rank, self.meeting) = (rank, meeting)
  }

  package func gather(_ own: [UInt8], sizes: [Int], into all: inout [UInt8]) {
    let parts = meeting.exchange(own, of: rank)
    // Those that MPI would run into, or write over memory.
    precondition(parts.map(\.count) == sizes, "\(parts.map(\.count)) bytes, and sizes of \(sizes)")
    all = parts.flatMap(\.self)
  }

  package func abandon(_ why: String) -> Never { fatalError(why) }

  /// One for each of `size` processes.
  package static func group(_ size: Int) -> [ThreadExchange] {
    let meeting = Meeting(size: size)
    return (0..<size).map { ThreadExchange(rank: $0, meeting) }
  }

  /// Runs `body` in as many threads as there are processes, and returns what they return, by rank.
  package static func run<Result: Sendable>(
    _ size: Int, _ body: @escaping @Sendable (ThreadExchange) throws -> Result
  ) throws -> [Result] {
    let results = Mutex<[Int: Swift.Result<Result, any Error>]>([:])
    let running = DispatchGroup()
    for exchange in group(size) {
      running.enter()
      // Dispatch has no more threads than cores, and all of these wait for one another.
      let thread = Thread {
        let result = Swift.Result { try body(exchange) }
        results.withLock { $0[exchange.rank] = result }
        running.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    precondition(running.wait(timeout: .now() + patience) == .success, "the threads wait for one another")
    return try results.withLock { results in
      try results.sorted { $0.key < $1.key }.map { try $0.value.get() }
    }
  }
}

// Unchecked, but sound: everything that changes is used under the lock of the condition only.
private final class Meeting: @unchecked Sendable {
  let size: Int
  private let condition = NSCondition()
  private var parts: [Int: [UInt8]] = [:]
  private var newest: [[UInt8]] = []
  private var count = 0

  init(size: Int) { self.size = size }

  func exchange(_ own: [UInt8], of rank: Int) -> [[UInt8]] {
    condition.lock()
    defer { condition.unlock() }
    parts[rank] = own
    let number = count
    if parts.count == size {
      newest = parts.sorted { $0.key < $1.key }.map(\.value)
      parts = [:]
      count += 1
      condition.broadcast()
    }
    while count == number {
      precondition(condition.wait(until: Date() + patience), "process \(rank) waits for the others")
    }
    // The next meeting cannot end before this process has come to it.
    return newest
  }
}
