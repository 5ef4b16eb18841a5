import Synchronization
import Telemetry
import Testing

@Suite struct ChannelTests {
  private func frame(_ step: Int) -> Message {
    let trace = Trace(times: [], inputs: [], states: [], timeConstants: [], outputs: [], targets: [])
    return .frame(
      Frame(
        step: step, epoch: 0, elapsed: Double(step), state: .training, learningRate: 0.1,
        sequencesPerSecond: 1,
        remaining: nil, probe: Probe(index: 0, count: 1, nominal: trace)),
      isKey: false)
  }

  private func scalars(_ step: Int) -> Message {
    .scalars(
      StepScalars(step: step, epoch: 0, elapsed: 0, loss: .nan, learningRate: 0.1, gradientNorm: .infinity))
  }

  @Test func theNewestFrameWinsAndTheOthersAreCounted() {
    let channel = Channel()
    for step in 1...5 { channel.receive(frame(step)) }
    let batch = channel.drain()
    #expect(batch.frame?.step == 5)
    #expect(batch.skippedFrames == 4)
    channel.receive(frame(6))
    #expect(channel.drain().skippedFrames == 0, "a frame that was drained was not skipped")
  }

  @Test func everythingElseAccumulatesInOrder() {
    let channel = Channel()
    for step in 1...3 {
      channel.receive(scalars(step))
      channel.receive(.event(Event(kind: .note, step: step, elapsed: 0, detail: "")))
      channel.receive(frame(step))
    }
    channel.receive(.finished(Outcome(state: .done, steps: 3, elapsed: 1, validation: nil, test: nil)))
    let batch = channel.drain()
    #expect(batch.scalars.map(\.step) == [1, 2, 3])
    #expect(batch.events.map(\.step) == [1, 2, 3])
    #expect(batch.outcome?.state == .done)
    #expect(channel.drain().isEmpty)
  }

  @Test func aWakeupMeansThatThereIsSomethingToDrain() {
    let channel = Channel()
    let drained = Mutex<[Int]>([])
    channel.setWakeup {
      let batch = channel.drain()
      drained.withLock { $0.append(batch.frame?.step ?? -batch.events.count) }
    }
    channel.receive(frame(7))
    channel.receive(scalars(8))
    channel.receive(.checkpoint(Checkpoint(kind: .best, step: 8, validation: nil, model: [])))
    channel.receive(.event(Event(kind: .note, step: 8, elapsed: 0, detail: "")))
    #expect(drained.withLock { $0 } == [7, -1])
    #expect(channel.drain().isEmpty)
  }

  @Test func aWakeupSetLateIsCalledForWhatIsWaiting() {
    let channel = Channel()
    channel.receive(frame(1))
    let calls = Mutex(0)
    channel.setWakeup { calls.withLock { $0 += 1 } }
    #expect(calls.withLock { $0 } == 1)
  }

  @Test func aReaderBesideTheWriterLosesNothing() async {
    let channel = Channel()
    let count = 50_000
    let writer = Task.detached {
      for step in 1...count {
        channel.receive(scalars(step))
        channel.receive(frame(step))
      }
    }
    var steps: [Int] = []
    var shown: [Int] = []
    var skipped = 0
    while steps.last != count || shown.last != count {
      let batch = channel.drain()
      steps += batch.scalars.map(\.step)
      skipped += batch.skippedFrames
      if let frame = batch.frame { shown.append(frame.step) }
      if batch.isEmpty { await Task.yield() }
    }
    await writer.value
    #expect(steps == Array(1...count))
    #expect(zip(shown, shown.dropFirst()).allSatisfy(<), "frames never go back")
    #expect(shown.count + skipped == count)
  }
}
