import Foundation
import Liquid
import Synchronization

/// Finds which channels move which others: it trains forecasters of all channels, intervenes on each channel at rows that
/// they have not seen, and calls an edge what exceeds the same effect of channels whose blocks were moved about in time.
///
///     let found = try CausalGraphFinder().find(in: ChannelSeries(rows: rows), names: ["speed", "load", "heat"])
///     print(found.graph)
///
/// For each channel a network sees the last rows of all channels, and beside each a copy whose blocks have changed places.
/// Rows are divided into folds; the effects of the copies at the rows of all folds are those that chance has. An edge has a p
/// below .01, is among those that a false discovery rate of .05 leaves, and has a certain share of the strongest effect on
/// its target: less may well be what passes through other channels between two rows. The same seed gives the same bits for
/// any number of threads.
/// - Complexity: channels times folds trainings of a small network; about a second for five channels of a thousand rows.
package struct CausalGraphFinder: Sendable {
  package struct Options: Sendable, Hashable {
    /// The most rows that forecasts see; fewer are taken where that makes them much better.
    package var maximumLags = 3
    /// Parts of the rows, each forecast by networks that are trained on the others; at least 2.
    package var folds = 3
    /// Interventions on each channel and row.
    package var draws = 6
    /// The least share of the strongest effect on a channel that an edge has.
    package var leastShare = 0.05
    /// Optimiser steps of each network.
    package var trainingSteps = 800
    /// Rows of the responses of edges.
    package var responseSteps = 10
    package var seed: UInt64 = 1
    package var threads = GradientEngine.standardThreads

    package init() {}
  }

  /// A graph, and what its channels do.
  package struct Found: Sendable {
    package let graph: CausalGraph
    /// Forecasts each channel from its causes in the graph.
    package let forecaster: ChannelForecaster
  }

  private let options: Options

  package init(_ options: Options = Options()) { self.options = options }

  /// - Parameters:
  ///   - names: one per channel; nil: `channel 0`, `channel 1`, …
  ///   - progress: called with the share that is done, 0 to 1, from any thread, one call at a time.
  ///   - isCancelled: asked before each step, from any thread, one call at a time; true ends the search.
  /// - Throws: where there are too few rows or an option lies outside of what is allowed; `cancelled`.
  package func find(
    in series: ChannelSeries, names: [String]? = nil,
    progress: @escaping @Sendable (Double) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(CausalGraphError) -> Found {
    let names = names ?? (0..<series.channels).map { "channel \($0)" }
    try check(series, names: names)
    let lagJobs = options.maximumLags == 1 ? 0 : options.maximumLags * series.channels
    let jobs = lagJobs + (options.folds + 1) * series.channels
    let search = GraphSearch(
      series: series, options: options,
      jobs: ForecastJobs(count: jobs, options.threads, progress, isCancelled))
    return try search.found(names: names)
  }

  /// Fewer rows say nothing at the levels that are asked for.
  private static let leastRows = 100

  private func check(_ series: ChannelSeries, names: [String]) throws(CausalGraphError) {
    func check(_ name: String, _ value: Int, atLeast lowest: Int) throws(CausalGraphError) {
      if value < lowest { throw .option(name: name, value: value, allowed: "at least \(lowest)") }
    }
    try check("maximumLags", options.maximumLags, atLeast: 1)
    try check("folds", options.folds, atLeast: 2)
    try check("draws", options.draws, atLeast: 1)
    try check("trainingSteps", options.trainingSteps, atLeast: 1)
    try check("responseSteps", options.responseSteps, atLeast: 0)
    try check("threads", options.threads, atLeast: 1)
    guard names.count == series.channels else { throw .names(names.count, channels: series.channels) }
    let rows = series.sequences.reduce(0) { $0 + max(0, $1.count - options.maximumLags) }
    let needed = Self.leastRows + options.maximumLags
    guard rows + options.maximumLags >= needed else { throw .tooFewRows(series.rowCount, needed: needed) }
  }
}

/// Trains networks side by side, counts those that are done, and ends where that is asked for.
final class ForecastJobs: Sendable {
  private let count: Int
  private let threads: Int
  private let progress: @Sendable (Double) -> Void
  private let asksToEnd: @Sendable () -> Bool
  private let done = Mutex(0)
  private let isEnded = Mutex(false)

  init(
    count: Int, _ threads: Int, _ progress: @escaping @Sendable (Double) -> Void,
    _ asksToEnd: @escaping @Sendable () -> Bool
  ) {
    self.count = count
    self.threads = threads
    self.progress = progress
    self.asksToEnd = asksToEnd
  }

  /// Whether the search is to end; once it is, it stays so.
  var isCancelled: Bool {
    isEnded.withLock { isEnded in
      isEnded = isEnded || asksToEnd()
      return isEnded
    }
  }

  /// The results of some jobs in their order; which thread runs one makes no difference to it.
  func run<Result: Sendable>(
    _ jobs: Int, _ body: @Sendable (Int) throws -> Result
  ) throws(CausalGraphError) -> [Result] {
    let results = Mutex([Swift.Result<Result, any Error>?](repeating: nil, count: jobs))
    let active = min(threads, jobs)
    forEachConcurrently(active) { thread in
      for job in stride(from: thread, to: jobs, by: active) {
        if isCancelled { return }
        let result = Swift.Result { try body(job) }
        results.withLock { $0[job] = result }
        done.withLock { done in
          done += 1
          progress(Double(done) / Double(count))
        }
      }
    }
    if isCancelled { throw .cancelled }
    do {
      return try results.withLock { $0 }.compactMap { try $0?.get() }
    } catch {
      throw .network("\(error)")
    }
  }
}
