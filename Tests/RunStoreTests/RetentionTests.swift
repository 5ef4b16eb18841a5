import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

/// Runs that outgrow their budget.
@Suite struct RetentionTests {
  /// 3,000 ordinary frames of some 2 kB, a step each; every 500th is a key frame, which an event precedes.
  private func record(_ path: String, budget: Int?) throws -> [UInt8] {
    var run = RandomRun(seed: 71)
    var frame = run.frame()
    let neurons = run.description.model.neurons.count
    let steps = 1_000 / neurons
    frame.probe.nominal = Trace(
      times: Array(repeating: 1, count: steps),
      inputs: Array(repeating: 1, count: steps * run.description.task.inputNames.count),
      states: Array(repeating: 0.5, count: steps * neurons), timeConstants: [],
      outputs: Array(repeating: 1, count: steps * run.description.task.outputNames.count), targets: [])
    frame.probe.perturbed = nil
    frame.probe.words = nil
    var options = RunRecorder.Options()
    options.frameInterval = 0
    options.sizeBudget = budget
    // Only the test commits: what is kept depends on when.
    options.commitInterval = 86_400
    let recorder = try RunRecorder(path: path, description: run.description, options: options)
    for step in 1...3_000 {
      var scalars = run.scalars()
      (scalars.step, frame.step, frame.elapsed) = (step, step, Double(step))
      recorder.receive(.scalars(scalars))
      if step % 500 == 0 {
        recorder.receive(.event(Event(kind: .perturbed, step: step, elapsed: frame.elapsed, detail: "")))
      }
      recorder.receive(.frame(frame, isKey: step % 500 == 0))
      // As often as half a second would.
      if step % 250 == 0 { recorder.commitNow() }
    }
    try recorder.close()
    return bytes(of: path)
  }

  @Test func framesAreThinnedOutAndNothingElse() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("run.lnnrun")
    let budget = 2_000_000
    let size = try record(path, budget: budget).count
    #expect(size <= budget * 5 / 4 && size > budget / 4, "\(size) bytes")
    let reader = try RunReader(path: path)
    #expect(reader.scalars().map(\.step) == Array(1...3_000) && reader.events().count == 6)
    let frames = reader.frames()
    #expect(frames.filter(\.isKey).map(\.step) == Array(stride(from: 500, through: 3_000, by: 500)))
    #expect(frames.first?.step == 1 && frames.count < 1_500)
    // The first thinning happened after step 500; the frame before that event was there then and still is.
    #expect(frames.contains { $0.step == 499 })
    // Of all times there are some, evenly.
    let gaps = zip(frames, frames.dropFirst()).map { $1.step - $0.step }
    #expect(gaps.allSatisfy { $0 <= 40 }, "\(gaps.max() ?? 0)")
    for entry in frames { #expect(try reader.frame(entry).step == entry.step) }
    #expect(try integrity(of: path) == "ok")
  }

  @Test func theSameMessagesKeepTheSameFrames() throws {
    let directory = try TemporaryFolder()
    _ = try record(directory.path("a.lnnrun"), budget: 1_500_000)
    _ = try record(directory.path("b.lnnrun"), budget: 1_500_000)
    let kept = try ["a", "b"].map { try RunReader(path: directory.path("\($0).lnnrun")).frames() }
    #expect(kept[0] == kept[1])
  }

  @Test func withoutABudgetEverythingStays() throws {
    let directory = try TemporaryFolder()
    _ = try record(directory.path("a.lnnrun"), budget: nil)
    #expect(try RunReader(path: directory.path("a.lnnrun")).frames().count == 3_000)
  }
}
