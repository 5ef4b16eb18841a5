import Liquid
import Telemetry
import Text

/// Runs on the worker's queue: makes steps, carries out commands between them and sends messages about both.
final class WorkerLoop {
  let plan: TrainingPlan
  let trainer: RunTrainer
  private let mailbox: Mailbox
  private let sinks: [any FrameSink]
  private let now: @Sendable () -> Double
  private let startedAt: Double

  var state = TrainingState.training
  var disturbances: Disturbances {
    didSet { trainer.disturbance.perturbations = disturbances.ofTraining }
  }
  var probeIndex = 0
  /// The step of the probe at which synapses are read; nil for the last.
  var probeCursor: Int?
  var explanations = ExplanationReadings()
  /// Set where the cursor moved over the probe and no frame shows it yet: many moves make one frame.
  var isProbeStale = false
  /// Set when the worker is to leave its queue.
  var isLeaving = false
  /// What the run had come to when it was done; nil before.
  private(set) var ending: SavedTraining?
  /// The loop that goes on with the run where this one has left it; nil where nobody does.
  private(set) var next: WorkerLoop?
  /// Commands that came before any others that are in the mailbox.
  private var waiting: [Command] = []
  /// Set by a stop that came while the network was being evaluated.
  private var isStopRequested = false
  /// Set once it was told that the validation part lies far from the training part.
  private var hasToldFarValidation = false
  /// Set where there is no batch to train on yet.
  private var isStarved = false
  private var lastValidation: Validation?
  /// The newest step, where the run was stopped before its validation.
  private var unvalidated: StepScalars?
  private var speed = SpeedMeter()
  private var schedule = ReportSchedule()
  private var solverErrors = CostlyReading<SolverError>(interval: 1, share: 0.005)
  private var drives = CostlyReading<Drive>(interval: 0.5, share: 0.01)
  private var checkpoints = CheckpointSchedule()

  init(
    plan: TrainingPlan, sinks: [any FrameSink], mailbox: Mailbox, now: @escaping @Sendable () -> Double
  ) {
    self.plan = plan
    self.sinks = sinks
    self.mailbox = mailbox
    self.now = now
    let resumed = plan.resumed
    trainer = RunTrainer(plan)
    disturbances = resumed?.disturbances ?? Disturbances()
    lastValidation = resumed?.lastValidation
    unvalidated = resumed?.unvalidated
    // The best model may not have been sent before the run stopped.
    if resumed?.trainer.best != nil { checkpoints.foundBest() }
    // The time between a stop and its resumption does not count.
    startedAt = now() - (resumed?.elapsed ?? 0)
    plan.provider.setWakeup { mailbox.wake() }
  }

  func run() {
    if plan.resumed == nil {
      record(.started, "training starts")
    } else {
      record(.resumed, "resumed at step \(trainer.step)")
    }
    // Before the first frame, so that a run that is killed at once can be resumed.
    savePeriodically()
    report(isKey: true)
    if plan.resumed != nil { settleResumed() }
    while !isLeaving {
      waiting += mailbox.receive(waiting: waiting.isEmpty && (state != .training || isStarved))
      isStarved = false
      while next == nil, !waiting.isEmpty { handle(waiting.removeFirst()) }
      next?.waiting = waiting
      if isProbeStale, !isLeaving { report(isKey: false) }
      if state == .training { advance() }
    }
  }

  /// Lets another loop go on from a state of this run. What the person has chosen to see stays, and so do the perturbations
  /// and interventions in force, some of which may be younger than the state.
  func goOn(from saved: SavedTraining) {
    var plan = plan
    plan.resumed = saved
    plan.stopStep = nil
    plan.description.plannedSteps = saved.plannedSteps
    emit(.lengthened(plan.description))
    let next = WorkerLoop(plan: plan, sinks: sinks, mailbox: mailbox, now: now)
    next.disturbances = disturbances
    next.probeIndex = probeIndex
    next.probeCursor = probeCursor
    next.explanations.wantsDetails = explanations.wantsDetails
    next.explanations.output = explanations.output
    next.hasToldFarValidation = hasToldFarValidation
    self.next = next
    isLeaving = true
  }

  /// Tells the person who gave a command why it is not carried out.
  func refuse(_ reason: String) { emit(.refused(reason)) }

  /// For the sequences that can be probed now.
  var prober: Prober {
    let provider = trainer.provider
    return Prober(
      schema: provider.schema, probes: provider.probes, seed: plan.configuration.seed,
      words: { provider.words(ofProbe: $0) })
  }

  /// Seconds since training started.
  private var elapsed: Double { now() - startedAt }

  /// True once the run has an outcome; the network can still be probed.
  var hasEnded: Bool { state == .done || state == .stopped || state == .diverged }

