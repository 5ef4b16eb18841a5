import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

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
      Perturbation(kind: .drop, channel: 1, magnitude: 0.3, probability: 0.2, duration: 0.4, start: 0.3)
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
