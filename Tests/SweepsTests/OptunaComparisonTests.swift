import Foundation
import Liquid
import Sweeps
import TestSupport
import Testing

/// Optuna against random points where the best figure is known: the function of Branin, whose smallest value is 0.397887.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["LNN_TOP_CLUSTER"] != nil && OptunaPython.path != nil,
    "make test-cluster runs these"))
struct OptunaComparisonTests {
  private static let optimum = 0.397887
  private let space = SweepSpace(dimensions: [
    SweepDimension(name: "x", values: .range(SweepRange(bounds: -5...10, scale: .uniform, isWhole: false))),
    SweepDimension(name: "y", values: .range(SweepRange(bounds: 0...15, scale: .uniform, isWhole: false))),
  ])

  private func branin(_ point: [String: String]) throws -> Double {
    let x = try #require(point["x"].flatMap(Double.init))
    let y = try #require(point["y"].flatMap(Double.init))
    let bend = y - 5.1 / (4 * .pi * .pi) * x * x + 5 / .pi * x - 6
    return bend * bend + 10 * (1 - 1 / (8 * .pi)) * cos(x) + 10
  }

  /// The best of 100 trials.
  private func best(
    _ seed: UInt64, of point: (Int) throws -> (Int, [String: String]), _ tell: (Int, Double) throws -> Void
  )
    throws -> Double
  {
    var best = Double.infinity
    for trial in 0..<100 {
      let (number, values) = try point(trial)
      let figure = try branin(values)
      try tell(number, figure)
      best = min(best, figure)
    }
    return best
  }

  @Test(
    "Of 100 trials the best by TPE is nearer to the known optimum than the best by chance, in ten repetitions"
  )
  func branin() throws {
    let python = try #require(OptunaPython.path)
    var (proposed, drawn) = ([Double](), [Double]())
    for seed in UInt64(1)...10 {
      let folder = try TemporaryFolder()
      let study = try OptunaStudy(
        python: python, folder: folder.path(""), name: "branin", space: space, settings: SweepStudy(),
        seed: seed, prefersLarger: false)
      proposed.append(
        try best(
          seed,
          of: { _ in
            let proposal = try study.ask()
            return (proposal.number, proposal.values)
          }, { try study.tell($0, .complete([$1])) }))
      drawn.append(
        try best(seed, of: { ($0, SweepSampler.random.point($0, of: space, seed: seed)) }, { _, _ in }))
    }
    func row(_ name: String, _ figures: [Double]) -> (mean: Double, text: String) {
      let above = figures.map { $0 - Self.optimum }
      let mean = above.reduce(0, +) / Double(above.count)
      let deviation = (above.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(above.count - 1))
        .squareRoot()
      return (mean, "\(name)  \(Float(mean)) ± \(Float(deviation))  worst \(Float(above.max() ?? 0))")
    }
    let (tpe, random) = (row("TPE   ", proposed), row("random", drawn))
    print(
      "best of 100 trials of Branin's function above its optimum, 10 repetitions\n\(tpe.text)\n\(random.text)"
    )
    #expect(tpe.mean < random.mean / 2)
  }
}
