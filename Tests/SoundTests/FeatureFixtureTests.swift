import Foundation
import Sound
import TestSupport
import Testing

/// Features of librosa, from `make_sound_fixture.py`.
private struct SoundFixture: Decodable {
  struct Case: Decodable, CustomTestStringConvertible {
    var name: String
    var rate: Int
    var samples: Int
    var seed: UInt64
    var features: SpectralSettings.Features
    var bands: Int
    var coefficients: Int
    var frame: Double
    var hop: Double
    var preEmphasis: Double
    var deltas: Int
    var scale: MelScale
    var lowest: Double
    var highest: Double?
    var dynamicRange: Double?
    var normalization: SpectralSettings.Normalization
    /// `[features][frames]`.
    var values: [[Float]]

    var testDescription: String { name }

    var settings: SpectralSettings {
      var settings = SpectralSettings(rate: rate)
      settings.features = features
      (settings.bands, settings.coefficients) = (bands, coefficients)
      (settings.frame, settings.hop) = (frame, hop)
      (settings.preEmphasis, settings.deltas, settings.scale) = (preEmphasis, deltas, scale)
      (settings.lowest, settings.highest) = (lowest, highest)
      (settings.dynamicRange, settings.normalization) = (dynamicRange, normalization)
      return settings
    }

    var recording: Recording {
      Recording(rate: rate, samples: TestSignal.sweep(rate: rate, count: samples, seed: seed))
    }
  }

  var cases: [Case]

  static func read() throws -> SoundFixture {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("..")
    let data = try Data(contentsOf: tests.appendingPathComponent("Fixtures/sound.json"))
    return try JSONDecoder().decode(SoundFixture.self, from: data)
  }
}

/// The recordings of the fixture.
enum TestSignal {
  static func sweep(rate: Int, count: Int, seed: UInt64) -> [Float] {
    var state = seed
    return (0..<count).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let noise = Double(state >> 11) / 0x1p53 - 0.5
      let time = Double(index) / Double(rate)
      let swell = sin(.pi * Double(index) / Double(count))
      let value = 0.5 * swell * sin(2 * .pi * (200 + 1500 * time) * time) + 0.05 * noise
      return Float((value * 32768 + 0.5).rounded(.down) / 32768)
    }
  }
}

@Suite("Features as librosa computes them") struct FeatureFixtureTests {
  @Test func everyCaseHasTheValuesOfLibrosa() throws {
    let cases = try SoundFixture.read().cases
    #expect(cases.count == 12)
    for one in cases {
      let analyzer = try SpectralAnalyzer(one.settings)
      let values = analyzer.features(of: one.recording)
      #expect(values.count == one.values.count && values.count == one.settings.names.count, "\(one.name)")
      var worst: Float = 0
      for (own, reference) in zip(values, one.values) {
        #expect(own.count == reference.count, "\(one.name)")
        for (value, expected) in zip(own, reference) { worst = max(worst, (value - expected).magnitude) }
      }
      // In decibels, whose values are about 40: relative to them a few millionths. Deviations taken out of features
      // that hardly change have larger digits of rounding.
      #expect(worst < 2e-4, "\(one.name): \(worst)")
    }
  }

  @Test func theDefaultsAreLibrosas() throws {
    let usual = try #require(try SoundFixture.read().cases.first)
    #expect(usual.settings == SpectralSettings(rate: 8000))
  }

  /// What is used again must not remember the last recording.
  @Test func anAnalyzerGivesTheSameForEveryRecordingWhateverCameBefore() throws {
    let cases = try SoundFixture.read().cases.filter { $0.rate == 8000 }
    let analyzer = try SpectralAnalyzer(SpectralSettings(rate: 8000))
    let first = cases.map { analyzer.features(of: $0.recording) }
    let again = cases.reversed().map { analyzer.features(of: $0.recording) }
    #expect(first == again.reversed())
  }

  @Test func manyThreadsMakeAnalyzersAtOnce() async throws {
    let recording = try #require(try SoundFixture.read().cases.first).recording
    let expected = try SpectralAnalyzer(SpectralSettings(rate: 8000)).features(of: recording)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<64 {
        group.addTask {
          var settings = SpectralSettings(rate: 8000)
          // Other lengths of the transform between those that are compared.
          if index % 2 == 1 { settings.frame = 0.03 + Double(index) * 0.003 }
          let features = try SpectralAnalyzer(settings).features(of: recording)
          return index % 2 == 1 || features == expected
        }
      }
      for try await isSame in group { #expect(isSame) }
    }
  }
}
