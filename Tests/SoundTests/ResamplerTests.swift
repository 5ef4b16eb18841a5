import Foundation
import Sound
import Testing

@Suite("Resampling") struct ResamplerTests {
  private func tone(rate: Int, count: Int) -> Recording {
    Recording(rate: rate, samples: (0..<count).map { Float(sin(2 * .pi * 440 * Double($0) / Double(rate))) })
  }

  @Test(arguments: [(44_100, 8000), (11_025, 8000), (8000, 16_000), (48_000, 8000), (8000, 8000)])
  func aToneStaysTheSameTone(from: Int, to: Int) throws {
    let resampled = try tone(rate: from, count: from / 5).resampled(to: to, limit: 1 << 20)
    #expect(resampled.rate == to && resampled.samples.count == (from / 5 * to + from - 1) / from)
    let expected = tone(rate: to, count: resampled.samples.count)
    for index in to / 50..<to / 5 - to / 50 {
      #expect((resampled.samples[index] - expected.samples[index]).magnitude < 2e-3)
    }
  }

  @Test func whatTheNewRateCannotHoldIsGone() throws {
    let high = Recording(
      rate: 44_100, samples: (0..<8820).map { Float(sin(2 * .pi * 6000 * Double($0) / 44_100)) })
    let resampled = try high.resampled(to: 8000, limit: 1 << 20)
    #expect(resampled.samples[200..<1400].allSatisfy { $0.magnitude < 2e-3 })
  }

  @Test func shortRecordingsHaveAtLeastOneSample() throws {
    for (from, to) in [(44_100, 8000), (8000, 44_100)] {
      let resampled = try Recording(rate: from, samples: [0.5]).resampled(to: to, limit: 1000)
      #expect(resampled.samples.count == (to > from ? 6 : 1) && resampled.samples.allSatisfy { $0.isFinite })
    }
  }

  @Test func ratesTooFarApartAndResultsThatAreTooLongAreErrors() {
    #expect(throws: SoundError.self) { try tone(rate: 8000, count: 100).resampled(to: 31, limit: 1000) }
    #expect(throws: SoundError.self) { try tone(rate: 8000, count: 100).resampled(to: 16_000, limit: 199) }
    #expect(throws: SoundError.self) { try tone(rate: 1, count: 100).resampled(to: 8000, limit: 1 << 30) }
  }
}
