import Dispatch
import Liquid
import LiquidTraining
import Synchronization
import Telemetry
import TestSupport
import Testing

/// A run that is done and is trained further by the same worker comes to what it would come to if it were resumed.
@Suite struct LengthenedTrainingTests {
  /// Holds a worker that says that it is done until commands have been given: it meets all of them at once.
  private final class Turnstile: FrameSink {
    private let isOpen = DispatchSemaphore(value: 0)

    func receive(_ message: Message) {
      guard case .finished = message else { return }
      isOpen.wait()
      isOpen.signal()
    }

    func open() { isOpen.signal() }
  }

  /// Gives commands when the last step has been made, before the run is tested.
  private final class AtLastStep: FrameSink {
    private let step: Int
    private let give: @Sendable () -> Void

    init(_ step: Int, _ give: @escaping @Sendable () -> Void) {
      self.step = step
      self.give = give
    }

    func receive(_ message: Message) {
      guard case .scalars(let scalars) = message, scalars.step == step else { return }
      give()
    }
  }

  /// What must not depend on who goes on with the run.
  private struct Course: Equatable {
    var scalars: [StepScalars]
    var model: [UInt8]?
    var outcome: Outcome?
    var events: [String]

    init(_ messages: [Message]) {
      scalars = messages.scalars
      for index in scalars.indices { scalars[index].elapsed = 0 }
      model = messages.checkpoints.last?.model
      outcome = messages.outcome
      outcome?.elapsed = 0
      // When the best parameters are saved depends on the time.
      events = messages.events.filter { $0.kind != .checkpoint }.map(\.detail)
    }
  }

  /// Runs a plan to its end, gives commands and, where the run is lengthened, runs it to its new end.
  private func messages(_ plan: TrainingPlan, atEnd commands: [Command] = []) -> [Message] {
    let log = MessageLog()
    let worker = TrainingWorker(plan: plan, sinks: [log])
    worker.start()
    #expect(log.wait { $0.outcome != nil })
    for command in commands { worker.send(command) }
    if commands.contains(.trainFurther) {
      #expect(log.wait { $0.count { if case .finished = $0 { true } else { false } } == 2 })
    }
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    return log.messages
  }

  /// What came before and after the run was lengthened, and its new description.
  private func parts(
    _ messages: [Message]
  ) throws -> (before: [Message], after: [Message], description: RunDescription) {
    let place = try #require(
      messages.firstIndex { if case .lengthened = $0 { true } else { false } })
    guard case .lengthened(let description) = messages[place] else { preconditionFailure("no such message") }
    return (Array(messages[..<place]), Array(messages[(place + 1)...]), description)
  }

  @Test(arguments: TrainingVariant.all)
  func itIsTheSameAsResumingIt(variant: TrainingVariant) throws {
    let plan = try variant.plan(epochs: 2)
    let (before, after, description) = try parts(messages(plan, atEnd: [.trainFurther]))
    let final = try #require(before.checkpoints.last)
    #expect(final.kind == .final && before.outcome?.state == .done)
    var rest = try variant.plan(epochs: 2, threads: 2)
    var saved = try SavedTraining(try #require(final.trainingState), plan: rest)
    saved.replan(steps: final.step + plan.plannedSteps, patience: variant.patience)
    rest.resumed = saved
    #expect(Course(after) == Course(messages(rest)))
    #expect(after.scalars.first?.step == final.step + 1)
    #expect(description.plannedSteps == final.step + plan.plannedSteps)
    #expect(after.events.first?.detail == "resumed at step \(final.step)")
  }

  @Test func itCanBeDoneAgainAndAgain() throws {
    let log = MessageLog()
    let plan = try SineTask.plan(epochs: 1)
    let worker = TrainingWorker(plan: plan, sinks: [log])
    worker.start()
    for times in 1...3 {
      #expect(log.wait { $0.count { if case .finished = $0 { true } else { false } } == times })
      worker.send(.trainFurther)
    }
    #expect(log.wait { $0.scalars.count > 3 * plan.plannedSteps })
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    let steps = log.messages.scalars.map(\.step)
    #expect(steps == Array(1...steps.count))
  }

  @Test func whatIsInForceAndWhatIsShownStay() throws {
    let clamp = Intervention.clamp(neuron: 2, value: 0.25)
    let commands: [Command] = [.intervene(clamp), .selectProbe(1), .trainFurther]
    let (_, after, _) = try parts(messages(SineTask.plan(epochs: 1), atEnd: commands))
    let frame = try #require(after.frames.first)
    #expect(frame.interventions == [clamp] && frame.probe.index == 1 && frame.state == .training)
  }

  @Test func commandsThatCameBehindItAreNotLost() throws {
    let (log, turnstile) = (MessageLog(), Turnstile())
    let worker = TrainingWorker(plan: try SineTask.plan(epochs: 1), sinks: [log, turnstile])
    worker.start()
    #expect(log.wait { $0.outcome != nil })
    worker.send(.trainFurther)
    worker.send(.pause)
    worker.send(.stop)
    turnstile.open()
    #expect(worker.waitUntilLeft(timeout: patience))
    let (_, after, _) = try parts(log.messages)
    #expect(after.outcome?.state == .stopped)
  }

  @Test func duringTheFinalTestItWaitsForTheEnd() throws {
    let (log, plan) = (MessageLog(), try SineTask.plan(epochs: 1))
    let started = Mutex<TrainingWorker?>(nil)
    let atLastStep = AtLastStep(plan.plannedSteps) {
      let worker = started.withLock { $0 }
      worker?.send(.selectProbe(1))
      worker?.send(.trainFurther)
    }
    let worker = TrainingWorker(plan: plan, sinks: [log, atLastStep])
    started.withLock { $0 = worker }
    worker.start()
    #expect(log.wait { $0.count { if case .finished = $0 { true } else { false } } == 2 })
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    let (before, after, _) = try parts(log.messages)
    #expect(before.outcome?.state == .done && before.checkpoints.last?.kind == .final)
    #expect(after.scalars.first?.step == plan.plannedSteps + 1)
  }

  @Test func aScheduleThatEndedAtZeroIsRefused() throws {
    var variant = TrainingVariant.all[0]
    variant.schedule = .init(unchecked: .cosine(finalFactor: 0), warmupSteps: 0)
    let log = MessageLog()
    let worker = TrainingWorker(plan: try variant.plan(epochs: 1), sinks: [log])
    worker.start()
    #expect(log.wait { $0.outcome != nil })
    worker.send(.trainFurther)
    #expect(
      log.wait {
        $0.contains { if case .refused(let reason) = $0 { reason.contains("come to 0") } else { false } }
      })
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    #expect(!log.messages.contains { if case .lengthened = $0 { true } else { false } })
  }

  @Test func aRunInTrainingIsNotLengthened() throws {
    let log = MessageLog()
    let worker = TrainingWorker(plan: try SineTask.plan(epochs: 2), sinks: [log])
    worker.send(.trainFurther)
    worker.start()
    #expect(log.wait { $0.outcome != nil })
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    #expect(!log.messages.contains { if case .lengthened = $0 { true } else { false } })
  }
}
