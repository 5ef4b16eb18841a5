import Foundation
import Sound
import TestSupport
import Testing

@Suite("Sound files") struct SoundFileTests {
  private let ramp: [Float] = (0..<100).map { Float($0 - 50) / 128 }

  private func read(_ bytes: [UInt8], limit: Int = 1 << 24) throws -> Recording {
    try SoundFile.read(bytes, limit: limit)
  }

  private func failure(_ bytes: [UInt8], limit: Int = 1 << 24) -> String {
    do {
      _ = try SoundFile.read(bytes, limit: limit)
      return ""
    } catch {
      return error.description
    }
  }

  @Test func samplesAreThoseOfTheFile() throws {
    for rate in [8000, 11_025, 44_100] {
      let plain = try read(WaveFile.bytes(ramp, rate: rate))
      #expect(plain == Recording(rate: rate, samples: ramp))
      #expect(try read(WaveFile.bytes(ramp, rate: rate, areFloats: true)) == plain)
      #expect(plain.duration == 100 / Double(rate))
    }
  }

  @Test(arguments: [2, 6, 8]) func channelsAreMixedToTheirMean(channels: Int) throws {
    let frames = ramp.flatMap { sample in (0..<channels).map { sample + Float($0) / 64 } }
    let mixed = try read(WaveFile.bytes(frames, channels: channels, areFloats: true))
    #expect(mixed.samples.count == ramp.count)
    for (sample, expected) in zip(mixed.samples, ramp) {
      #expect((sample - expected - Float(channels - 1) / 128).magnitude < 1e-6)
    }
  }

  @Test func oneSampleIsARecordingAndNoneIsNot() throws {
    #expect(try read(WaveFile.bytes([0.5])).samples == [0.5])
    #expect(failure(WaveFile.bytes([])) == "it holds no samples")
    #expect(failure([]) == "the file is empty")
  }

  @Test func whatIsNoNumberIsSilence() throws {
    let recording = try read(
      WaveFile.bytes([0.5, .nan, .infinity, -.infinity, 1e30, -0.5], areFloats: true))
    #expect(recording.samples == [0.5, 0, 0, 0, 0, -0.5])
    #expect(recording.notes == ["4 of 6 samples are no usable numbers and are taken as silence"])
  }

  @Test func aFileThatIsCutIsReadAsFarAsItGoesAndTold() throws {
    let whole = WaveFile.bytes(ramp)
    let half = try read(Array(whole[..<144]))
    #expect(half.samples == Array(ramp[..<50]) && half.notes.count == 1)
    #expect(half.notes[0].contains("ends before the length"))
    #expect(try read(whole).notes.isEmpty)
    for length in 1..<44 {
      let message = failure(Array(whole[..<length]))
      #expect(!message.isEmpty, "\(length) bytes")
    }
  }

  @Test(arguments: [1 << 20, 0x7FFF_FFF0, 0xFFFF_FFFF] as [UInt32])
  func aHeaderThatStatesAHugeLengthTakesNoMemory(stated: UInt32) throws {
    let recording = try read(WaveFile.bytes(ramp, statedBytes: stated), limit: 1000)
    #expect(recording.samples == ramp)
  }

  @Test func moreThanTheLimitIsAnError() {
    for channels in [1, 2] {
      let frames = ramp.flatMap { [Float](repeating: $0, count: channels) }
      let bytes = WaveFile.bytes(frames, rate: 10, channels: channels)
      #expect(failure(bytes, limit: 99) == "it is longer than 9 seconds at 10 Hz")
      #expect(failure(bytes, limit: 100).isEmpty, "\(channels) channels")
    }
  }

  @Test func whatIsNoSoundIsTold() {
    #expect(!failure(Array("digit,speaker\n1,george\n".utf8)).isEmpty)
    #expect(!failure([UInt8](repeating: 0, count: 500)).isEmpty)
    #expect(!failure(Array("OggS".utf8) + [UInt8](repeating: 7, count: 100)).isEmpty)
  }

  /// Bytes that are changed and cut at random give a recording or an error.
  @Test func damagedFilesNeverTrap() {
    withSeeds(400) { seed, random in
      var bytes = WaveFile.bytes(ramp, channels: Int.random(in: 1...4, using: &random))
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: 0..<60, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { bytes = Array(bytes.prefix(Int.random(in: 0...240, using: &random))) }
      if let recording = try? SoundFile.read(bytes, limit: 10_000) {
        #expect(
          recording.samples.allSatisfy { $0.isFinite } && recording.samples.count <= 10_000, "seed \(seed)")
      }
    }
  }

  @Test func filesAreKnownByTheirFirstBytesOrTheirEnding() {
    #expect(SoundFile.recognizes(head: WaveFile.bytes(ramp), ending: ""))
    for head in ["fLaC", "OggS", "FORM\0\0\0\0AIFF", ".snd", "caff"] {
      #expect(SoundFile.recognizes(head: Array(head.utf8), ending: "bin"))
    }
    #expect(SoundFile.recognizes(head: Array("a,b\n".utf8), ending: "WAV"))
    #expect(!SoundFile.recognizes(head: Array("a,b\n".utf8), ending: "csv"))
    #expect(!SoundFile.recognizes(head: Array("RIFF\0\0\0\0AVI ".utf8), ending: "avi"))
    #expect(!SoundFile.recognizes(head: [], ending: ""))
  }
}
