import Foundation
import Liquid
import Streams
import Telemetry
import Text

/// Runs on the worker's queue: answers rows, carries out commands between them and sends messages about both.
final class LiveLoop {
  private let plan: LivePlan
  private let session: LiveSession
  private let sinks: [any FrameSink]
  private let answers: [any AnswerSink]
  private let mailbox: Mailbox
  private let now: @Sendable () -> Double
  private let startedAt: Double

  private var state = TrainingState.training
  private var disturbances = Disturbances()
  private var perturbations: LivePerturbations
  private var window: LiveWindow
  private var readings = LiveReadings()
  private var schedule = ReportSchedule()
  private var scalars = ScalarSchedule()
  private var checkpoints = CheckpointSchedule()
  private var position: SourcePosition?
  private var isLeaving = false
  private var isReading = true

  init(
    plan: LivePlan, sinks: [any FrameSink], answers: [any AnswerSink], mailbox: Mailbox,
    now: @escaping @Sendable () -> Double
  ) {
    self.plan = plan
    self.sinks = sinks
    self.answers = answers
    self.mailbox = mailbox
    self.now = now
    session = plan.session
    position = plan.resumed?.position
    startedAt = now() - (plan.resumed?.elapsed ?? 0)
    window = LiveWindow(capacity: plan.opening.task.window, description: plan.description)
    perturbations = LivePerturbations(
      window: plan.opening.task.window, seed: plan.description.seed,
      active: plan.resumed?.perturbations ?? [])
    if let resumed = plan.resumed { disturbances = resumed.disturbances.value }
  }

  private var elapsed: Double { now() - startedAt }
  private var hasEnded: Bool { state == .done || state == .stopped }

  func run() {
    applyDisturbances()
    if plan.resumed == nil {
      record(.started, "reading \(plan.opening.source.name)")
    } else {
      record(.resumed, "resumed after row \(session.rows)")
    }
    saveState()
    while !isLeaving {
      for command in mailbox.receive(waiting: !isReading) { handle(command) }
      if isReading, !isLeaving { readOn() }
    }
    plan.opening.source.stop()
  }

  // MARK: - Rows

  private static let batchLimit = 256

  private func readOn() {
    let batch = plan.opening.next(limit: Self.batchLimit, timeout: readings.patience)
    readings.received(batch)
    for news in batch.news { publish(news) }
    for row in batch.rows { answer(row) }
    for news in session.drainNews() { record(.source, news) }
    if let ending = batch.ending {
      end(ending)
      return
    }
    if readings.changedCondition(now: now()) || (batch.rows.isEmpty && schedule.isDue(now: now())) {
      report(isKey: false)
    }
    if checkpoints.isPeriodicDue(now: now()), session.rows > 0 { saveState() }
  }

  private func answer(_ row: LiveRow) {
    position = row.position
    let now = now()
    readings.arrived(now: now)
    guard let answer = session.process(row, columns: plan.opening.reader.columns) else { return }
    for sink in answers { sink.receive(answer, to: row) }
    readings.answered(late: row.isOfHead ? nil : Date().timeIntervalSince1970 - row.arrival)
    window.append(
      row: answer.row, elapsed: answer.elapsed * Float(session.layout.timeUnit), inputs: answer.inputs,
      states: Array(session.network.states.prefix(plan.description.model.neurons.count)),
      timeConstants: readings.readTimeConstants(of: session), outputs: answer.outputs)
    if let judged = answer.judged { window.setTargets(judged.targets, ofRow: judged.row) }
    if answer.isAlarm { record(.drift, "\(session.detectorName): the error has risen at row \(answer.row)") }
    if scalars.isDue(row: answer.row, now: now) { sendScalars() }
    if state == .training, schedule.isDue(now: now) { report(isKey: false) }
  }

  private func publish(_ news: SourceNews) {
    switch news {
    case .interrupted(let why):
      readings.interruption = why
      record(.source, why)
    case .returned(let what):
      readings.interruption = nil
      record(.source, what)
    case .note(let what): record(.source, what)
    }
    report(isKey: true)
  }

  private func sendScalars() {
    guard let error = session.windowError else { return }
    let naive = session.windowNaiveError
    emit(
      .scalars(
        StepScalars(
          step: session.rows, epoch: 1, elapsed: elapsed, loss: error, learningRate: session.learningRate,
          gradientNorm: session.gradientNorm,
          validation: naive.map { Validation(loss: $0, metric: $0) })))
  }

  // MARK: - Commands

