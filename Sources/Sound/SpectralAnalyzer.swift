import Foundation

/// Computes the features of recordings, as `SpectralSettings` has the formulas. Used by one thread at a time.
package final class SpectralAnalyzer {
  package let settings: SpectralSettings
  /// The middle of each band in hertz.
  package var centres: [Double] { bands.centres }

  private let transform: FourierTransform
  private let bands: MelBands
  /// `[frameLength]`.
  private let window: [Float]
  /// `[coefficients][bands]`; empty for energies.
  private let cosines: [[Float]]
  private var power: [Float]

  /// - Throws: if the settings make no sense, or have bands that are narrower than what the transform can tell apart.
  package init(_ settings: SpectralSettings) throws(SoundError) {
    if let flaw = settings.flaw { throw SoundError(flaw) }
    self.settings = settings
    let (length, size, count) = (settings.frameLength, settings.transformSize, settings.bands)
    transform = try FourierTransform(size: size)
    power = [Float](repeating: 0, count: size / 2 + 1)
    bands = MelBands(
      count: count, size: size, rate: settings.rate, range: settings.range, scale: settings.scale)
    if let empty = bands.emptyBand {
      throw SoundError(
        "band \(empty + 1) of \(count) is too narrow for frames of \(settings.frame) s at \(settings.rate) Hz:"
          + " choose fewer bands or longer frames")
    }
    window = (0..<length).map { Float(0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(length))) }
    cosines =
      settings.features == .mfcc
      ? (0..<settings.coefficients).map { Self.cosine($0, count: count) } : []
  }

  private static func cosine(_ order: Int, count: Int) -> [Float] {
    let scale = ((order == 0 ? 1 : 2) / Double(count)).squareRoot()
    return (0..<count).map { Float(scale * cos(.pi * Double(order) * (Double($0) + 0.5) / Double(count))) }
  }

  /// The number of frames of so many samples.
  package func frameCount(samples: Int) -> Int { 1 + samples / settings.hopLength }

  /// The features of all frames, `[features][frames]`, in the order of `settings.names`.
  ///
  /// - Precondition: the recording has the settings' rate, and at least one sample.
  package func features(of recording: Recording) -> [[Float]] {
    precondition(recording.rate == settings.rate && !recording.samples.isEmpty, "a recording of another rate")
    var columns = decibels(of: emphasized(recording.samples))
    if !cosines.isEmpty { columns = cosines.map { Self.sum(columns, weights: $0) } }
    var order = columns
    for _ in 0..<settings.deltas {
      order = order.map(Self.deltas)
      columns += order
    }
    return settings.normalization == .none ? columns : columns.map(normalized)
  }

  private func emphasized(_ samples: [Float]) -> [Float] {
    guard settings.preEmphasis > 0 else { return samples }
    let coefficient = Float(settings.preEmphasis)
    var result = samples
    for index in samples.indices.dropFirst() {
      result[index] = samples[index] - coefficient * samples[index - 1]
    }
    return result
  }

  /// The energies of the bands in decibels, `[bands][frames]`.
  private func decibels(of samples: [Float]) -> [[Float]] {
    let frames = frameCount(samples: samples.count)
    var columns = [[Float]](repeating: [Float](repeating: 0, count: frames), count: settings.bands)
    let offset = (transform.size - window.count) / 2
    var loudest = -Float.infinity
    for frame in 0..<frames {
      // Where the window begins among the samples, perhaps before the first.
      let start = frame * settings.hopLength - transform.size / 2 + offset
      transform.power(into: &power) { buffer in
        for place in max(0, -start)..<max(0, -start, min(window.count, samples.count - start)) {
          buffer[offset + place] = samples[start + place] * window[place]
        }
      }
      for band in columns.indices {
        let value = 10 * log10(max(bands.energy(band, of: power), 1e-10))
        columns[band][frame] = value
        loudest = max(loudest, value)
      }
    }
    guard let range = settings.dynamicRange else { return columns }
    let floor = loudest - Float(range)
    for band in columns.indices {
      for frame in 0..<frames where columns[band][frame] < floor { columns[band][frame] = floor }
    }
    return columns
  }

  private static func sum(_ columns: [[Float]], weights: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: columns[0].count)
    for (column, weight) in zip(columns, weights) {
      for frame in result.indices { result[frame] += weight * column[frame] }
    }
    return result
  }

  private static func deltas(_ values: [Float]) -> [Float] {
    let last = values.count - 1
    return values.indices.map { frame in
      var sum: Float = 0
      for distance in 1...2 {
        sum += Float(distance) * (values[min(last, frame + distance)] - values[max(0, frame - distance)])
      }
      return sum / 10
    }
  }

  private func normalized(_ values: [Float]) -> [Float] {
    let count = Double(values.count)
    let mean = values.reduce(0) { $0 + Double($1) } / count
    var scale = 1.0
    if settings.normalization == .deviation {
      let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
      // What never changes beyond the last digits of a float has no deviation to be divided by.
      if variance > 1e-8 { scale = 1 / variance.squareRoot() }
    }
    return values.map { Float((Double($0) - mean) * scale) }
  }
}
