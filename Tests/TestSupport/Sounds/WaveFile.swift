/// Writes WAV files for tests: 16-bit numbers or floats, and headers that say what is not so.
package enum WaveFile {
  /// - Parameters:
  ///   - samples: those of all channels, frame by frame.
  ///   - statedBytes: the length of the sound that the header states; nil: its own.
  package static func bytes(
    _ samples: [Float], rate: Int = 8000, channels: Int = 1, areFloats: Bool = false,
    statedBytes: UInt32? = nil
  ) -> [UInt8] {
    let width = areFloats ? 4 : 2
    let data = samples.flatMap { sample -> [UInt8] in
      areFloats
        ? bytes(of: sample.bitPattern)
        : bytes(of: UInt16(bitPattern: Int16(max(-32768, min(32767, (sample * 32768).rounded())))))
    }
    let stated = statedBytes ?? UInt32(data.count)
    var file = Array("RIFF".utf8) + bytes(of: 36 &+ stated) + Array("WAVEfmt ".utf8)
    file += bytes(of: UInt32(16)) + bytes(of: UInt16(areFloats ? 3 : 1)) + bytes(of: UInt16(channels))
    file += bytes(of: UInt32(rate)) + bytes(of: UInt32(rate * channels * width))
    file += bytes(of: UInt16(channels * width)) + bytes(of: UInt16(8 * width))
    return file + Array("data".utf8) + bytes(of: stated) + data
  }

  private static func bytes(of number: some FixedWidthInteger) -> [UInt8] {
    (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
