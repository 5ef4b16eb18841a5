import Foundation
import Liquid
import Telemetry
import Text

extension WorkerLoop {
  /// Carries out a command between two steps. What does not apply now is ignored.
  func handle(_ command: Command) {
    switch command {
    case .pause, .resume, .step, .stop:
      handleTransport(command)
    case .perturb, .removePerturbation, .intervene, .removeIntervention, .clear,
      .perturbTraining:
      disturb(command)
    case .note(let text):
      recordNote(text)
    case .trainFurther:
      trainFurther()
    case .setLearningRate(let rate):
      guard rate.isFinite, rate > 0 else { return }
      trainer.learningRate = rate
      let factor = trainer.rateFactor
      let schedule = factor == 1 ? "" : ", times \(NumberText.significant(factor)) by the schedule"
      record(.learningRate, "learning rate \(NumberText.significant(rate))\(schedule)")
      report(isKey: true)
    case .selectProbe(let index):
      let count = prober.count
      guard (0..<count).contains(index), index != probeIndex else { return }
      probeIndex = index
      record(.probe, "probe \(index + 1) of \(count)")
      report(isKey: true)
    case .setProbeCursor(let step):
      guard step != probeCursor else { return }
      probeCursor = step
      isProbeStale = true
    case .explain(let isWanted):
      explanations.wantsDetails = isWanted
      isProbeStale = true
    case .explainOutput(let output):
      explanations.output = output
      isProbeStale = true
    case .stepBack, .seek, .seekEvent, .setPlaybackSpeed, .setLearning:
      // Training has no way back, and always learns.
      return
    }
  }

  private func handleTransport(_ command: Command) {
    switch command {
    case .pause where state == .training:
      change(to: .paused, .paused, "paused")
    case .resume where state == .paused || state == .stepped:
      change(to: .training, .resumed, "resumed")
    case .step where state == .paused || state == .stepped:
      state = .stepped
      guard advance(), !hasEnded else { return }
      record(.stepped, "one step")
      report(isKey: true)
    case .stop:
      end(.stopped)
      isLeaving = true
    default:
      return
    }
  }

  private func change(to newState: TrainingState, _ kind: Event.Kind, _ detail: String) {
    state = newState
    record(kind, detail)
    report(isKey: true)
  }

  private func disturb(_ command: Command) {
    if case .intervene(.cut) = command, !trainer.model.network.cutsSynapses {
      record(.note, "\(NetworkError.cannotCut(cell: trainer.model.cell.identifier))")
      return
    }
    guard let (kind, detail) = disturbances.apply(command, description: plan.description) else { return }
    record(kind, detail)
    report(isKey: true)
  }

  /// Leaves a run that is done to a loop that goes on with it, exactly as if it had been resumed at its final checkpoint to
  /// be trained for as many steps more as were planned at first.
  private func trainFurther() {
    guard state == .done, var saved = ending, let more = saved.scheduleSteps else { return }
    guard !saved.hasExhausted(plan.configuration.schedule) else {
      refuse("the learning rate has come to 0 at the end of its schedule: more steps would change nothing")
      return
    }
    saved.replan(steps: saved.step + more, patience: plan.configuration.patience)
    goOn(from: saved)
  }

  /// Records a line of text; nothing where it is empty or the run has ended.
  private func recordNote(_ text: String) {
    guard !hasEnded, let note = Event.note(text) else { return }
    record(.note, note)
  }
}
