import Explanations
import Liquid
import Testing

@Suite struct GrangerTestTests {
  @Test func linearCausesAreFoundAtTheirOrder() throws {
    let edges = [
      LagSystem.Edge(source: 0, target: 1, lag: 2, coefficient: 0.6),
      LagSystem.Edge(source: 1, target: 2, coefficient: -0.5),
    ]
    let system = LagSystem(family: "test", memory: [0.4, 0.3, 0.2], edges: edges).system
    let test = try GrangerTest(ChannelSeries(rows: system.simulate(rows: 800, seed: 5).rows))
    #expect(test.order == 2)
    #expect(test.adjacency == system.truth)
    #expect(test.pValues[0][1] < 1e-20 && test.pValues[1][1] == 1)
  }

  /// Without any causes p values are even: as many below a level as the level says.
  @Test func pValuesAreEvenWhereThereIsNothing() throws {
    var pValues: [Double] = []
    for seed in 0..<40 {
      let system = LagSystem(family: "test", memory: [0.5, 0.2, 0.4, 0.1], edges: []).system
      let test = try GrangerTest(ChannelSeries(rows: system.simulate(rows: 200, seed: UInt64(seed)).rows))
      for (source, target) in GraphScores.pairs(4) { pValues.append(test.pValues[source][target]) }
    }
    // 480 tests, with standard deviations of 9.3 and 4.8.
    #expect((90...150).contains(pValues.count { $0 < 0.25 }))
    #expect((8...42).contains(pValues.count { $0 < 0.05 }))
  }

  @Test func tooFewRowsAreRefused() {
    #expect(throws: CausalGraphError.tooFewRows(12, needed: 35)) {
      var generator = SeededGenerator(seed: 1)
      _ = try GrangerTest(
        ChannelSeries(rows: (0..<12).map { _ in [generator.normal(), generator.normal()] }))
    }
  }
}

@Suite struct GraphScoresTests {
  private let truth = [[false, true, false], [false, false, true], [false, false, false]]

  @Test func scoresThatSeparateHaveAnAreaOfOne() {
    #expect(GraphScores.auroc(scores: [[9, 3, 1], [0, 9, 2], [1, 0, 9]], truth: truth) == 1)
    #expect(GraphScores.auroc(scores: [[0, 0, 1], [1, 0, 0], [1, 1, 0]], truth: truth) == 0)
    #expect(GraphScores.auroc(scores: [[0, 0, 0], [0, 0, 0], [0, 0, 0]], truth: truth) == 0.5)
    #expect(GraphScores.auroc(scores: [[0, 2, 1], [1, 0, 1], [0, 0, 0]], truth: truth) == 0.875)
  }

  @Test func edgesTheWrongWayRoundCountTwice() {
    #expect(GraphScores.hammingDistance(truth, truth) == 0)
    #expect(
      GraphScores.hammingDistance(
        [[true, false, false], [true, false, true], [false, false, true]], truth) == 2)
  }
}
