import Text

/// Which features of a recording are computed, and how; the values of `init(rate:)` are librosa's.
///
/// With `n` samples, a frame of `w` and a hop of `h` samples, and a transform of `N` samples, the smallest power of two
/// that is at least `w`:
///
/// 1. Pre-emphasis with the coefficient `c`, where it is not 0: `y[i] = x[i] - c x[i - 1]`, `y[0] = x[0]`.
/// 2. Frames `t = 0 ... n / h`, whose middle is the sample `t h`; there is silence before the beginning and after the end
///    (librosa's `center=True, pad_mode="constant"`).
/// 3. Each is multiplied with a periodic Hann window of `w` samples in its middle,
///    `0.5 - 0.5 cos(2 pi i / w)`, and transformed: `P[k] = |sum y[i] exp(-2 pi j i k / N)|^2` (`power=2`).
/// 4. Energies of the bands: `E[b] = sum F[b, k] P[k]` with the filters of `MelBands`.
/// 5. Decibels: `L[b] = 10 log10(max(E[b], 1e-10))`, and no less than the recording's largest less
///    `dynamicRange` (librosa's `power_to_db`, `top_db=80`). These are the features `logMel`.
/// 6. `mfcc`: the first `coefficients` of the orthonormal discrete cosine transform of the second kind,
///    `C[q] = s[q] sum L[b] cos(pi q (b + 1/2) / B)` with `s[0] = sqrt(1 / B)` and else `sqrt(2 / B)`.
/// 7. Deltas over five frames, those at the ends repeated: `D[t] = sum d (C[t + d] - C[t - d]) / 10` over `d = 1, 2`
///    (torchaudio's `compute_deltas`); those of the second order are deltas of deltas.
/// 8. The normalisation of each feature over the recording.
package struct SpectralSettings: Sendable, Hashable {
  package enum Features: String, Sendable, Hashable, Codable, CaseIterable {
    /// The logarithms of the energies of bands, in decibels.
    case logMel = "log-mel"
    /// Mel-frequency cepstral coefficients.
    case mfcc
  }

  package enum Normalization: String, Sendable, Hashable, Codable, CaseIterable {
    case none
    /// Each feature's mean over the recording is subtracted: what a microphone and a room do to all of it goes.
    case mean
    /// It is also divided by its standard deviation.
    case deviation
  }

  package var features = Features.logMel
  /// Samples a second.
  package var rate: Int
  package var bands = 40
  /// Of `mfcc`.
  package var coefficients = 13
  /// The length of a frame in seconds.
  package var frame = 0.025
  /// From one frame to the next in seconds.
  package var hop = 0.010
  package var preEmphasis = 0.0
  /// 0, 1 or 2 orders of deltas beside the features themselves.
  package var deltas = 0
  package var scale = MelScale.slaney
  /// The lowest frequency of the bands in hertz.
  package var lowest = 0.0
  /// The highest; nil: half the rate.
  package var highest: Double?
  /// In decibels; nil: there is no limit but that of the energies.
  package var dynamicRange: Double? = 80
  package var normalization = Normalization.none

  package init(rate: Int) { self.rate = rate }

  /// In samples.
  var frameLength: Int { Int((frame * Double(rate)).rounded()) }
  var hopLength: Int { Int((hop * Double(rate)).rounded()) }

  /// The length of the Fourier transform.
  var transformSize: Int {
    var size = 2
    while size < frameLength { size *= 2 }
    return size
  }

  /// The frequencies of the bands in hertz.
  var range: ClosedRange<Double> { lowest...(highest ?? Double(rate) / 2) }

  /// From one frame to the next in seconds, in whole samples.
  package var step: Double { Double(hopLength) / Double(rate) }

  /// The features themselves, without their deltas.
  package var width: Int { features == .mfcc ? coefficients : bands }

  /// The names of the features, in their order.
  package var names: [String] {
    let plain = (0..<width).map { features == .mfcc ? "mfcc \($0)" : "band \($0 + 1)" }
    return plain + (deltas > 0 ? plain.map { "delta \($0)" } : [])
      + (deltas > 1 ? plain.map { "delta delta \($0)" } : [])
  }

  /// How the features are computed, for someone who is to compute them elsewhere: the first line says what they are.
  package var recipe: [String] {
    func number(_ value: Double) -> String { NumberText.significant(value, digits: 6) }
    let what =
      features == .mfcc ? "\(coefficients) mel-frequency cepstral coefficients" : "\(bands) log-mel bands"
    let changes = ["", " and their deltas", ", their deltas and the deltas of these"][deltas]
    let emphasis =
      preEmphasis == 0
      ? "" : "From each sample \(number(preEmphasis)) times the one before is subtracted first. "
    var lines = [
      "Each step is a frame of a recording, one every \(number(step)) s: \(what)\(changes).",
      "Recordings have one channel, the mean of several, and \(rate) samples a second; others are resampled.",
      "\(emphasis)A frame has \(frameLength) samples, in the middle of a Fourier transform of \(transformSize), with a"
        + " periodic Hann window; its middle is \(hopLength) samples after that of the frame before, and that of the"
        + " first is the first sample. Before and after the recording is silence.",
      "The squared magnitudes are summed in \(bands) mel bands (\(scale == .slaney ? "Slaney's" : "HTK's") scale,"
        + " \(number(range.lowerBound)) to \(number(range.upperBound)) Hz), each divided by half its width in hertz, and"
        + " made decibels: 10 log10 of at least 1e-10"
        + (dynamicRange.map { ", no less than \(number($0)) dB below the recording's largest." } ?? "."),
    ]
    let librosa =
      "librosa.power_to_db(librosa.feature.melspectrogram(y=samples, sr=\(rate), n_fft=\(transformSize),"
      + " win_length=\(frameLength), hop_length=\(hopLength), n_mels=\(bands), fmin=\(number(range.lowerBound)),"
      + " fmax=\(number(range.upperBound)), htk=\(scale == .htk ? "True" : "False"), pad_mode='constant'),"
      + " top_db=\(dynamicRange.map(number) ?? "None"))"
    lines.append("In Python: \(librosa)")
    if features == .mfcc {
      lines.append(
        "The coefficients are the first \(coefficients) of the orthonormal discrete cosine transform (II) of these."
      )
    }
    if deltas > 0 {
      lines.append(
        "Deltas are over five frames, of which those at the ends are repeated:"
          + " (x[t+1] - x[t-1] + 2 (x[t+2] - x[t-2])) / 10.")
    }
    switch normalization {
    case .none: break
    case .mean: lines.append("From each feature its mean over the recording is subtracted.")
    case .deviation:
      lines.append(
        "From each feature its mean over the recording is subtracted, and it is divided by its standard deviation."
      )
    }
    return lines
  }

  /// What is wrong with the values; nil if they can be used.
  package var flaw: String? {
    let lengths = [frame * Double(rate), hop * Double(rate)]
    guard (1...10_000_000).contains(rate) else { return "a rate of \(rate) Hz makes no sense" }
    guard lengths.allSatisfy({ $0.isFinite && $0 < 65_536 }) else {
      return "frames of \(frame) s every \(hop) s are too long at \(rate) Hz"
    }
    if frameLength < 2 || hopLength < 1 {
      return "frames of \(frame) s every \(hop) s are too short at \(rate) Hz"
    }
    if !(1...1024).contains(bands) { return "\(bands) bands make no sense" }
    if features == .mfcc, !(1...bands).contains(coefficients) {
      return "\(coefficients) coefficients of \(bands) bands make no sense"
    }
    if !(0...2).contains(deltas) { return "deltas of \(deltas) orders make no sense" }
    if !(0..<1).contains(preEmphasis) { return "a pre-emphasis of \(preEmphasis) makes no sense" }
    if let dynamicRange, !(dynamicRange > 0) { return "a range of \(dynamicRange) dB makes no sense" }
    let top = highest ?? Double(rate) / 2
    guard lowest >= 0, lowest < top, top <= Double(rate) / 2 else {
      return "bands from \(lowest) to \(top) Hz do not go with a rate of \(rate) Hz, which holds half as much"
    }
    return nil
  }
}
