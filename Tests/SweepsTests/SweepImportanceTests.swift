import Liquid
import RunStore
import Sweeps
import TestSupport
import Testing

@Suite struct SweepImportanceTests {
  private static let space = SweepSpace(dimensions: [
    SweepDimension(name: "a", values: .range(SweepRange(bounds: 0...1, scale: .uniform, isWhole: false))),
    SweepDimension(name: "b", values: .choices(["x", "y", "z"])),
    SweepDimension(name: "c", values: .range(SweepRange(bounds: 0.001...1, scale: .log, isWhole: false))),
  ])

  /// Trials at random points, each with the figure that a function gives its places.
  private func trials(_ count: Int, seed: UInt64, _ figure: ([Double]) -> Double?) -> SweepRanking {
    var (jobs, results): ([SweepJob], [String: SweepResult]) = ([], [:])
    for index in 0..<count {
      let values = SweepSampler.random.point(index, of: Self.space, seed: seed)
      let job = SweepJob(
        key: SweepJob.key(trial: index, seed: 1), trial: index, seed: 1, values: values, options: [:])
      jobs.append(job)
      let places = Self.space.dimensions.compactMap { dimension in
        values[dimension.name].flatMap(dimension.place)
      }
      guard let value = figure(places) else { continue }
      var result = SweepResult(key: job.key, state: .done)
      result.loss = value
      results[job.key] = result
    }
    let plan = SweepPlan(
      name: "s", task: "t", space: Self.space, sampler: .random, goal: .loss, metricName: "mse",
      isBetterWhenLarger: false, fingerprint: "f", jobs: jobs)
    return SweepRanking(plan, results)
  }

  @Test(
    "The option that alone says how good a trial is has nearly all of it", arguments: [1, 2, 3] as [UInt64])
  func alone(seed: UInt64) throws {
    for axis in 0..<3 {
      let trials = trials(200, seed: seed) { $0[axis] * 3 }
      let shares = try #require(SweepImportance.shares(of: Self.space, trials))
      #expect(shares[axis] > 0.85, "\(shares)")
      #expect(shares.enumerated().allSatisfy { $0.offset == axis || $0.element < 0.08 }, "\(shares)")
    }
  }

  @Test("Of a sum each option has its part; what two explain only together is left over")
  func parts() throws {
    let sum = try #require(SweepImportance.shares(of: Self.space, trials(400, seed: 5) { 2 * $0[0] + $0[2] }))
    #expect(sum[0] > 2 * sum[2] && sum[2] > 0.05 && sum[1] < 0.05, "\(sum)")
    #expect(sum.allSatisfy { (0...1).contains($0) } && sum.reduce(0, +) <= 1 + 1e-9)
    let product = try #require(
      SweepImportance.shares(of: Self.space, trials(400, seed: 5) { ($0[0] - 0.5) * ($0[2] - 0.5) }))
    #expect(1 - product.reduce(0, +) > 0.4, "\(product)")
  }

  @Test("Too few trials and equal ones have none; the same trials have the same")
  func none() {
    #expect(SweepImportance.shares(of: Self.space, trials(7, seed: 1) { $0[0] }) == nil)
    #expect(SweepImportance.shares(of: Self.space, trials(50, seed: 1) { _ in 1 }) == nil)
    #expect(SweepImportance.shares(of: Self.space, trials(50, seed: 1) { _ in nil }) == nil)
    let some = trials(50, seed: 1) { $0[0] < 0.2 ? nil : $0[1] }
    #expect(SweepImportance.shares(of: Self.space, some) == SweepImportance.shares(of: Self.space, some))
  }

  @Test("A loss that became huge does not drown the others")
  func outlier() throws {
    let trials = trials(200, seed: 7) { $0[2] > 0.98 ? 1e30 : $0[0] }
    let shares = try #require(SweepImportance.shares(of: Self.space, trials))
    #expect(shares[0] > 0.7, "\(shares)")
  }
}
