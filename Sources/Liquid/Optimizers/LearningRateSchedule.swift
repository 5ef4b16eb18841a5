import Foundation

/// How the learning rate changes during training: the factor of each step.
///
/// Steps count from 0. A linear warm-up comes first: 1/N, 2/N, ... 1 over its N steps; then the shape begins, as if
/// the run began there. In terms of `torch.optim.lr_scheduler`: `LinearLR`, then `CosineAnnealingLR` or `StepLR`.
public struct LearningRateSchedule: Sendable, Hashable, Codable {
  public enum Shape: Sendable, Hashable, Codable {
    case constant
    /// Half a cosine wave down to `finalFactor`, which it would reach one step after the last.
    case cosine(finalFactor: Double)
    /// Times `factor` after `every` steps, again and again.
    case step(every: Int, factor: Double)
  }

  public var shape: Shape
  public var warmupSteps: Int

  public static let constant = LearningRateSchedule(.constant)

  public init(_ shape: Shape, warmupSteps: Int = 0) {
    if case .step(let every, _) = shape { precondition(every > 0, "a decay every \(every) steps") }
    precondition(warmupSteps >= 0, "\(warmupSteps) steps of warm-up")
    self.shape = shape
    self.warmupSteps = warmupSteps
  }

  /// The factor of a step of a run of `plannedSteps`.
  public func factor(step: Int, plannedSteps: Int) -> Double {
    precondition(step >= 0, "step \(step)")
    if step < warmupSteps { return Double(step + 1) / Double(warmupSteps) }
    let (passed, length) = (step - warmupSteps, max(1, plannedSteps - warmupSteps))
    switch shape {
    case .constant:
      return 1
    case .cosine(let finalFactor):
      let progress = min(1, Double(passed) / Double(length))
      return finalFactor + (1 - finalFactor) * (1 + cos(.pi * progress)) / 2
    case .step(let every, let factor):
      return pow(factor, Double(passed / every))
    }
  }
}
