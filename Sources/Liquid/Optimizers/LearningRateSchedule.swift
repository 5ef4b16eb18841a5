import Foundation
import Text

/// How the learning rate changes during training: the factor of each step.
///
/// Steps count from 0. A linear warm-up comes first: 1/N, 2/N, ... 1 over its N steps; then the shape begins, as if
/// the run began there. In terms of `torch.optim.lr_scheduler`: `LinearLR`, then `CosineAnnealingLR` or `StepLR`.
public struct LearningRateSchedule: Sendable, Hashable, Codable {
  /// What follows the warm-up.
  public enum Shape: Sendable, Hashable, Codable {
    case constant
    /// Half a cosine wave down to `finalFactor`, which it would reach one step after the last.
    case cosine(finalFactor: Double)
    /// Times `factor` after `every` steps, again and again.
    case step(every: Int, factor: Double)
  }

  /// What follows the warm-up.
  public let shape: Shape
  /// Steps of the linear warm-up; 0 for none.
  public let warmupSteps: Int

  /// The same learning rate at every step.
  public static let constant = LearningRateSchedule(unchecked: .constant, warmupSteps: 0)

  /// A schedule whose numbers are known to be sound.
  package init(unchecked shape: Shape, warmupSteps: Int) {
    self.shape = shape
    self.warmupSteps = warmupSteps
  }

  /// - Parameter warmupSteps: at least 0.
  /// - Throws: where a number lies outside of what is allowed: factors are finite and at least 0, `every` is at least 1.
  public init(_ shape: Shape, warmupSteps: Int = 0) throws(OptimizerError) {
    func check(_ name: String, _ value: Double, atLeast lowest: Double) throws(OptimizerError) {
      guard value >= lowest, value.isFinite else {
        throw .schedule(
          name: name, value: value, allowed: "a finite number and at least \(Int(saturating: lowest))")
      }
    }
    try check("warmupSteps", Double(warmupSteps), atLeast: 0)
    switch shape {
    case .constant: break
    case .cosine(let finalFactor): try check("finalFactor", finalFactor, atLeast: 0)
    case .step(let every, let factor):
      try check("every", Double(every), atLeast: 1)
      try check("factor", factor, atLeast: 0)
    }
    self.init(unchecked: shape, warmupSteps: warmupSteps)
  }

  private enum CodingKeys: String, CodingKey {
    case shape, warmupSteps
  }

  /// Throws, too, for numbers that no schedule has.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      container.decode(Shape.self, forKey: .shape),
      warmupSteps: container.decode(Int.self, forKey: .warmupSteps))
  }

  /// The factor of a step of a run of `plannedSteps`.
  public func factor(step: Int, plannedSteps: Int) -> Double {
    require(step >= 0, "a learning rate of step \(step): steps count from 0")
    if step < warmupSteps { return Double(step + 1) / Double(warmupSteps) }
    let (passed, length) = (step - warmupSteps, max(1, max(0, plannedSteps) - warmupSteps))
    switch shape {
    case .constant:
      return 1
    case .cosine(let finalFactor):
      let progress = min(1, Double(passed) / Double(length))
      return finalFactor + (1 - finalFactor) * (1 + cos(.pi * progress)) / 2
    case .step(let every, let factor):
      return pow(factor, Double(passed / max(1, every)))
    }
  }
}
