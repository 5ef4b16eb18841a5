import Dispatch
import Sweeps
import Synchronization

/// Shows how far a comparison is: a line a finished run.
final class BenchmarkConsole: SweepListener {
  private struct State {
    var progress: BenchmarkProgress
    /// Divisions of which was told what is held out.
    var told: Set<Int> = []
    var notes: Set<String>
  }

  private let divisions: [BenchmarkDivision]
  /// By the runs' keys, with the place of their division.
  private let runs: [String: (run: BenchmarkRun, division: Int)]
  private let isQuiet: Bool
  private let state: Mutex<State>
  /// Lines are written one after the other.
  private let output = DispatchQueue(label: "lnn-top.benchmark-output")

  /// - Parameter notes: those that were told already.
  init(_ divisions: [BenchmarkDivision], told notes: [String], isQuiet: Bool) {
    (self.divisions, self.isQuiet) = (divisions, isQuiet)
    let runs = divisions.enumerated().flatMap { place, division in
      division.runs.map { ($0.key, (run: $0, division: place)) }
    }
    self.runs = Dictionary(uniqueKeysWithValues: runs)
    let finished = divisions.reduce(0) { $0 + $1.finished }
    state = Mutex(
      State(progress: BenchmarkProgress(total: runs.count, reused: finished), notes: Set(notes)))
    if let first = divisions.firstIndex(where: { $0.finished < $0.runs.count }) { tell(first) }
  }

  func note(_ result: SweepResult) throws {
    guard let (run, place) = runs[result.key] else { return }
    if result.state == .failed {
      throw CommandFailure("\(run.name): \(result.reason ?? "it could not be trained")")
    }
    let division = divisions[place]
    let figures = try BenchmarkResult(
      model: run.entry.name, seed: run.seed, path: run.path, part: division.part)
    tell(place)
    let line = state.withLock { state in
      state.progress.finish(
        name: run.name, figures, metricName: division.schema.metricName, part: division.part.rawValue)
    }
    write([line])
  }

  func close() { output.sync {} }

  /// Says once what is held out, and what is to be known of it.
  private func tell(_ place: Int) {
    let division = divisions[place]
    guard let turn = division.turn else { return }
    let lines: [String] = state.withLock { state in
      guard state.told.insert(place).inserted else { return [] }
      return ["\(place + 1) of \(divisions.count): \(turn.group.shown) held out"]
        + division.notes.filter { state.notes.insert($0).inserted }.map { "note: \($0)" }
    }
    write(lines)
  }

  private func write(_ lines: [String]) {
    guard !isQuiet else { return }
    output.sync {
      for line in lines { Console.writeMessage("lnn-top: \(line)") }
    }
  }
}
