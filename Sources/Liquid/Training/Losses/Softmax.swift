import Foundation

/// Class probabilities from logits: exp(x_i) / sum exp(x_j), with the largest taken out so that nothing overflows.
public func softmax(_ logits: some Collection<Float>) -> [Float] {
  let largest = logits.max() ?? 0
  let powers = logits.map { exp($0 - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
