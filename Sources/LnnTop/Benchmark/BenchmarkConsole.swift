import Dispatch
import Foundation
import LiquidTraining
import Synchronization
import Telemetry

/// Shows how far a comparison is: a line a finished run, and on a terminal one that is written over.
final class BenchmarkConsole: Sendable {
  private let progress: Mutex<BenchmarkProgress>
  private let part: String
  private let isQuiet: Bool
  private let isLive: Bool
  private let startedAt = monotonicSeconds()
  private let isClosed = Mutex(false)
  /// Lines are written one after the other.
  private let output = DispatchQueue(label: "lnn-top.benchmark-output")

  private static let interval = 0.5

  init(_ progress: BenchmarkProgress, part: String, isQuiet: Bool) {
    self.progress = Mutex(progress)
    self.part = part
    self.isQuiet = isQuiet
    isLive = !isQuiet && Console.isMessageTerminal
    if isLive { drawRepeatedly() }
  }

  func begin(_ index: Int, name: String, fraction: Double) {
    progress.withLock { $0.begin(index, name: name, fraction: fraction) }
  }

  func note(_ index: Int, _ scalars: StepScalars, plannedSteps: Int) {
    progress.withLock { $0.note(index, scalars, plannedSteps: plannedSteps) }
  }

  func finish(_ index: Int, name: String, result: BenchmarkResult) {
    let line = progress.withLock { $0.finish(index, name: name, result: result, part: part) }
    guard !isQuiet else { return }
    output.sync {
      clear()
      Console.writeMessage("lnn-top: \(line)")
    }
  }

  /// Ends the live line.
  func close() {
    isClosed.withLock { $0 = true }
    output.sync { clear() }
  }

  private func drawRepeatedly() {
    output.asyncAfter(deadline: .now() + Self.interval) { @Sendable [weak self] in
      guard let self, !isClosed.withLock({ $0 }) else { return }
      draw()
      drawRepeatedly()
    }
  }

  private func draw() {
    let columns = Console.messageColumns
    let line = progress.withLock { $0.line(elapsed: monotonicSeconds() - startedAt, columns: columns) }
    Console.rewriteLine(line.padding(toLength: max(1, columns - 1), withPad: " ", startingAt: 0))
  }

  private func clear() {
    guard isLive else { return }
    Console.rewriteLine(String(repeating: " ", count: max(1, Console.messageColumns - 1)))
    Console.rewriteLine("")
  }
}
