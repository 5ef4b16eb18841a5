import CSamplerate

extension Recording {
  /// The same sound at another rate, by libsamplerate's band-limited interpolation of medium quality (a signal-to-noise
  /// ratio of 121 dB, 90 % of the bandwidth): `ceil(samples * to / from)` samples.
  ///
  /// - Parameter limit: the most samples of the result.
  /// - Throws: if the rates are more than 256 times apart, or the result is longer than the limit.
  package func resampled(to rate: Int, limit: Int) throws(SoundError) -> Recording {
    guard rate != self.rate else { return self }
    let ratio = Double(rate) / Double(self.rate)
    guard (1.0 / 256...256).contains(ratio) else {
      throw SoundError("its rate of \(self.rate) Hz cannot be changed to \(rate) Hz")
    }
    let length = (Double(samples.count) * ratio).rounded(.up)
    let longest = Int(Int32.max)
    guard samples.count <= longest else { throw SoundError(longerThan: longest, rate: self.rate) }
    guard length <= Double(min(limit, longest)) else {
      throw SoundError(longerThan: min(limit, longest), rate: rate)
    }
    var resampled = [Float](repeating: 0, count: Int(length))
    let status = samples.withUnsafeBufferPointer { source in
      resampled.withUnsafeMutableBufferPointer { target in
        // Sound: both buffers outlive the call, which reads and writes no more than the numbers given.
        var data = SRC_DATA()
        data.data_in = source.baseAddress
        data.data_out = target.baseAddress
        data.input_frames = source.count
        data.output_frames = target.count
        data.src_ratio = ratio
        return src_simple(&data, Int32(SRC_SINC_MEDIUM_QUALITY), 1)
      }
    }
    guard status == 0 else {
      let reason = src_strerror(status).map { String(cString: $0) } ?? "error \(status)"
      throw SoundError("it cannot be resampled: \(reason)")
    }
    var recording = self
    (recording.rate, recording.samples) = (rate, resampled)
    return recording
  }
}
