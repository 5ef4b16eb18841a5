import Foundation
import LnnTop
import Telemetry
import Testing

@Suite struct ProgressTests {
  private func scalars(_ step: Int, at elapsed: Double, loss: Double, _ validation: Validation? = nil)
    -> Message
  {
    .scalars(
      StepScalars(
        step: step, epoch: 1, elapsed: elapsed, loss: loss, learningRate: 0.01, gradientNorm: 1,
        validation: validation))
  }

  @Test func aLineIsDueAfterASecondAndAfterEachValidation() {
    var tracker = ProgressTracker(plannedSteps: 10, batchSize: 32)
    var due = [scalars(1, at: 0.4, loss: 4), scalars(2, at: 1.1, loss: 2)].map { tracker.receive($0) }
    #expect(due == [false, true])
    #expect(tracker.snapshot.loss == 3)
    #expect(abs(tracker.snapshot.sequencesPerSecond - 64 / 1.1) < 1e-9)
    tracker.lineWritten()
    let validation = Validation(loss: 0.5, metric: 0.75)
    due = [scalars(3, at: 1.2, loss: 1), scalars(4, at: 1.3, loss: 2, validation)].map { tracker.receive($0) }
    #expect(due == [false, true])
    #expect(tracker.snapshot.loss == 1.5)
    #expect(abs(tracker.snapshot.sequencesPerSecond - 64 / 0.2) < 1e-9)
    #expect(tracker.snapshot.validation?.metric == 0.75)
  }

  @Test func aJSONLineHoldsTheAgreedKeysAndNullForWhatIsNotFinite() throws {
    var snapshot = ProgressSnapshot()
    snapshot.step = 7
    snapshot.loss = .nan
    snapshot.validation = Validation(loss: 0.25, metric: 0.5)
    let text = ProgressLine(snapshot: snapshot, metricName: "accuracy").text
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "step", "epoch", "loss", "validation_loss", "metric", "metric_value", "elapsed_s", "sequences_per_s",
      ])
    #expect(object["loss"] is NSNull)
    #expect(object["validation_loss"] as? Double == 0.25)
    #expect(!text.contains("\n"))
  }

  @Test func theLastLineSaysDone() throws {
    let outcome = Outcome(
      state: .done, steps: 9, elapsed: 2, validation: nil, test: Validation(loss: 1, metric: 0.5))
    let line = ProgressLine(
      snapshot: ProgressSnapshot(), metricName: "mae",
      ending: .init(outcome: outcome, description: description, runPath: "a.lnnrun", modelPath: nil))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(line.text.utf8)) as? [String: Any])
    #expect(object["done"] as? Bool == true)
    #expect(object["run"] as? String == "a.lnnrun")
    #expect(object["test_metric_value"] as? Double == 0.5)
    let naive = try #require(object["naive"] as? [String: [String: Any]])
    #expect(naive["test"]?["name"] as? String == "persistence" && naive["validation"] == nil)
    #expect(naive["test"]?["metric_value"] as? Double == 0.4)
    #expect(object["loss_name"] as? String == "mse" && object["loss_is_normalised"] as? Bool == true)
  }

  private var description: RunDescription {
    RunDescription(
      name: "walk",
      task: TaskSummary(
        name: "walk", kind: "forecast", inputNames: ["y"], outputNames: ["y"], lossName: "mse",
        metricName: "mae",
        timeUnit: "steps", isLossNormalized: true),
      model: ModelSummary(cell: "ltc", wiring: "full", parameterCount: 1, neurons: [], synapses: []),
      seed: 1, startedAt: Date(timeIntervalSince1970: 0), plannedSteps: 9, stepsPerEpoch: 1, batchSize: 1,
      programVersion: "test",
      naive: NaiveFigures(
        validation: nil, test: NaiveFigure(name: "persistence", value: 0.4, isBetterWhenLarger: false)))
  }

  @Test(arguments: [
    (
      Outcome.tested(0.5),
      "verdict     the network loses to persistence over the test part: mae 0.5 against 0.4"
    ),
    (
      .tested(0.4),
      "verdict     the network is no better than persistence over the test part: mae 0.4 against 0.4"
    ),
    (.tested(.nan), "verdict     the network loses to persistence over the test part: mae NaN against 0.4"),
    (.tested(0.3), ""),
  ])
  func theEndSaysWhereTheNetworkIsNotBetter(outcome: Outcome, verdict: String) {
    let lines = OutcomeText(description: description, outcome: outcome).text.split(separator: "\n").map(
      String.init)
    #expect(
      lines[1].hasPrefix("test        mse (normalised) 1  mae ") && lines[1].hasSuffix("  persistence 0.4"))
    #expect((lines.count > 2 ? lines[2] : "") == verdict)
  }

  @Test(arguments: [10, 40, 80, 200])
  func theBarFitsItsTerminal(columns: Int) {
    var snapshot = ProgressSnapshot()
    snapshot.plannedSteps = 400
    snapshot.step = 100
    snapshot.remaining = 75
    let bar = ProgressText.bar(snapshot, metricName: "accuracy", columns: columns)
    #expect(bar.count < columns)
    #expect("[#####...............]".hasPrefix(bar.prefix(22)))
  }
}

extension Outcome {
  fileprivate static func tested(_ metric: Double) -> Outcome {
    Outcome(state: .done, steps: 9, elapsed: 2, validation: nil, test: Validation(loss: 1, metric: metric))
  }
}
