import Dispatch
import Foundation
import LiquidTraining
import Synchronization
import Telemetry
import Text

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

/// How far a comparison is: what its lines say. Knows neither a clock nor a terminal.
package struct BenchmarkProgress: Sendable {
  private struct Running: Sendable {
    var name: String
    var fraction = 0.0
    var epoch = 1
    var metric: Double?
  }

  private let total: Int
  private let metricName: String
  /// Those that an earlier call finished.
  private let reused: Int
  private(set) var finished = 0
  private var running: [Int: Running] = [:]
  /// What the runs of this call have made of their plans: a whole run counts 1.
  private var made = 0.0

  package init(total: Int, reused: Int, metricName: String) {
    self.total = total
    self.reused = reused
    self.metricName = metricName
  }

  /// - Parameter fraction: how much of its plan an earlier call made.
  package mutating func begin(_ index: Int, name: String, fraction: Double = 0) {
    running[index] = Running(name: name, fraction: fraction)
  }

  package mutating func note(_ index: Int, _ scalars: StepScalars, plannedSteps: Int) {
    guard var run = running[index] else { return }
    let fraction = Double(scalars.step) / Double(max(1, plannedSteps))
    made += max(0, fraction - run.fraction)
    run.fraction = max(run.fraction, fraction)
    run.epoch = scalars.epoch
    if let validation = scalars.validation { run.metric = validation.metric }
    running[index] = run
  }

  /// `[3/50] ltc seed 3: done in 4.2 s, accuracy 0.9511 over the test part`
  package mutating func finish(_ index: Int, name: String, result: BenchmarkResult, part: String) -> String {
    made += max(0, 1 - (running.removeValue(forKey: index)?.fraction ?? 1))
    finished += 1
    let figure = result.metric.map { ", \(metricName) \(NumberText.significant($0)) over the \(part) part" }
    let why = result.state == .diverged ? result.explanation.map { ": \($0)" } : nil
    return "[\(reused + finished)/\(total)] \(name): \(result.state.rawValue) in "
      + NumberText.preciseDuration(result.seconds) + (figure ?? "") + (why ?? "")
  }

  /// `12 of 50  ltc seed 3: epoch 7, accuracy 0.93  cfc seed 1: epoch 2  12:40 left`, cut to `columns`.
  package func line(elapsed: Double, columns: Int) -> String {
    var parts = ["\(reused + finished) of \(total)"]
    let left = Double(total - reused - finished) - running.values.reduce(0) { $0 + $1.fraction }
    if made > 0, elapsed > 0 { parts.append("\(NumberText.preciseDuration(elapsed * left / made)) left") }
    for (_, run) in running.sorted(by: { $0.key < $1.key }) {
      let metric = run.metric.map { ", \(metricName) \(NumberText.significant($0))" } ?? ""
      parts.append("\(run.name): epoch \(run.epoch)\(metric)")
    }
    return String(parts.joined(separator: "  ").prefix(max(0, columns - 1)))
  }
}
