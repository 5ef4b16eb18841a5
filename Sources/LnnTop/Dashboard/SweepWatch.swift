import Dashboard
import Dispatch
import Sweeps
import Synchronization

/// Looks what becomes of a sweep, away from the thread that draws.
///
/// What it found waits until it is drained; a wakeup says when there is something.
final class SweepWatch: Sendable {
  private struct State {
    var news: Action?
    /// What the person is to be warned of.
    var warning: Action?
    var wakeup: (@Sendable () -> Void)?
    /// Counts the times that watching began or ended, so that an earlier watch stops.
    var number = 0
  }

  /// What was seen last. Only used on the queue.
  private struct Sight {
    var index: SweepIndex?
    var plan: SweepPlan?
    var claims: Set<String> = []
    var results: [String: SweepResult] = [:]
    var importance: [Double]?
    var judged = 0
  }

  private let folder: SweepFolder
  /// Whether this process alone keeps the index.
  private let keepsIndex: Bool
  private let state = Mutex(State())
  private let sight = Mutex(Sight())
  private let queue = DispatchQueue(label: "lnn-top.sweep", qos: .utility)

  /// Seconds between two looks.
  private static let interval = 1.0

  init(_ folder: SweepFolder, keepsIndex: Bool) {
    (self.folder, self.keepsIndex) = (folder, keepsIndex)
  }

  func setWakeup(_ wakeup: @escaping @Sendable () -> Void) { state.withLock { $0.wakeup = wakeup } }

  /// What has been found since the last call; what is newer holds what was older.
  func drain() -> [Action] {
    state.withLock { state in
      defer { (state.news, state.warning) = (nil, nil) }
      return [state.news, state.warning].compactMap(\.self)
    }
  }

  /// Has a person warned of something that happened to the sweep.
  func warn(_ text: String) {
    let wakeup = state.withLock { state in
      state.warning = .report(text, isWarning: true)
      return state.wakeup
    }
    wakeup?()
  }

  /// Begins to look, or ends.
  func watch(_ isOn: Bool) {
    let number = state.withLock { state in
      state.number += 1
      return state.number
    }
    if isOn { queue.async { self.look(number, isFirst: true) } }
  }

  private func look(_ number: Int, isFirst: Bool) {
    guard state.withLock({ $0.number }) == number else { return }
    do {
      try look(isFirst: isFirst)
      queue.asyncAfter(deadline: .now() + Self.interval) { self.look(number, isFirst: false) }
    } catch {
      publish(.sweepRefused("\(error)"))
    }
  }

  private func look(isFirst: Bool) throws {
    try sight.withLock { sight in
      let plan = try folder.plan(after: sight.plan)
      var index = sight.index ?? SweepIndex(folder)
      index.refresh()
      let claims = folder.claimedKeys()
      let results =
        plan.halving == nil ? index.results : folder.interimResults().merging(index.results) { $1 }
      let hasNews =
        results != sight.results || claims != sight.claims || plan.jobs.count != sight.plan?.jobs.count
      if keepsIndex { index.write(plan) }
      (sight.plan, sight.index, sight.claims, sight.results) = (plan, index, claims, results)
      guard hasNews || isFirst else { return }
      let ranking = SweepRanking(plan, results)
      var snapshot = SweepSnapshot(plan, ranking, claims: claims, folder: folder)
      snapshot.importance = sight.importance
      publish(.sweep(snapshot))
      // The forest takes longer than all else: the table does not wait for it.
      let judged = ranking.trials.count { $0.figure != nil }
      guard judged != sight.judged else { return }
      sight.judged = judged
      sight.importance = SweepImportance.shares(of: plan.space, ranking)
      snapshot.importance = sight.importance
      publish(.sweep(snapshot))
    }
  }

  private func publish(_ news: Action) {
    let wakeup = state.withLock { state in
      state.news = news
      return state.wakeup
    }
    wakeup?()
  }
}

extension SweepFolder {
  /// The plan, which is read once where no trial is added to it.
  fileprivate func plan(after known: SweepPlan?) throws(SweepFolderError) -> SweepPlan {
    if let known, known.study == nil { return known }
    return try plan()
  }
}
