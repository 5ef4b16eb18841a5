import Foundation
import Streams
import Testing

/// Alarms against those of the Python package `river`, made by Tests/Fixtures/make_drift_fixture.py.
struct DriftFixture: Decodable {
  struct Stream: Decodable {
    struct Part: Decodable {
      var rows: Int
      var from: Double
      var to: Double
      /// 0: bits.
      var spread: Double
    }

    var name: String
    var seed: UInt64
    var parts: [Part]

    /// As the script makes them.
    var values: [Double] {
      var state = seed
      func uniform() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / 0x1p53
      }
      return parts.flatMap { part in
        (0..<part.rows).map { row in
          let level = part.from + (part.to - part.from) * Double(row) / Double(part.rows)
          if part.spread == 0 { return uniform() < level ? 1 : 0 }
          return level + part.spread * (0..<12).reduce(-6.0) { sum, _ in sum + uniform() }
        }
      }
    }
  }

  struct Run: Decodable {
    struct Settings: Decodable {
      var delta: Double?
      var clock: Int?
      var maxBuckets: Int?
      var minWindowLength: Int?
      var gracePeriod: Int?
      var minInstances: Int?
      var threshold: Double?
      var alpha: Double?
      var mode: PageHinkley.Mode?
      var windowSize: Int?
      var statSize: Int?
      var seed: UInt64?
    }

    var detector: DriftDetectorKind
    var settings: Settings
    /// Rows, for each stream.
    var alarms: [[Int]]

    /// The detector with these settings; what they leave out is as usual.
    var made: AnyDriftDetector {
      let (adwin, test, kswin) = (ADWIN(), PageHinkley(), KSWIN())
      switch detector {
      case .adwin:
        return .adwin(
          ADWIN(
            delta: settings.delta ?? adwin.delta, clock: settings.clock ?? adwin.clock,
            maxBuckets: settings.maxBuckets ?? adwin.maxBuckets,
            minWindowLength: settings.minWindowLength ?? adwin.minWindowLength,
            gracePeriod: settings.gracePeriod ?? adwin.gracePeriod))
      case .pageHinkley:
        return .pageHinkley(
          PageHinkley(
            minInstances: settings.minInstances ?? test.minInstances, delta: settings.delta ?? test.delta,
            threshold: settings.threshold ?? test.threshold, alpha: settings.alpha ?? test.alpha,
            mode: settings.mode ?? test.mode))
      case .kswin:
        return .kswin(
          KSWIN(
            alpha: settings.alpha ?? kswin.alpha, windowSize: settings.windowSize ?? kswin.windowSize,
            statSize: settings.statSize ?? kswin.statSize, seed: settings.seed ?? kswin.seed))
      case .off: return .off
      }
    }
  }

  struct Draws: Decodable {
    var seed: UInt64
    var bits: [UInt32]
    var samples: [[Int]]
  }

  var streams: [Stream]
  var runs: [Run]
  var draws: [Draws]

  static func read() throws -> DriftFixture {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
    let data = try Data(contentsOf: tests.appendingPathComponent("Fixtures/drift.json"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(DriftFixture.self, from: data)
  }
}

@Suite struct DriftFixtureTests {
  private let fixture: DriftFixture

  init() throws { fixture = try DriftFixture.read() }

  @Test func alarmsAreAtTheRowsOfRiver() {
    #expect(fixture.streams.count == 20 && Set(fixture.runs.map(\.detector)).count == 3)
    for run in fixture.runs {
      for (stream, expected) in zip(fixture.streams, run.alarms) {
        var detector = run.made
        let alarms = stream.values.enumerated().filter { detector.update($0.element) }.map(\.offset)
        #expect(alarms == expected, "\(run.detector) \(run.settings): \(stream.name)")
      }
    }
  }

  @Test func aDetectorThatWasSavedGoesOnAsTheOther() throws {
    for run in fixture.runs {
      for stream in [fixture.streams[7], fixture.streams[10]] {
        var (one, other) = (run.made, run.made)
        for (row, value) in stream.values.enumerated() {
          let (isAlarm, isOther) = (one.update(value), other.update(value))
          #expect(isAlarm == isOther, "\(run.detector), \(stream.name), row \(row)")
          // In the midst of a window, and directly after an alarm.
          if row % 401 == 0 || isAlarm { try other = roundTrip(other) }
        }
        #expect(one == other, "\(run.detector), \(stream.name)")
      }
    }
  }
}
