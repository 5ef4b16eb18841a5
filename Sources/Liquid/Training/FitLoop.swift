import Dispatch
import Synchronization

/// The loop of `Trainer.fit`: from one report to the next.
final class FitLoop: Sendable {
  let queue = DispatchQueue(label: "lnn-top.fit")
  private let trainer: Trainer
  private let plan: FitPlan
  private let isCancelled = Atomic(false)
  private let place: Mutex<Place>

  /// Where the loop stands.
  private struct Place {
    var order: BatchOrder
    var step = 0
    /// That of the newest step, counted from 1.
    var epoch = 1
    var isOver = false
    var lossSum = 0.0
    var lossCount = 0
    var bestLoss = Double.infinity
    var epochsSinceBest = 0
    var lastStep = TrainingStep(loss: .nan, gradientNorm: .nan, learningRate: 0, isDiverged: false)
  }

  init(trainer: Trainer, plan: FitPlan) {
    self.trainer = trainer
    self.plan = plan
    place = Mutex(
      Place(order: BatchOrder(sequences: plan.data.count, batchSize: plan.batchSize, seed: plan.seed)))
  }

  /// Ends the training after the step that is being made.
  func cancel() { isCancelled.store(true, ordering: .relaxed) }

  /// Trains until there is something to report; nil where it is over or was cancelled.
  func advance() -> TrainingProgress? {
    place.withLock { place in
      while !place.isOver, !isCancelled.load(ordering: .relaxed) {
        if let progress = makeStep(&place) { return progress }
      }
      place.isOver = true
      return nil
    }
  }

  private func makeStep(_ place: inout Place) -> TrainingProgress? {
    place.epoch = place.step / plan.stepsPerEpoch + 1
    let batch = plan.data.batch(place.order.next())
    do {
      let step = try trainer.step(batch, plan: (place.step, plan.steps))
      place.lastStep = step
      if step.isDiverged { return progress(&place, ending: .diverged) }
      place.lossSum += step.loss
      place.lossCount += 1
    } catch .noTarget {
      // By the luck of the order; an epoch of nothing else is an error.
      guard place.lossCount > 0 || (place.step + 1) % plan.stepsPerEpoch != 0 else {
        return progress(&place, ending: .failed(.noTarget))
      }
    } catch {
      return progress(&place, ending: .failed(error))
    }
    place.step += 1
    if place.step % plan.stepsPerEpoch == 0 { return endEpoch(&place) }
    if case .every(let steps) = plan.reports, place.step % steps == 0 { return progress(&place) }
    return nil
  }

  private func endEpoch(_ place: inout Place) -> TrainingProgress? {
    var (validationLoss, isBest): (Double?, Bool) = (nil, false)
    if let validation = plan.validation {
      // One value from here on, whatever else steps at the same time.
      let model = trainer.model
      do {
        validationLoss = try trainer.validate(model, on: validation) {
          !isCancelled.load(ordering: .relaxed)
        }
      } catch {
        return progress(&place, ending: .failed(error))
      }
      // Given up: the epoch is neither better nor worse.
      guard let loss = validationLoss else { return nil }
      isBest = loss < place.bestLoss
      place.epochsSinceBest = isBest ? 0 : place.epochsSinceBest + 1
      if isBest {
        place.bestLoss = loss
        trainer.keep(best: model)
      }
    }
    var ending: TrainingProgress.Ending?
    if let patience = plan.patience, place.epochsSinceBest >= patience { ending = .outOfPatience }
    if place.step >= plan.steps { ending = .completed }
    let report = progress(&place, validationLoss: validationLoss, isBest: isBest, ending: ending)
    (place.lossSum, place.lossCount) = (0, 0)
    return report
  }

  private func progress(
    _ place: inout Place, validationLoss: Double? = nil, isBest: Bool = false,
    ending: TrainingProgress.Ending? = nil
  ) -> TrainingProgress {
    place.isOver = ending != nil
    return TrainingProgress(
      epoch: place.epoch, epochs: plan.epochs, step: place.step, steps: plan.steps,
      loss: place.lossCount > 0 ? place.lossSum / Double(place.lossCount) : place.lastStep.loss,
      gradientNorm: place.lastStep.gradientNorm, learningRate: place.lastStep.learningRate,
      validationLoss: validationLoss, isBest: isBest, ending: ending)
  }
}
