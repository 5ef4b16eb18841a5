import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

@Suite struct SolverErrorCodingTests {
  private let plain = Trace(
    times: [0, 1], inputs: [1, 2], states: [0.5, 0.25], timeConstants: [1, .infinity], outputs: [3, 4],
    targets: [.nan, 1])

  private func trace(_ error: SolverError?) -> Trace {
    var trace = plain
    trace.solverError = error
    return trace
  }

  @Test func aSolverErrorIsReadAsItWasWritten() throws {
    for (largest, rootMeanSquare) in [(0.048, 0.0123), (.infinity, .infinity), (0, 0)] as [(Float, Float)] {
      let error = SolverError(largest: largest, rootMeanSquare: rootMeanSquare)
      let read = try #require(TraceCoding.trace(from: TraceCoding.encode(trace(error))))
      #expect(read.solverError == error)
      #expect(read.times == plain.times && read.outputs == plain.outputs)
    }
    let bytes = TraceCoding.encode(trace(SolverError(largest: .nan, rootMeanSquare: .nan)))
    #expect(try #require(TraceCoding.trace(from: bytes)?.solverError?.largest).isNaN)
  }

  @Test func tracesOfOlderFilesHaveNoSolverError() throws {
    let bytes = TraceCoding.encode(plain)
    #expect(bytes.first == 1)
    let read = try #require(TraceCoding.trace(from: bytes))
    #expect(read.solverError == nil && read.states == plain.states)
  }

  @Test func bytesThatAreNotExactlyOneTraceAreRefused() {
    let bytes = TraceCoding.encode(trace(SolverError(largest: 1, rootMeanSquare: 1)))
    for length in 0..<bytes.count { #expect(TraceCoding.trace(from: Array(bytes[..<length])) == nil) }
    #expect(TraceCoding.trace(from: bytes + [0]) == nil)
    #expect(TraceCoding.trace(from: [1] + bytes.dropFirst()) == nil)
    #expect(TraceCoding.trace(from: [2] + TraceCoding.encode(plain).dropFirst()) == nil)
    #expect(TraceCoding.synapses(from: [2] + bytes.dropFirst()) == nil)
  }

  @Test func aSolverErrorIsRecordedWithItsFrame() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a.lnnrun")
    var run = RandomRun(seed: 3)
    var frame = run.frame()
    frame.probe.nominal.solverError = SolverError(largest: 0.048, rootMeanSquare: 0.0123)
    let recorder = try RunRecorder(path: path, description: run.description)
    recorder.receive(.frame(frame, isKey: true))
    recorder.receive(.finished(run.outcome()))
    try recorder.close()
    let reader = try RunReader(path: path)
    let read = try reader.frame(try #require(reader.frames().first))
    #expect(read.probe.nominal.solverError == frame.probe.nominal.solverError)
    #expect(same(frame, read))
  }
}

@Suite struct SynapseStepCodingTests {
  private func readings(_ step: Int?) -> SynapseReadings {
    SynapseReadings(weights: [1, -2], currents: [0.5, .nan], step: step)
  }

  @Test func theStepOfReadingsIsReadAsItWasWritten() throws {
    for step in [0, 1, 63, 1_000_000] {
      let read = try #require(TraceCoding.synapses(from: TraceCoding.encode(readings(step))))
      #expect(read.step == step && read.weights == [1, -2] && read.currents[0] == 0.5)
    }
  }

  @Test func readingsOfOlderFilesHaveNoStep() throws {
    let bytes = TraceCoding.encode(readings(nil))
    #expect(bytes.first == 1)
    let read = try #require(TraceCoding.synapses(from: bytes))
    #expect(read.step == nil)
  }

  @Test func bytesThatAreNotExactlyOneSetOfReadingsAreRefused() {
    let bytes = TraceCoding.encode(readings(7))
    for length in 0..<bytes.count { #expect(TraceCoding.synapses(from: Array(bytes[..<length])) == nil) }
    #expect(TraceCoding.synapses(from: bytes + [0]) == nil)
    #expect(TraceCoding.synapses(from: [1] + bytes.dropFirst()) == nil)
    #expect(TraceCoding.synapses(from: [2] + TraceCoding.encode(readings(nil)).dropFirst()) == nil)
    for step in [Float.nan, .infinity, -1, 0.5] {
      let end = withUnsafeBytes(of: step.bitPattern.littleEndian) { Array($0) }
      #expect(TraceCoding.synapses(from: bytes.dropLast(4) + end) == nil)
    }
  }
}

@Suite struct DriveCodingTests {
  private func drive(_ seed: UInt64) -> Drive {
    var run = RandomRun(seed: seed)
    return run.drive()
  }

