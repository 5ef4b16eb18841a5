import Dispatch
import Foundation
import Sweeps
import Synchronization
import Text

/// Makes the runs of a sweep in processes of this machine: one that dies, of whatever, takes no other with it, and another
/// takes its place.
final class LocalExecutor: SweepMaker {
  private struct State {
    var isStopping = false
    /// They end when their standard inputs are closed.
    var processes: [Int: LineProcess] = [:]
    /// Processes that ended in a row without a result.
    var barren = 0
    var failure: CommandFailure?
  }

  private let sweep: RunningSweep
  private let jobs: Int?
  private let listener: any SweepListener
  private let state = Mutex(State())
  /// Signalled when it is to stop.
  private let stopped = DispatchSemaphore(value: 0)

  /// Seconds between two looks at what other processes have made.
  private static let interval = 5.0
  /// Processes that may die one after another without a single result before there is no point in a next one.
  private static let barrenLimit = 50

  /// - Parameter jobs: processes; nil: one a core.
  init(_ sweep: RunningSweep, jobs: Int?, listener: any SweepListener) {
    (self.sweep, self.jobs, self.listener) = (sweep, jobs, listener)
  }

  func make() throws {
    defer { listener.close() }
    let wanted = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    let slots = sweep.plan.grows ? wanted : min(wanted, max(1, sweep.left))
    try sweep.course.advance(slots: slots)
    let looking = looking(slots)
    defer { looking?.cancel() }
    var isTold = false
    while true {
      work(slots)
      if let failure = state.withLock({ $0.failure }) { throw failure }
      guard mayGoOn, sweep.left > 0 else { return }
      if !isTold, !sweep.isQuiet {
        listener.close()
        Console.writeMessage(
          "lnn-top: other processes make the last \(counted(sweep.left, "run")); waiting for them")
      }
      isTold = true
      waitForOthers()
    }
  }

  /// Makes runs in so many processes, until none is left or others have all that are.
  private func work(_ slots: Int) {
    let left = DispatchGroup()
    for slot in 0..<slots {
      left.enter()
      // A thread of its own: it does nothing but wait.
      Thread { [self] in
        while isWorkLeft, mayGoOn, makeProcess(slot, of: slots) { continue }
        left.leave()
      }.start()
    }
    left.wait()
  }

  /// Returns once a run that is left is nobody's, or none is left.
  private func waitForOthers() {
    while mayGoOn {
      let plan = sweep.plan
      let open = sweep.folder.openStretches(of: plan.jobs, plan)
      let isForUs = open.contains { sweep.folder.readClaim($0.job.key)?.isAlive != true }
      if open.isEmpty || isForUs { return }
      _ = stopped.wait(timeout: .now() + .seconds(1))
    }
  }

  private var isWorkLeft: Bool { sweep.plan.grows ? !sweep.course.isComplete : sweep.left > 0 }

  private var mayGoOn: Bool { state.withLock { !$0.isStopping && $0.failure == nil } }

  func stop() {
    let processes = state.withLock { state in
      state.isStopping = true
      return Array(state.processes.values)
    }
    for process in processes { process.close() }
    stopped.signal()
  }

  /// Where runs follow from the results of others: from those, too, that helpers have made.
  private func looking(_ slots: Int) -> (any DispatchSourceTimer)? {
    guard sweep.plan.grows else { return nil }
    let timer = DispatchSource.makeTimerSource(queue: .global())
    timer.schedule(deadline: .now() + Self.interval, repeating: Self.interval)
    timer.setEventHandler { @Sendable [self] in goOn(slots) }
    timer.resume()
    return timer
  }

  /// Makes what follows from a result known to the processes that wait for it.
  private func goOn(_ slots: Int) {
    guard sweep.plan.grows, mayGoOn else { return }
    do {
      try sweep.course.advance(slots: slots)
    } catch {
      fail("\(error)")
      return
    }
    let isComplete = sweep.course.isComplete
    for process in state.withLock({ Array($0.processes.values) }) {
      if isComplete { process.close() } else { process.write(Data()) }
    }
  }

  /// One process, to its end.
  ///
  /// - Returns: false where there was nothing left for it to do.
  private func makeProcess(_ slot: Int, of slots: Int) -> Bool {
    let process: LineProcess
    do {
      process = try LineProcess(sweep.program, ["sweep", "work", sweep.absolutePath, "--watched"])
    } catch {
      fail("\(sweep.program) cannot be started: \(error.localizedDescription)")
      return false
    }
    state.withLock { $0.processes[slot] = process }
    // It may have been told just before it was there.
    if !mayGoOn || !isWorkLeft { process.close() }
    var hadResult = false
    while let line = process.nextLine() {
      guard let result = try? JSONDecoder().decode(SweepResult.self, from: line) else { continue }
      hadResult = true
      do {
        try listener.note(result)
      } catch {
        fail("\(error)")
      }
      goOn(slots)
    }
    let status = process.wait()
    _ = state.withLock { $0.processes.removeValue(forKey: slot) }
    return judge(status, hadResult: hadResult)
  }

  /// - Returns: whether another process has something to do in its place.
  private func judge(_ status: Int32, hadResult: Bool) -> Bool {
    // By a signal, or told to end by one.
    let isKilled = status > 128
    // What it said of its mistake is on the screen already; so it would say again.
    if !isKilled, status != 0, mayGoOn {
      fail("a process of the sweep could not go on; what is done is in \(sweep.folder.path)")
      return false
    }
    let barren = state.withLock { state in
      state.barren = hadResult ? 0 : state.barren + 1
      return state.barren
    }
    if isKilled, barren >= Self.barrenLimit {
      fail(
        "\(barren) processes of the sweep were killed one after another: is the memory enough? --jobs makes fewer at once"
      )
    }
    // Else others have what is left: should one of them be killed, another takes its place.
    return isKilled || hadResult
  }

  private func fail(_ reason: String) {
    state.withLock { if $0.failure == nil { $0.failure = CommandFailure(reason) } }
    stop()
  }
}
