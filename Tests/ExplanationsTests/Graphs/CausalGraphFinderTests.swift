import Explanations
import Foundation
import Liquid
import Synchronization
import Testing

@Suite struct CausalGraphFinderTests {
  /// Fewer optimiser steps than usual, and the lags that the systems have.
  private static func options(lags: Int = 2, steps: Int = 400) -> CausalGraphFinder.Options {
    var options = CausalGraphFinder.Options()
    options.maximumLags = lags
    options.trainingSteps = steps
    return options
  }

  private static let small: [GraphSystem] = [
    LagSystem.chain(channels: 4, seed: 901), LagSystem.confounder(seed: 902),
    LagSystem.driver(channels: 4, seed: 903), LagSystem.nonlinear(channels: 4, seed: 904),
    FlowSystem.oscillators(channels: 4, bend: 0, seed: 905),
  ]

  @Test(arguments: 0..<small.count)
  func knownGraphsAreFound(index: Int) throws {
    let system = Self.small[index]
    let (rows, states) = system.simulate(rows: 700, seed: 17)
    let series = try ChannelSeries(rows: rows)
    let found = try CausalGraphFinder(Self.options(lags: 3)).find(in: series)
    #expect(GraphScores.auroc(scores: found.graph.effects, truth: system.truth) >= 0.9)
    #expect(GraphScores.hammingDistance(found.graph.adjacency, system.truth) <= 3)
    let errors = GraphTrials.doErrors(
      system, rows: rows, states: states, forecaster: found.forecaster, draws: 10)
    #expect(errors.forecast < 0.8 * errors.holdLast)
  }

  @Test func whatIsShuffledHasNoEdges() throws {
    let (rows, _) = Self.small[0].simulate(rows: 700, seed: 3)
    let shuffled = try ChannelSeries(rows: GraphTrials.shuffled(rows, seed: 4))
    #expect(try CausalGraphFinder(Self.options()).find(in: shuffled).graph.edges.count <= 1)
  }

  @Test func lagsAndResponsesAreThoseOfTheSystem() throws {
    let edges = [
      LagSystem.Edge(source: 0, target: 1, lag: 2, coefficient: 0.9),
      LagSystem.Edge(source: 1, target: 2, lag: 1, coefficient: -0.9),
    ]
    let system = LagSystem(family: "test", memory: [0.2, 0.2, 0.2], edges: edges).system
    let series = try ChannelSeries(rows: system.simulate(rows: 700, seed: 8).rows)
    let graph = try CausalGraphFinder(Self.options(lags: 3)).find(in: series, names: ["a", "b", "c"]).graph
    #expect(graph.adjacency == system.truth)
    let first = try #require(graph.edges.first { $0.source == 0 })
    let second = try #require(graph.edges.first { $0.source == 1 })
    #expect(first.lag == 2 && second.lag == 1)
    #expect(first.response.count == 10 && first.response[0].magnitude < 0.2 && first.response[9] > 0.3)
    #expect(second.response[0] < -0.3)
    let text = graph.description
    #expect(text.hasPrefix("edge") && text.contains("a -> b") && text.contains("b -> c"))
    #expect(try JSONDecoder().decode(CausalGraph.self, from: JSONEncoder().encode(graph)) == graph)
  }

  @Test func anyNumberOfThreadsGivesTheSameBits() throws {
    let series = try ChannelSeries(rows: Self.small[1].simulate(rows: 200, seed: 2).rows)
    let graphs = try [1, 3].map { threads in
      var options = Self.options(steps: 60)
      options.threads = threads
      return try CausalGraphFinder(options).find(in: series).graph
    }
    #expect(graphs[0] == graphs[1])
  }

