import Foundation

/// How frequencies become mels, a scale on which equal steps sound equally far apart.
package enum MelScale: String, Sendable, Hashable, Codable, CaseIterable {
  /// Slaney's Auditory Toolbox, librosa's default: linear below 1000 Hz, 3 mels for 200 Hz, and logarithmic above,
  /// 27 mels for a factor of 6.4.
  case slaney
  /// The Hidden Markov Model Toolkit, torchaudio's default: 2595 log10(1 + f / 700).
  case htk

  private static let bendFrequency = 1000.0
  private static let bendMel = 15.0
  private static let logStep = log(6.4) / 27

  package func mel(_ frequency: Double) -> Double {
    switch self {
    case .htk: 2595 * log10(1 + frequency / 700)
    case .slaney where frequency < Self.bendFrequency: frequency * 3 / 200
    case .slaney: Self.bendMel + log(frequency / Self.bendFrequency) / Self.logStep
    }
  }

  /// In hertz.
  package func frequency(_ mel: Double) -> Double {
    switch self {
    case .htk: 700 * (pow(10, mel / 2595) - 1)
    case .slaney where mel < Self.bendMel: mel * 200 / 3
    case .slaney: Self.bendFrequency * exp(Self.logStep * (mel - Self.bendMel))
    }
  }
}

/// Triangular filters whose corners are equally far apart in mels: band b rises from corner b to corner b + 1 and falls
/// to corner b + 2.
///
/// Each is divided by half its width in hertz, so that all have the same area (librosa's `norm="slaney"`).
package struct MelBands: Sendable, Hashable {
  /// The middle of each band in hertz.
  package let centres: [Double]
  /// Of each band, the first bin of the spectrum with a weight and the weights from there on.
  private let filters: [(first: Int, weights: [Float])]

  /// - Parameters:
  ///   - size: the length of the Fourier transform; its bins are `rate / size` hertz apart.
  ///   - range: the lowest and highest corner in hertz.
  package init(count: Int, size: Int, rate: Int, range: ClosedRange<Double>, scale: MelScale) {
    let (low, high) = (scale.mel(range.lowerBound), scale.mel(range.upperBound))
    let corners = (0..<count + 2).map { scale.frequency(low + (high - low) * Double($0) / Double(count + 1)) }
    centres = Array(corners[1...count])
    let bins = (0...size / 2).map { Double($0) * Double(rate) / Double(size) }
    filters = (0..<count).map { band in
      let (left, middle, right) = (corners[band], corners[band + 1], corners[band + 2])
      let weights = bins.map { bin -> Float in
        let weight = min((bin - left) / (middle - left), (right - bin) / (right - middle))
        return weight > 0 ? Float(weight * 2 / (right - left)) : 0
      }
      let first = weights.firstIndex { $0 > 0 } ?? 0
      let end = weights.lastIndex { $0 > 0 }.map { $0 + 1 } ?? first
      return (first, Array(weights[first..<end]))
    }
  }

  /// The first band without any bin of the spectrum: too narrow for this length of the transform. Nil: there is none.
  package var emptyBand: Int? { filters.firstIndex { $0.weights.isEmpty } }

  /// The energy of a band, given the squared magnitudes of the spectrum's bins.
  func energy(_ band: Int, of power: [Float]) -> Float {
    let (first, weights) = filters[band]
    var sum: Float = 0
    for (index, weight) in weights.enumerated() { sum += weight * power[first + index] }
    return sum
  }

  package static func == (first: MelBands, second: MelBands) -> Bool {
    first.centres == second.centres && first.filters.elementsEqual(second.filters, by: ==)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(centres) }
}
