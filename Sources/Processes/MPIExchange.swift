import Foundation
import Liquid
import Synchronization
import Text

/// The processes that `mpirun` started, which exchange bytes through Open MPI.
///
/// A process that waits sleeps for most of the time, and looks whether the others are still there: MPI itself would wait
/// for a dead one for ever.
package final class MPIExchange: GradientExchange {
  package let rank: Int
  package let size: Int
  /// The machine of each process, by rank.
  package var hosts: [String] { peers.withLock { $0.map(\.host) } }

  private let library: MPILibrary
  private let peers = Mutex<[Peer]>([])
  private let isEnding: @Sendable () -> Bool
  private let onLoss: @Sendable (String) -> Void

  /// Meets the other processes; returns when all have come.
  ///
  /// - Parameters:
  ///   - libraryPaths: where `liblnn-top-mpi.so` may be.
  ///   - isEnding: whether this process was told to end, as `mpirun` tells all when one is gone.
  ///   - onLoss: called once, in one of the processes, with a clause that says why they cannot go on. This process ends
  ///     when it returns.
  /// - Throws: where there is no library or MPI does not start.
  package init(
    libraryPaths: [String], isEnding: @escaping @Sendable () -> Bool,
    onLoss: @escaping @Sendable (String) -> Void
  ) throws(MPIError) {
    library = try MPILibrary(places: libraryPaths)
    (rank, size) = try library.startAll()
    (self.isEnding, self.onLoss) = (isEnding, onLoss)
    let own = Peer.own.bytes
    let all = gather(own).map { Peer($0) }
    peers.withLock { $0 = all }
  }

  /// Waits for all processes to come here. Nothing can be exchanged afterwards.
  package func finish() { library.finish() }

  package func abandon(_ why: String) -> Never {
    if isSpeaker {
      onLoss(why)
    } else {
      // mpirun ends it, once the one that speaks has spoken; here for where it does not.
      sleep(Self.silence)
    }
    exit(1)
  }

  // MARK: - Gathering

  /// Bytes that MPI counts at once: it has 31 bits for a number.
  private static let largestRound = 1 << 30
  /// Seconds that a process which is not to speak waits for its end.
  private static let silence: UInt32 = 2

  package func gather(_ own: [UInt8], sizes: [Int], into all: inout [UInt8]) {
    precondition(
      sizes.count == size && own.count == sizes[rank], "\(own.count) bytes, and sizes of \(sizes)")
    let total = sizes.reduce(0, +)
    all.removeLast(max(0, all.count - total))
    all.append(contentsOf: repeatElement(0, count: total - all.count))
    let limit = max(1, Self.largestRound / size)
    if sizes.contains(where: { $0 > limit }) {
      gather(own, sizes: sizes, into: &all, limit: limit)
      return
    }
    do {
      try own.withUnsafeBytes { own in
        try all.withUnsafeMutableBytes { all in
          try library.gather(own, into: all, counts: sizes, offsets: Self.offsets(sizes))
          try wait()
        }
      }
    } catch {
      abandon("\(error)")
    }
  }

  private static func offsets(_ sizes: [Int]) -> [Int] {
    var place = 0
    return sizes.map { size in
      defer { place += size }
      return place
    }
  }

  /// Returns when what was begun is done.
  private func wait() throws(MPIError) {
    var waiting = Waiting()
    while try !library.isDone() {
      waiting.pause()
      guard waiting.isLookDue() else { continue }
      if let why = lossFound(&waiting) { abandon(why) }
    }
  }

  private func lossFound(_ waiting: inout Waiting) -> String? {
    let (gone, seesAll) = peers.withLock { peers in
      let seen = peers.indices.filter { peers[$0].sees(peers[rank]) }
      return (seen.filter { !peers[$0].isAlive }, seen.count == size)
    }
    if !gone.isEmpty {
      let names = gone.map { "\($0)" }.joined(separator: ", ")
      return gone.count == 1
        ? "process \(names) of \(size) has ended" : "processes \(names) of \(size) have ended"
    }
    // This process cannot see one of another machine; mpirun tells all to end when that is gone.
    guard !seesAll, isEnding() else { return nil }
    return waiting.isLastPatienceOver() ? "a process of another machine does not answer any more" : nil
  }

  /// Whether a person hears of a loss from this process: from the lowest rank on the machine of process 0 that is there.
  private var isSpeaker: Bool {
    peers.withLock { peers in
      guard let first = peers.first else { return rank == 0 }
      return peers[rank].sees(first)
        && !(0..<rank).contains { peers[$0].sees(first) && peers[$0].isAlive }
    }
  }
}

/// Where a process is to be found.
private struct Peer: Sendable {
  let host: String
  /// Of the machine as it runs now, and of what numbers processes have there.
  let place: String
  let id: pid_t

  static var own: Peer {
    let boot = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? ""
    let space = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
    let host = ProcessInfo.processInfo.hostName
    return Peer(host: host, place: boot.isEmpty ? host : boot + space, id: getpid())
  }

  private init(host: String, place: String, id: pid_t) {
    (self.host, self.place, self.id) = (host, place, id)
  }

  var bytes: [UInt8] { Array("\(id)\0\(host)\0\(place)".utf8) }

  /// What `bytes` gave.
  init(_ bytes: [UInt8]) {
    let parts = String(decoding: bytes, as: UTF8.self).split(
      separator: "\0", omittingEmptySubsequences: false)
    self.init(host: String(parts[1]), place: String(parts[2]), id: Int32(parts[0]) ?? 0)
  }

  func sees(_ other: Peer) -> Bool { place == other.place }

  /// Of a process that this one sees.
  var isAlive: Bool { kill(id, 0) == 0 || errno == EPERM }
}

/// How a process waits: at first ready at once, then asleep for a share of the time that it has waited.
private struct Waiting {
  /// Seconds after which a process that was told to end no longer expects the others; mpirun leaves it one.
  private static let lastSeconds = 0.6
  private static let eagerSeconds = 0.0002
  private static let share = 1.0 / 16
  private static let shortest = 0.00002
  private static let longest = 0.01
  private static let lookInterval = 0.05

  private let start = DispatchTime.now().uptimeNanoseconds
  private var nextLook = lookInterval
  private var end: Double?

  var seconds: Double { Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9 }

  mutating func pause() {
    let seconds = seconds
    guard seconds > Self.eagerSeconds else {
      sched_yield()
      return
    }
    usleep(UInt32(Int(saturating: min(Self.longest, max(Self.shortest, seconds * Self.share)) * 1e6)))
  }

  /// Whether it is time to see whether the others are there.
  mutating func isLookDue() -> Bool {
    let seconds = seconds
    guard seconds >= nextLook else { return false }
    nextLook = seconds + Self.lookInterval
    return true
  }

  /// Whether a process that was told to end has waited long enough since it noticed.
  mutating func isLastPatienceOver() -> Bool {
    let seconds = seconds
    let end = end ?? seconds + Self.lastSeconds
    self.end = end
    return seconds >= end
  }
}
