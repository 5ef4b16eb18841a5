import Telemetry

/// Keeps a run file within its size by thinning out its frames.
///
/// Whenever what is used of the file comes to more than the budget, every second of its ordinary frames is dropped,
/// and from then on only every second (fourth, eighth, ...) new one is recorded. A run of any length so keeps
/// frames from all of it, evenly thinner. Which ones they are depends on what was recorded and on when it was committed.
///
/// Never dropped: scalars, events, checkpoints, key frames, the frame before each event (so that before and after can be
/// compared; routine checkpoints do not count as events here), the first and the newest frame. A run of little else may
/// outgrow its budget.
///
/// - Complexity: one look at a counter a commit; all thinnings together cost no more than a pass or two over the
///   frames recorded.
struct FrameRetention {
  private let budget: Int?
  /// How often frames were thinned out.
  private(set) var level: Int
  /// Bytes in use beyond which the next look is worth it.
  private var threshold: Int

  /// Fewer frames than this are not worth the look.
  private static let fewestFrames = 32
  /// One in 2^20 frames: nobody records more.
  private static let highestLevel = 20

  init(budget: Int?, level: Int) {
    self.budget = budget
    self.level = min(Self.highestLevel, max(0, level))
    threshold = budget ?? .max
  }

  /// Thins the frames out where the file is over its budget. Each thinning is a transaction of its own.
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

  /// Gives pages without content back to the file system, where they are worth the effort.
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
    try database.transaction(doing: "thinning out frames") { () throws(RunStoreError) in
      let statement = try database.prepare(
        "DELETE FROM frames WHERE sequence = ?", doing: "thinning out frames")
      for index in stride(from: 1, to: frames.count, by: 2) { try statement.run([.integer(frames[index])]) }
      try database.execute("UPDATE writer SET thinning = \(level)", doing: "thinning out frames")
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
    let statement = try database.prepare(sql, doing: "looking through the frames")
    var keys: [Int] = []
    while try statement.step() { keys.append(statement.integer(0)) }
    return keys
  }
}
