import LiquidTraining
import Telemetry
import TestSupport
import Testing

/// Notes, and perturbing the training inputs, as the worker takes them.
@Suite struct PersonsHandTests {
  private func messages(_ commands: [Command]) throws -> [Message] {
    let log = MessageLog()
    let worker = TrainingWorker(plan: try SineTask.plan(epochs: SineTask.endless), sinks: [log])
    for command in [.pause] + commands + [.step, .selectProbe(1)] { worker.send(command) }
    worker.start()
    #expect(log.wait { $0.frames.contains { $0.probe.index == 1 } })
    worker.send(.stop)
    #expect(worker.waitUntilLeft(timeout: patience))
    return log.messages
  }

  private static let noise = Perturbation(kind: .noise, channel: 0, magnitude: 3)

  @Test func aNoteIsRecordedWithoutWhatWouldHarmATerminal() throws {
    let events = try messages([.note(" rate\u{1B}[31m too\nhigh\u{202E} "), .note(" \u{7} ")]).events
    let notes = events.filter { $0.kind == .note }
    #expect(notes.map(\.detail) == ["rate [31m too high"])
    #expect(notes.first?.step == 0)
  }

  @Test func trainingIsPerturbedWhileThePersonWantsIt() throws {
    let plain = try messages([.perturb(Self.noise)])
    let both = try messages([.perturb(Self.noise), .perturbTraining(true), .perturbTraining(true)])
    let back = try messages([.perturb(Self.noise), .perturbTraining(true), .perturbTraining(false)])
    #expect(plain.scalars.first?.loss != both.scalars.first?.loss)
    #expect(plain.scalars.first == back.scalars.first.map { same($0, plain.scalars.first) })
    let told = both.events.filter { $0.detail == "training sees perturbed inputs" }
    #expect(told.count == 1, "what changes nothing is no event")
    #expect(both.frames.last?.perturbsTraining == true && plain.frames.last?.perturbsTraining == false)
  }

  /// The scalars with another's clock, which no two runs share.
  private func same(_ scalars: StepScalars, _ other: StepScalars?) -> StepScalars {
    var scalars = scalars
    scalars.elapsed = other?.elapsed ?? scalars.elapsed
    return scalars
  }
}