  /// Makes one training step and does all that follows from it; false where there is no batch to train on.
  @discardableResult
  func advance() -> Bool {
    let started = now()
    let learningRate = trainer.scheduledRate
    switch trainer.makeStep() {
    case .stepped(let loss, let gradientNorm, let sequences):
      let stepped = now()
      conclude(scalars(loss: loss, gradientNorm: gradientNorm, learningRate)) { [self] in
        speed.add(sequences: sequences, seconds: stepped - started, validation: now() - stepped)
      }
    case .diverged(let loss, let gradientNorm, let why):
      emit(.scalars(scalars(loss: loss, gradientNorm: gradientNorm, learningRate)))
      end(.diverged, explanation: why)
    case .waiting:
      isStarved = true
      return false
    case .ended:
      let why = trainer.checkNewestStep(nil)
      end(why == nil ? .done : .diverged, explanation: why ?? "the data have ended")
      return false
    }
    return true
  }

  /// Validates the newest step where that is due, reports it and decides how the run goes on.
  ///
  /// - Parameter onValidated: called in between.
  private func conclude(_ step: StepScalars, onValidated: () -> Void = {}) {
    let validation = trainer.isValidationDue ? trainer.validate(shouldGoOn: serveMeanwhile) : nil
    onValidated()
    var step = step
    step.validation = validation
    step.elapsed = elapsed
    guard !isStopRequested || !trainer.isValidationDue || validation != nil else {
      // Sent at the end, after the final checkpoint: a resumed run sends it again with its validation.
      unvalidated = step
      handle(.stop)
      return
    }
    unvalidated = nil
    emit(.scalars(step))
    if let validation {
      lastValidation = validation
      if trainer.best?.step == trainer.step { checkpoints.foundBest() }
    }
    settle(validation)
  }

  /// Does what would have followed the newest step if the run had not been stopped right after it.
  private func settleResumed() {
    if let unvalidated {
      conclude(unvalidated)
    } else if trainer.isFinished {
      end(.done)
    } else if let why = trainer.impatience {
      end(.done, explanation: why)
    } else if isAtStop {
      handle(.stop)
    }
  }

  /// Whether the plan has the run stop here.
  private var isAtStop: Bool { plan.stopStep.map { trainer.step >= $0 } ?? false }

  /// Decides how the run goes on after a step.
  private func settle(_ validation: Validation?) {
    if validation != nil || trainer.isFinished, let why = trainer.checkNewestStep(validation) {
      end(.diverged, explanation: why)
      return
    }
    if let validation { tellFarValidation(validation) }
    keepCheckpoints()
    if isStopRequested {
      handle(.stop)
    } else if trainer.isFinished {
      end(.done)
    } else if validation != nil, let why = trainer.impatience {
      end(.done, explanation: why)
    } else if isAtStop {
      handle(.stop)
    } else if schedule.isDue(now: now()) {
      report(isKey: false)
    }
  }

  /// Records, once, that sound parameters have a validation loss far above that of training.
  private func tellFarValidation(_ validation: Validation) {
    guard !hasToldFarValidation, trainer.isSuspicious(validation) else { return }
    hasToldFarValidation = true
    record(
      .note,
      "the validation loss, \(NumberText.significant(validation.loss)), is far above that of training:"
        + " the validation part lies outside what training saw")
  }

  /// Carries out commands during a long evaluation; false where it is to be given up because of a stop.
  private func serveMeanwhile() -> Bool {
    for command in mailbox.receive(waiting: false) {
      switch command {
      case .stop: isStopRequested = true
      // A step within a step would have to wait for itself.
      case .step: continue
      // What goes on from the end needs an end.
      case .trainFurther: waiting.append(command)
      default: handle(command)
      }
    }
    return !isStopRequested
  }

  /// Ends the run with an outcome. Does nothing where it has one.
  func end(_ ending: TrainingState, explanation: String? = nil) {
    guard !hasEnded else { return }
    state = ending
    // Before anything below changes it: going on from here must give the same as if the run had never stopped.
    let saved = ending == .diverged ? nil : savedTraining
    // Without a validation nothing else has checked the newest step's parameters.
    if ending == .stopped, trainer.best == nil { _ = trainer.checkNewestStep(nil) }
    let final = trainer.finalModel
    let validation = trainer.best?.validation ?? lastValidation
    var test = ending == .done ? trainer.test(shouldGoOn: serveMeanwhile) : nil
    let conditions = test == nil ? [] : testUnderConditions()
    // Where the test was given up, a resumed run makes it.
    let isUntested = test == nil && trainer.provider.test.count > 0
    if ending == .done, isStopRequested, isUntested || conditions.count < plan.conditions.count {
      state = .stopped
    }
    emit(
      .checkpoint(
        checkpoint(
          .final, step: trainer.step, model: final, validation: validation,
          trainingState: saved?.bytes)))
    if let unvalidated { emit(.scalars(unvalidated)) }
    record(state.eventKind, explanation ?? "training ended")
    report(isKey: true)
    if ending == .stopped { test = testBriefly() }
    emit(
      .finished(
        Outcome(
          state: state, steps: trainer.step, elapsed: elapsed, validation: validation,
          test: test?.validation, explanation: explanation, bestStep: trainer.best?.step,
          conditions: conditions.isEmpty ? nil : conditions,
          figures: test.flatMap { $0.figures.isEmpty ? nil : $0.figures })))
    if state == .done { self.ending = saved }
    if isStopRequested { isLeaving = true }
  }