  @Test func aDriveIsReadAsItWasWritten() throws {
    for seed in 0..<UInt64(100) {
      let original = drive(seed)
      let read = try #require(DriveCoding.drive(from: DriveCoding.encode(original)), "seed \(seed)")
      // Bytes, as NaN is not equal to itself.
      #expect(DriveCoding.encode(read) == DriveCoding.encode(original), "seed \(seed)")
      #expect(read.perturbed == nil ? original.perturbed == nil : original.perturbed != nil)
    }
  }

  @Test func bytesThatAreNotExactlyOneDriveAreRefused() {
    let bytes = DriveCoding.encode(drive(3))
    for length in bytes.indices { #expect(DriveCoding.drive(from: Array(bytes[..<length])) == nil) }
    #expect(DriveCoding.drive(from: bytes + [0]) == nil)
    #expect(DriveCoding.drive(from: [9] + bytes.dropFirst()) == nil)
  }
}

@Suite struct StoredPerturbationsTests {
  @Test func whatEarlierVersionsWroteIsRead() throws {
    let text = #"[{"kind":"noise","channel":2,"magnitude":0.5}]"#
    let stored = try JSONDecoder().decode(StoredPerturbations.self, from: Data(text.utf8))
    #expect(stored.perturbations == [Perturbation(kind: .noise, channel: 2, magnitude: 0.5)])
    #expect(!stored.reachTraining)
  }

  @Test(arguments: [false, true]) func everythingIsReadBack(reachesTraining: Bool) throws {
    var run = RandomRun(seed: 1)
    guard
      var frame = run.messages(300).lazy.compactMap({ message -> Frame? in
        if case .frame(let frame, _) = message { frame } else { nil }
      }).first
    else {
      Issue.record("no frame")
      return
    }
    frame.perturbations = [
      Perturbation(kind: .holdLast, channel: 1, magnitude: 0.3, probability: 0.2, duration: 0.4, start: 0.3)
    ]
    frame.perturbsTraining = reachesTraining
    let data = try JSONEncoder().encode(StoredPerturbations(frame))
    let stored = try JSONDecoder().decode(StoredPerturbations.self, from: data)
    #expect(stored.perturbations == frame.perturbations && stored.reachTraining == reachesTraining)
  }

  @Test func aNoteGoesThroughARunFile() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a.lnnrun")
    let run = RandomRun(seed: 2)
    let note = Event(kind: .note, step: 7, elapsed: 1.5, detail: "学習率 too high & <falling>")
    let recorder = try RunRecorder(path: path, description: run.description)
    recorder.receive(.event(note))
    try recorder.close()
    let source = ReplaySource(reader: try RunReader(path: path), isPlaying: false)
    source.seek(.fraction(1))
    #expect(source.drain().events == [note])
  }

  @Test func aMomentIsAFractionOrAStep() throws {
    let scalars = (1...10).map { step in
      Sequenced(
        sequence: step * 2,
        value: StepScalars(
          step: step * 10, epoch: 1, elapsed: Double(step) * 0.3, loss: 1, learningRate: 1, gradientNorm: 1))
    }
    let timeline = ReplayTimeline(
      scalars: scalars, events: [],
      frames: [Sequenced(sequence: 1, value: 0), Sequenced(sequence: 9, value: 1.25)],
      outcome: nil)
    for step in 1...10 {
      let position = timeline.fraction(ofStep: step * 10) * timeline.duration
      #expect(timeline.scalarTimes.count(upTo: position) == step)
      #expect(timeline.frameIndex(at: position) == (step < 4 ? 0 : 1))
    }
    #expect(timeline.fraction(ofStep: 0) == 0 && timeline.fraction(ofStep: 5) == 1)
    #expect(
      timeline.fraction(ofStep: 101) == 1 && timeline.fraction(ofStep: 44) < timeline.fraction(ofStep: 50))
  }
}
