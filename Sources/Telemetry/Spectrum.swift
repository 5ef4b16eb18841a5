/// Input channels that are the bands of a spectrum.
public struct Spectrum: Sendable, Hashable, Codable {
  /// The channels, from the lowest band to the highest.
  public var channels: [Int]
  /// The middle of each band in hertz.
  public var frequencies: [Double]

  /// - Precondition: there are as many frequencies as channels.
  public init(channels: [Int], frequencies: [Double]) {
    precondition(
      channels.count == frequencies.count, "\(channels.count) channels, \(frequencies.count) frequencies")
    self.channels = channels
    self.frequencies = frequencies
  }
}
