import Dispatch
import Foundation
import Sweeps
import Synchronization
import Terminal
import Text

/// Makes the runs of a sweep in processes of this machine: one that dies, of whatever, takes no other with it, and another
/// takes its place.
final class LocalExecutor: Sendable {
  private struct State {
    var isStopping = false
    /// The processes' standard inputs: they end when these are closed.
    var inputs: [Int: FileHandle] = [:]
    /// Processes that ended in a row without a result.
    var barren = 0
    var failure: CommandFailure?
  }

  private let sweep: RunningSweep
  private let console: SweepConsole
  private let state = Mutex(State())

  /// Processes that may die one after another without a single result before there is no point in a next one.
  private static let barrenLimit = 50

  init(_ sweep: RunningSweep) {
    self.sweep = sweep
    console = SweepConsole(sweep.plan, sweep.folder, isQuiet: sweep.isQuiet)
  }

  /// Returns when all runs have a result or, after a signal, when those under way are recorded.
  ///
  /// - Parameter jobs: processes; nil: one a core.
  /// - Returns: the exit status where a signal ended it, else nil.
  func run(jobs: Int?) throws -> Int32? {
    let signals = try SignalGuard()
    let stop = HeadlessSignals(signals) { [self] in end() }
    defer {
      console.close()
      stop.cancel()
      signals.end()
    }
    let slots = min(jobs ?? ProcessInfo.processInfo.activeProcessorCount, max(1, sweep.left))
    let left = DispatchGroup()
    for slot in 0..<slots {
      left.enter()
      // A thread of its own: it does nothing but wait.
      Thread { [self] in
        while sweep.left > 0, mayGoOn, makeProcess(slot) { continue }
        left.leave()
      }.start()
    }
    left.wait()
    if let failure = state.withLock({ $0.failure }) { throw failure }
    guard let signal = signals.received else {
      console.close()
      if sweep.left > 0, !sweep.isQuiet {
        Console.writeMessage("lnn-top: \(counted(sweep.left, "run")) are being made by other processes")
      }
      return nil
    }
    console.close()
    Console.writeMessage(RunningSweep.stoppedMessage)
    return ExitStatus.signal(signal)
  }

  private var mayGoOn: Bool { state.withLock { !$0.isStopping && $0.failure == nil } }

  private func end() {
    let inputs = state.withLock { state in
      state.isStopping = true
      defer { state.inputs = [:] }
      return Array(state.inputs.values)
    }
    for input in inputs { try? input.close() }
  }

  /// One process, to its end.
  ///
  /// - Returns: false where there was nothing left for it to do.
  private func makeProcess(_ slot: Int) -> Bool {
    let (process, input, output) = (Process(), Pipe(), Pipe())
    process.executableURL = URL(filePath: sweep.program)
    process.arguments = ["sweep", "work", sweep.absolutePath, "--watched"]
    (process.standardInput, process.standardOutput) = (input, output)
    // No other child may keep them open.
    for handle in [input.fileHandleForWriting, output.fileHandleForReading] {
      _ = fcntl(handle.fileDescriptor, F_SETFD, FD_CLOEXEC)
    }
    do {
      try process.run()
    } catch {
      fail("\(sweep.program) cannot be started: \(error.localizedDescription)")
      return false
    }
    let isStopping = state.withLock { state in
      state.inputs[slot] = input.fileHandleForWriting
      return state.isStopping
    }
    if isStopping { end() }
    let hadResult = follow(output.fileHandleForReading)
    process.waitUntilExit()
    _ = state.withLock { $0.inputs.removeValue(forKey: slot) }
    return judge(process, hadResult: hadResult)
  }

  /// Reads what a process says, to its end.
  ///
  /// - Returns: whether it ended a run.
  private func follow(_ output: FileHandle) -> Bool {
    var (rest, hadResult) = (Data(), false)
    while let data = try? output.read(upToCount: 1 << 16), !data.isEmpty {
      rest += data
      while let end = rest.firstIndex(of: 0x0A) {
        let line = rest[rest.startIndex..<end]
        rest = rest[rest.index(after: end)...]
        guard let result = try? JSONDecoder().decode(SweepResult.self, from: line) else { continue }
        console.note(result)
        hadResult = true
      }
    }
    return hadResult
  }

  /// - Returns: whether another process has something to do in its place.
  private func judge(_ process: Process, hadResult: Bool) -> Bool {
    // A status above 128 is of a process that was told to end, and did.
    let isKilled = process.terminationReason == .uncaughtSignal || process.terminationStatus > 128
    // What it said of its mistake is on the screen already; so it would say again.
    if !isKilled, process.terminationStatus != 0, mayGoOn {
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
    end()
  }
}
