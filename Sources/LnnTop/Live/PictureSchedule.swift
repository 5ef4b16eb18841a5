import LiquidTraining

/// When the next picture may be drawn: smoothly where there is time for it, but never so often that training has to
/// wait for the screen. The training threads fill every core and wait for one another at each step, so what drawing
/// takes of one core the training loses as a whole.
package struct PictureSchedule: Sendable {
  /// Of one core's time, for pictures of a run in training.
  private static let budget = CostBudget(share: 0.02)
  /// Seconds without a new picture at the most, whatever it costs.
  private static let longest = 0.25

  private let shortest: Double
  private let isThrifty: Bool
  private var nextDue = -Double.infinity

  /// - Parameters:
  ///   - framesPerSecond: pictures a second at the most.
  ///   - isThrifty: whether there is a training that drawing could slow down.
  package init(framesPerSecond: Double, isThrifty: Bool) {
    shortest = 1 / framesPerSecond
    self.isThrifty = isThrifty
  }

  package func isDue(now: Double) -> Bool { now >= nextDue }

  /// Seconds until a picture is due; 0 where it is.
  package func delay(now: Double) -> Double { max(0, nextDue - now) }

  /// Notes that a picture was begun at `now` and took `cost` seconds of computing.
  package mutating func drew(now: Double, cost: Double) {
    let pause = isThrifty ? min(Self.longest, Self.budget.pause(cost: cost, interval: shortest)) : shortest
    nextDue = now + max(shortest, pause)
  }

  /// The next picture shows what a key did, which must not wait.
  package mutating func hurry() { nextDue = -.infinity }
}
