import Foundation
import LiquidTraining
import Synchronization
import Telemetry

/// Holds training at a step until the gate is opened from outside: tests act at a known step, however fast the machine.
///
/// `LNN_TOP_GATE=STEP:FIFO` sets it up. After that step training is paused and the named pipe is opened for reading.
/// Whoever can open it for writing knows that training waits; when they close it, training goes on. Commands and
/// signals are obeyed as in any pause.
private final class StepGate: FrameSink {
  private let step: Int
  private let path: String
  /// Nil once the step was reached.
  private let worker = Mutex<TrainingWorker?>(nil)

  /// - Parameter text: `STEP:FIFO`; nil where there is no gate.
  init?(_ text: String?) {
    guard let parts = text?.split(separator: ":", maxSplits: 1), parts.count == 2, let step = Int(parts[0])
    else { return nil }
    self.step = step
    path = String(parts[1])
  }

  func hold(_ worker: TrainingWorker) { self.worker.withLock { $0 = worker } }

  func receive(_ message: Message) {
    guard case .scalars(let scalars) = message, scalars.step == step,
      let worker = worker.withLock({ $0.take() })
    else { return }
    worker.send(.pause)
    // A thread of its own: it does nothing but wait.
    Thread { [path] in
      let gate = open(path, O_RDONLY | O_CLOEXEC)
      var byte: UInt8 = 0
      while read(gate, &byte, 1) > 0 {}
      close(gate)
      worker.send(.resume)
    }.start()
  }
}

extension TrainingWorker {
  /// A worker that waits at the gate that the environment names, if it names one.
  convenience init(plan: TrainingPlan, sinks: [any FrameSink], locations: Locations) {
    let gate = StepGate(locations.environment["LNN_TOP_GATE"])
    self.init(plan: plan, sinks: sinks + (gate.map { [$0] } ?? []))
    gate?.hold(self)
  }
}
