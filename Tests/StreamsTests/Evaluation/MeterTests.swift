import Foundation
import Liquid
import Streams
import Testing

@Suite struct LatencyMeterTests {
  @Test("Quantiles of the newest rows are those of the sorted times to within two percent", arguments: 0..<20)
  func quantiles(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let window = [1, 10, 99, 1000][seed % 4]
    var meter = LatencyMeter(window: window)
    var times: [Double] = []
    for row in 0..<1500 {
      times.append(pow(10, .random(in: -7...4, using: &random)))
      meter.add(times[row])
      if row % 97 == 0 { try meter = roundTrip(meter) }
      guard row % 50 == 0 else { continue }
      let sorted = times.suffix(window).sorted()
      for share in [0.0, 0.5, 0.9, 0.99, 1] {
        let place = max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1)
        let found = try #require(meter.quantile(share))
        #expect(
          (found / sorted[place] - 1).magnitude < 0.02, "seed \(seed), row \(row), share \(share): \(found)")
      }
    }
  }

  @Test func whatNoClockShowsCountsAsTheShortestOrTheLongest() throws {
    var meter = LatencyMeter(window: 2)
    #expect(meter.quantile(0.5) == nil)
    meter.add(.nan)
    #expect(meter.quantile(0.5) == nil)
    meter.add(-3)
    meter.add(.infinity)
    #expect(try #require(meter.quantile(0.5)) < 1.1e-7)
    #expect(try #require(meter.quantile(1)) > 1e4)
  }
}

@Suite struct RateMeterTests {
  @Test(arguments: [0.5, 10, 1000.0], [0.0, -1e6, 1.7e9])
  func aSteadyStreamHasItsRate(rate: Double, start: Double) throws {
    var meter = RateMeter(span: 10)
    #expect(meter.rate(at: start) == nil)
    for row in 0..<Int(exactly: 40 * rate)! {
      let time = start + Double(row) / rate
      meter.add(at: time)
      if row % 1000 == 0 { try meter = roundTrip(meter) }
    }
    let found = try #require(meter.rate(at: start + 40))
    // A row more or less lies in the 9.5 to 10 seconds that are counted.
    #expect((found - rate).magnitude < 1.01 / 9.5, "\(found)")
  }

  @Test func aStreamThatStandsStillComesToZero() throws {
    var meter = RateMeter(span: 10)
    meter.add(rows: 100, at: 5)
    #expect(meter.rate(at: 5) == nil)
    #expect(meter.rate(at: 9) == 25)
    #expect(meter.rate(at: 16) == 0)
    #expect(meter.rate(at: 1e15) == 0)
  }

  @Test func aClockThatIsSetBackBeginsAnew() throws {
    var meter = RateMeter(span: 10)
    meter.add(rows: 1000, at: 5000)
    meter.add(rows: 10, at: 100)
    #expect(meter.rate(at: 50) == nil)
    #expect(meter.rate(at: 102) == 5)
    meter.add(at: .nan)
    meter.add(at: .infinity)
    #expect(meter.rate(at: .infinity) != .nan)
  }
}
