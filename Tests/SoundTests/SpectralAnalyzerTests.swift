import Foundation
import Sound
import TestSupport
import Testing

@Suite("Spectral features") struct SpectralAnalyzerTests {
  private func tone(_ frequency: Double, rate: Int, seconds: Double) -> Recording {
    let count = Int(Double(rate) * seconds)
    return Recording(
      rate: rate,
      samples: (0..<count).map { Float(0.5 * sin(2 * .pi * frequency * Double($0) / Double(rate))) })
  }

  @Test(arguments: [300.0, 700, 1500, 3000])
  func aToneIsLoudestInTheBandWhoseCentreIsNearest(frequency: Double) throws {
    let analyzer = try SpectralAnalyzer(SpectralSettings(rate: 8000))
    let features = analyzer.features(of: tone(frequency, rate: 8000, seconds: 0.3))
    let middle = features.map { $0[15] }
    let loudest = try #require(middle.indices.max { middle[$0] < middle[$1] })
    let nearest = try #require(
      analyzer.centres.indices.min {
        (analyzer.centres[$0] - frequency).magnitude < (analyzer.centres[$1] - frequency).magnitude
      })
    #expect((loudest - nearest).magnitude <= 1)
  }

  @Test("The recipe has every setting, and changes with each") func recipe() {
    var plain = SpectralSettings(rate: 8000)
    plain.deltas = 1
    plain.features = .mfcc
    let changes: [(inout SpectralSettings) -> Void] = [
      { $0.features = .logMel }, { $0.rate = 16_000 }, { $0.bands = 26 }, { $0.coefficients = 9 },
      { $0.frame = 0.032 }, { $0.hop = 0.02 }, { $0.preEmphasis = 0.97 }, { $0.deltas = 2 },
      { $0.deltas = 0 },
      { $0.scale = .htk }, { $0.lowest = 50 }, { $0.highest = 3000 }, { $0.dynamicRange = 60 },
      { $0.dynamicRange = nil }, { $0.normalization = .mean }, { $0.normalization = .deviation },
    ]
    var seen: Set<[String]> = [plain.recipe]
    for (index, change) in changes.enumerated() {
      var settings = plain
      change(&settings)
      #expect(seen.insert(settings.recipe).inserted, "change \(index)")
    }
    let words = plain.recipe.joined(separator: " ")
    for part in [
      "one every 0.01 s", "13 mel-frequency cepstral coefficients", "sr=8000, n_fft=256, win_length=200",
      "hop_length=80",
      "n_mels=40", "fmin=0, fmax=4000", "htk=False", "top_db=80",
    ] {
      #expect(words.contains(part), "\(part)")
    }
  }

  @Test func silenceHasFiniteFeatures() throws {
    for features in SpectralSettings.Features.allCases {
      for normalization in SpectralSettings.Normalization.allCases {
        var settings = SpectralSettings(rate: 8000)
        (settings.features, settings.normalization, settings.deltas) = (features, normalization, 2)
        let silence = Recording(rate: 8000, samples: [Float](repeating: 0, count: 800))
        let values = try SpectralAnalyzer(settings).features(of: silence)
        #expect(values.joined().allSatisfy { $0.isFinite }, "\(features) \(normalization)")
        #expect(values[0].count == 11)
      }
    }
  }

  @Test(arguments: [1, 2, 79, 80, 81, 160, 799])
  func thereIsAFrameForEveryHopThatBegins(samples: Int) throws {
    let analyzer = try SpectralAnalyzer(SpectralSettings(rate: 8000))
    let recording = Recording(rate: 8000, samples: [Float](repeating: 0.25, count: samples))
    #expect(analyzer.features(of: recording)[0].count == 1 + samples / 80)
    #expect(analyzer.frameCount(samples: samples) == 1 + samples / 80)
  }

  @Test func namesGoWithTheFeatures() {
    var settings = SpectralSettings(rate: 8000)
    (settings.features, settings.coefficients, settings.deltas) = (.mfcc, 2, 2)
    #expect(
      settings.names == [
        "mfcc 0", "mfcc 1", "delta mfcc 0", "delta mfcc 1", "delta delta mfcc 0", "delta delta mfcc 1",
      ])
    (settings.features, settings.bands, settings.deltas) = (.logMel, 2, 0)
    #expect(settings.names == ["band 1", "band 2"])
  }

  @Test func melsGoThereAndBack() {
    for scale in MelScale.allCases {
      for frequency in stride(from: 0.0, through: 20_000, by: 137) {
        #expect((scale.frequency(scale.mel(frequency)) - frequency).magnitude < 1e-6)
      }
    }
    // 1000 Hz are 15 of Slaney's mels and 1000 of HTK's.
    #expect(MelScale.slaney.mel(1000) == 15 && (MelScale.htk.mel(1000) - 1000).magnitude < 0.02)
  }

  @Test(
    "Settings that make no sense are told, whatever numbers they have",
    arguments: [
      (\SpectralSettings.frame, [0, -1, .nan, .infinity, 1e300, 1e-9, 100]),
      (\SpectralSettings.hop, [0, -1, .nan, .infinity, 1e300, 1e-9, 100]),
      (\SpectralSettings.lowest, [-1, .nan, .infinity, 4000, 5000]),
      (\SpectralSettings.preEmphasis, [-0.1, 1, .nan, .infinity]),
    ])
  func badNumbers(key: WritableKeyPath<SpectralSettings, Double> & Sendable, values: [Double]) {
    for value in values {
      var settings = SpectralSettings(rate: 8000)
      settings[keyPath: key] = value
      #expect(throws: SoundError.self) { try SpectralAnalyzer(settings) }
    }
  }

  @Test func badCountsAreTold() {
    for (key, values) in [
      (\SpectralSettings.bands, [0, -1, 1025, .max]), (\.rate, [0, -1, 20, .max, .min]),
      (\.deltas, [-1, 3, .max]),
    ] as [(WritableKeyPath<SpectralSettings, Int>, [Int])] {
      for value in values {
        var settings = SpectralSettings(rate: 8000)
        settings[keyPath: key] = value
        #expect(throws: SoundError.self) { try SpectralAnalyzer(settings) }
      }
    }
    var settings = SpectralSettings(rate: 8000)
    (settings.features, settings.coefficients) = (.mfcc, 41)
    #expect(throws: SoundError.self) { try SpectralAnalyzer(settings) }
    (settings.coefficients, settings.highest) = (13, 4001)
    #expect(throws: SoundError.self) { try SpectralAnalyzer(settings) }
    (settings.highest, settings.dynamicRange) = (nil, 0)
    #expect(throws: SoundError.self) { try SpectralAnalyzer(settings) }
  }

  @Test func bandsThatAreTooNarrowAreTold() {
    var settings = SpectralSettings(rate: 44_100)
    (settings.frame, settings.bands) = (0.005, 128)
    #expect { try SpectralAnalyzer(settings) } throws: { error in
      "\(error)".contains("too narrow") && "\(error)".contains("fewer bands")
    }
  }
}
