import Foundation
import Liquid

/// Noise that forgets over a time (the process of Ornstein and Uhlenbeck).
struct Gust {
  private let keep: Double
  private let size: Double
  private(set) var value: Double

  /// - Parameters:
  ///   - memory: seconds over which it forgets.
  ///   - size: its standard deviation.
  init(memory: Double, size: Double, using generator: inout SeededGenerator) {
    keep = exp(-Car.tick / memory)
    self.size = size
    value = size * generator.normal()
  }

  /// A tick further.
  mutating func step(using generator: inout SeededGenerator) {
    value = keep * value + (1 - keep * keep).squareRoot() * size * generator.normal()
  }
}