  /// The test of a run that was stopped; nil where it takes longer than whoever stopped it would wait.
  private func testBriefly() -> Assessment? {
    let deadline = now() + Self.testPatience
    return trainer.test { self.now() < deadline }
  }

  /// Seconds that a run which was stopped may take for its test.
  private static let testPatience = 1.0

  private func testUnderConditions() -> [ConditionResult] {
    plan.conditions.compactMap { condition in
      trainer.test(under: condition, shouldGoOn: serveMeanwhile).map {
        ConditionResult(kind: condition.kind.rawValue, level: condition.level, result: $0)
      }
    }
  }

  /// Sends a frame of the present state, where there is a sequence to probe.
  func report(isKey: Bool) {
    let prober = prober
    isProbeStale = false
    guard prober.count > 0 else { return }
    probeIndex = min(probeIndex, prober.count - 1)
    // Once the run has ended the screen shows the network that was kept.
    let model = hasEnded ? trainer.finalModel : trainer.model
    let solverError = solverErrors.update(isKey: isKey, now: now) {
      prober.solverError(probeIndex, model: model)
    }
    let drive = drives.update(isKey: isKey, now: now) { makeDrive(model) }
    let explanation = explanations.update(
      prober, of: probeIndex, model: model, step: probeCursor, isTraining: state == .training, now: now)
    // These measurements have budgets of their own.
    let started = now()
    var probe = prober.probe(
      probeIndex, model: model, disturbances: disturbances, synapsesAt: probeCursor)
    probe.nominal.solverError = solverError
    probe.explanation = explanation
    let frame = Frame(
      step: trainer.step, epoch: trainer.epoch, elapsed: elapsed, state: state,
      learningRate: trainer.scheduledRate, sequencesPerSecond: speed.sequencesPerSecond,
      remaining: remaining, probe: probe,
      perturbations: disturbances.perturbations, interventions: disturbances.interventions,
      perturbsTraining: disturbances.reachTraining, drive: drive)
    emit(.frame(frame, isKey: isKey))
    let finished = now()
    schedule.reported(now: finished, cost: finished - started)
  }

  /// A drive of the network in its simulated world; each probe sequence has a world of its own.
  private func makeDrive(_ model: Model) -> Drive? {
    plan.closedLoop.map {
      $0.drive(
        probeIndex, model: model, schema: trainer.provider.schema, disturbances: disturbances,
        seed: plan.configuration.seed)
    }
  }

  func record(_ kind: Event.Kind, _ detail: String) {
    emit(.event(Event(kind: kind, step: trainer.step, elapsed: elapsed, detail: detail)))
  }

  private func emit(_ message: Message) {
    for sink in sinks { sink.receive(message) }
  }

  private func scalars(
    loss: Double, gradientNorm: Double, _ learningRate: Double
  ) -> StepScalars {
    StepScalars(
      step: trainer.step, epoch: trainer.epoch, elapsed: elapsed, loss: loss, learningRate: learningRate,
      gradientNorm: gradientNorm)
  }

  private var remaining: Double? {
    guard !hasEnded, let secondsPerStep = speed.secondsPerStep, let planned = trainer.plannedSteps else {
      return nil
    }
    return secondsPerStep * Double(planned - trainer.step)
  }

  private func keepCheckpoints() {
    if let best = trainer.best, checkpoints.takeBest(now: now()) {
      let figure =
        plan.configuration.selection == .loss
        ? NumberText.significant(best.validation.loss)
        : "\(plan.description.task.metricName) \(NumberText.significant(best.validation.metric))"
      record(.checkpoint, "best validation so far: \(figure) at step \(best.step)")
      emit(
        .checkpoint(
          checkpoint(.best, step: best.step, model: trainer.finalModel, validation: best.validation)))
    }
    if checkpoints.isPeriodicDue(now: now()) { savePeriodically() }
  }

  private func savePeriodically() {
    let started = now()
    emit(
      .checkpoint(
        checkpoint(
          .periodic, step: trainer.step, model: trainer.model, validation: lastValidation,
          trainingState: savedTraining.bytes)))
    let finished = now()
    checkpoints.savedPeriodic(now: finished, cost: finished - started)
  }

  private var savedTraining: SavedTraining {
    SavedTraining(
      trainer: trainer.state, disturbances: disturbances, lastValidation: lastValidation,
      unvalidated: unvalidated, elapsed: elapsed, dataFingerprint: plan.provider.fingerprint)
  }

  private func checkpoint(
    _ kind: Checkpoint.Kind, step: Int, model: Model, validation: Validation?, trainingState: [UInt8]? = nil
  ) -> Checkpoint {
    Checkpoint(
      kind: kind, step: step, validation: validation,
      model: ModelFile.bytes(of: model, metadata: plan.modelMetadata), trainingState: trainingState)
  }
}

extension TrainingState {
  fileprivate var eventKind: Event.Kind {
    switch self {
    case .diverged: .diverged
    case .stopped: .stopped
    default: .done
    }
  }
}
