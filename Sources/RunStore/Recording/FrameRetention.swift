import Telemetry

/// Keeps a run file within its size by dropping frames.
///
/// Whenever the file uses more than its budget, every second of its ordinary frames is dropped, and from then on only every
/// second (fourth, eighth, ...) new one is recorded. A run of any length thus keeps frames from all of it, evenly spaced.
/// Which ones they are depends on what was recorded and on when it was committed.
///
/// Never dropped: scalars, events, checkpoints, key frames, the frame before each event (so that before and after can be
/// compared; routine checkpoints do not count as events here), the first and the newest frame. A run of little else may
/// exceed its budget.
///
/// - Complexity: one query of a counter per commit; all drops together cost no more than a pass or two over the recorded
///   frames.
struct FrameRetention {
  private let budget: Int?
  /// How often every second frame was dropped.
  private(set) var level: Int
  /// Bytes in use beyond which dropping is tried again.
  private var threshold: Int

  /// Fewer frames than this are not worth dropping.
  private static let fewestFrames = 32
  /// One in 2^20 frames: no run is longer.
  private static let highestLevel = 20

  init(budget: Int?, level: Int) {
    self.budget = budget
    self.level = min(Self.highestLevel, max(0, level))
    threshold = budget ?? .max
  }

  /// Drops frames where the file is over its budget, each time in one transaction.
  mutating func apply(to database: Database) throws(RunStoreError) {
    guard let budget, try Self.bytesInUse(in: database) > threshold else { return }
    while try Self.bytesInUse(in: database) > budget {
      let droppable = try Self.droppableFrames(in: database)
      guard droppable.count >= Self.fewestFrames, level < Self.highestLevel else {
        threshold = try Self.bytesInUse(in: database) + budget / 4
        return
      }
      level += 1
      try Self.drop(droppable, level: level, in: database)
    }
    threshold = budget
  }

  /// Returns unused pages to the file system where there are enough of them.
  static func giveBack(unusedPagesOf database: Database) throws(RunStoreError) {
    guard try database.integer("PRAGMA freelist_count", doing: "tidying") > 64 else { return }
    try database.execute("PRAGMA incremental_vacuum", doing: "tidying")
  }

  private static func bytesInUse(in database: Database) throws(RunStoreError) -> Int {
    let pages = try database.integer("PRAGMA page_count", doing: "measuring the file")
    let unused = try database.integer("PRAGMA freelist_count", doing: "measuring the file")
    return (pages - unused) * (try database.integer("PRAGMA page_size", doing: "measuring the file"))
  }

  private static func drop(_ frames: [Int], level: Int, in database: Database) throws(RunStoreError) {
    try database.transaction(doing: "dropping frames") { () throws(RunStoreError) in
      let statement = try database.prepare(
        "DELETE FROM frames WHERE sequence = ?", doing: "dropping frames")
      for index in stride(from: 1, to: frames.count, by: 2) { try statement.run([.integer(frames[index])]) }
      try database.execute("UPDATE writer SET thinning = \(level)", doing: "dropping frames")
    }
  }

  /// The ordinary frames that no rule protects, in order.
  private static func droppableFrames(in database: Database) throws(RunStoreError) -> [Int] {
    let events = try keys(
      "SELECT sequence FROM events WHERE kind <> '\(Event.Kind.checkpoint.rawValue)' ORDER BY sequence",
      in: database)
    let frames = try keys("SELECT sequence FROM frames ORDER BY sequence", in: database)
    let keyFrames = Set(try keys("SELECT sequence FROM frames WHERE is_key = 1", in: database))
    var protected: Set<Int> = [frames.first, frames.last].compactMap(\.self).reduce(into: []) {
      $0.insert($1)
    }
    var next = 0
    for event in events {
      while next < frames.count, frames[next] < event { next += 1 }
      if next > 0 { protected.insert(frames[next - 1]) }
    }
    return frames.filter { !protected.contains($0) && !keyFrames.contains($0) }
  }

  private static func keys(_ sql: String, in database: Database) throws(RunStoreError) -> [Int] {
    let statement = try database.prepare(sql, doing: "listing frames")
    var keys: [Int] = []
    while try statement.step() { keys.append(statement.integer(0)) }
    return keys
  }
}

/// Chooses the frames to record: every key frame, and of the others one per interval.
struct FrameDecimation: Sendable {
  private let interval: Double
  private var last: Double?
  /// How many of the frames that are no key frames were due so far.
  private var due = 0
  /// Of those that are due, one in 2^level is kept; see `FrameRetention`.
  var level: Int

  /// - Parameter last: the run time of the last frame that was kept and no key frame.
  init(interval: Double, level: Int = 0, last: Double? = nil) {
    self.interval = interval
    self.level = level
    self.last = last
  }

  /// Seconds beyond which frames are further apart, so that a file grows with the logarithm of the run's length.
  private static let longRun = 2_000.0

  mutating func keeps(_ frame: Frame, isKey: Bool) -> Bool {
    if isKey { return true }
    guard isDue(frame.elapsed) else { return false }
    defer { due += 1 }
    return due & ((1 << level) - 1) == 0
  }

  private mutating func isDue(_ elapsed: Double) -> Bool {
    guard interval > 0 else { return true }
    guard let last, last.isFinite, elapsed.isFinite else {
      self.last = elapsed
      return true
    }
    // Starts again where the clock went back.
    guard elapsed < last || elapsed - last >= max(interval, elapsed / Self.longRun) else { return false }
    self.last = elapsed
    return true
  }
}