  private func handle(_ command: Command) {
    switch command {
    case .pause where state == .training: change(to: .paused, .paused, "the picture stands still")
    case .resume where state == .paused: change(to: .training, .resumed, "the picture moves on")
    case .stop:
      end(.stopped)
      isLeaving = true
    case .note(let text):
      if !hasEnded, let note = Event.note(text) { record(.note, note) }
    case .setLearningRate(let rate):
      guard rate.isFinite, rate > 0 else { return }
      session.learningRate = rate
      record(.learningRate, "learning rate \(NumberText.significant(rate))")
      report(isKey: true)
    case .setLearning(let isOn):
      guard session.method != .off, isOn != session.isLearning else { return }
      session.setLearning(isOn)
      record(.learning, isOn ? "learns again" : "learns nothing for now")
      report(isKey: true)
    case .intervene(.cut) where !session.model.network.cutsSynapses:
      record(.note, "\(NetworkError.cannotCut(cell: session.model.cell.identifier))")
    case .perturb, .removePerturbation, .intervene, .removeIntervention, .clear:
      guard let (kind, detail) = disturbances.apply(command, description: plan.description) else { return }
      applyDisturbances()
      record(kind, detail)
      report(isKey: true)
    default:
      // The rest is about training, or moves a replay.
      return
    }
  }

  private func change(to newState: TrainingState, _ kind: Event.Kind, _ detail: String) {
    state = newState
    record(kind, detail)
    report(isKey: true)
  }

  private func applyDisturbances() {
    perturbations.set(disturbances.perturbations)
    session.disturb =
      disturbances.perturbations.isEmpty
      ? nil : { [unowned self] channels in perturbations.apply(to: &channels) }
    session.intervene(disturbances.interventions.map(NetworkIntervention.init))
  }

  // MARK: - Messages

  private func end(_ ending: SourceEnding) {
    isReading = false
    guard !hasEnded else { return }
    var explanation: String?
    if case .failed(let error) = ending { explanation = error.description }
    if ending == .finished, session.judged == 0 {
      explanation =
        session.layout.deviceName == nil
        ? "no target came: nothing could be judged or learnt"
        : "no row was a step of the device: nothing could be compared"
    }
    // What failed did not come to its end.
    state = ending == .finished ? .done : .stopped
    readings.hasEnded = true
    sendScalars()
    saveState(kind: .final)
    record(state == .stopped ? .stopped : .done, explanation ?? "the stream has ended")
    report(isKey: true)
    let error = session.totalError
    emit(
      .finished(
        Outcome(
          state: state, steps: session.rows, elapsed: elapsed,
          validation: error.map { Validation(loss: $0, metric: $0) }, test: nil, explanation: explanation)))
  }

  private func report(isKey: Bool) {
    let started = now()
    let synapses = SynapseReadings(
      weights: session.network.synapseWeights, currents: session.network.synapseCurrents, step: nil)
    let trace = window.trace(hasTimeConstants: readings.hasTimeConstants)
    guard trace.stepCount > 0 else { return }
    let frame = Frame(
      step: session.rows, epoch: 1, elapsed: elapsed, state: state, learningRate: session.learningRate,
      sequencesPerSecond: readings.rowsPerSecond(now: now()) ?? 0, remaining: nil,
      probe: Probe(index: 0, count: 1, nominal: trace, synapses: synapses),
      perturbations: disturbances.perturbations, interventions: disturbances.interventions,
      perturbsTraining: true, stream: readings.status(of: session, opening: plan.opening, now: now()))
    emit(.frame(frame, isKey: isKey))
    let finished = now()
    schedule.reported(now: finished, cost: finished - started)
  }

  private func saveState(kind: Checkpoint.Kind = .periodic) {
    let started = now()
    let saved = SavedStream(
      session: session, position: position, disturbances: disturbances,
      perturbations: perturbations.active, elapsed: elapsed)
    emit(
      .checkpoint(
        Checkpoint(
          kind: kind, step: session.rows,
          validation: session.totalError.map { Validation(loss: $0, metric: $0) },
          model: ModelFile.bytes(of: session.model, metadata: plan.modelMetadata),
          trainingState: saved.bytes)))
    let finished = now()
    checkpoints.savedPeriodic(now: finished, cost: finished - started)
  }

  private func record(_ kind: Event.Kind, _ detail: String) {
    emit(.event(Event(kind: kind, step: session.rows, elapsed: elapsed, detail: detail)))
  }

  private func emit(_ message: Message) {
    for sink in sinks { sink.receive(message) }
  }
}