  @Test func sequencesMayHaveTheirOwnTimes() throws {
    let parts = (0..<3).map { Self.small[0].simulate(rows: 120, seed: $0).rows }
    var generator = SeededGenerator(seed: 5)
    let elapsed = parts.map { $0.map { _ in generator.uniform(0.5, 1.5) } }
    let series = try ChannelSeries(sequences: parts, elapsed: elapsed)
    let graph = try CausalGraphFinder(Self.options(steps: 60)).find(in: series).graph
    #expect(graph.errors.allSatisfy { $0.isFinite && $0 < 2 })
  }

  @Test func progressGoesFromNothingToAll() throws {
    let series = try ChannelSeries(rows: Self.small[1].simulate(rows: 150, seed: 2).rows)
    let shares = Mutex<[Double]>([])
    _ = try CausalGraphFinder(Self.options(steps: 20)).find(
      in: series, progress: { share in shares.withLock { $0.append(share) } })
    let seen = shares.withLock { $0 }
    #expect(seen == seen.sorted() && seen.first ?? 1 < 0.1 && seen.last == 1)
  }

  @Test func aSearchCanBeCancelled() throws {
    let series = try ChannelSeries(rows: Self.small[1].simulate(rows: 150, seed: 2).rows)
    let asked = Mutex(0)
    #expect(throws: CausalGraphError.cancelled) {
      try CausalGraphFinder(Self.options()).find(
        in: series,
        isCancelled: {
          asked.withLock { count in
            count += 1
            return count > 50
          }
        })
    }
  }
}

@Suite struct CausalGraphErrorTests {
  private static let sound = (0..<200).map { row in [Double(row % 7), Double(row % 5)] }

  @Test func whatHasNoGraphIsRefused() {
    #expect(throws: CausalGraphError.tooFewChannels(1)) { try ChannelSeries(rows: [[1], [2]]) }
    #expect(throws: CausalGraphError.tooFewRows(0, needed: 1)) { try ChannelSeries(rows: []) }
    #expect(throws: CausalGraphError.constant(channel: 1)) {
      try ChannelSeries(rows: [[1, 2], [3, 2], [4, 2]])
    }
    #expect(throws: CausalGraphError.notFinite(channel: 0, sequence: 0, row: 1)) {
      try ChannelSeries(rows: [[1, 2], [.nan, 3]])
    }
    #expect(throws: CausalGraphError.width(1, expected: 2, sequence: 0, row: 1)) {
      try ChannelSeries(rows: [[1, 2], [3]])
    }
    #expect(throws: CausalGraphError.elapsedCount) {
      try ChannelSeries(sequences: [Self.sound], elapsed: [[1, 1]])
    }
    #expect(throws: CausalGraphError.elapsed(0, sequence: 0, row: 2)) {
      try ChannelSeries(sequences: [[[1, 2], [2, 1], [3, 3]]], elapsed: [[0, 1, 0]])
    }
  }

  @Test func whatCannotBeSearchedIsRefused() throws {
    let series = try ChannelSeries(rows: Self.sound)
    let short = try ChannelSeries(rows: Array(Self.sound.prefix(60)))
    #expect(throws: CausalGraphError.tooFewRows(60, needed: 103)) { try CausalGraphFinder().find(in: short) }
    #expect(throws: CausalGraphError.names(1, channels: 2)) {
      try CausalGraphFinder().find(in: series, names: ["a"])
    }
    var options = CausalGraphFinder.Options()
    options.folds = 1
    let finder = CausalGraphFinder(options)
    #expect(throws: CausalGraphError.option(name: "folds", value: 1, allowed: "at least 2")) {
      try finder.find(in: series)
    }
  }

  @Test(arguments: [
    CausalGraphError.tooFewChannels(1), .tooFewRows(3, needed: 100), .constant(channel: 2), .cancelled,
    .notFinite(channel: 1, sequence: 0, row: 7), .names(1, channels: 3), .elapsedCount,
  ])
  func errorsAreOneLine(error: CausalGraphError) {
    #expect(!error.description.isEmpty && !error.description.contains("\n"))
    #expect(error.localizedDescription == error.description)
  }
}
