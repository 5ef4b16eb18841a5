import Dashboard
import Telemetry
import Testing

@Suite struct HistoryTests {
  @Test func memoryIsBoundedAndNothingIsLost() {
    var series = BoundedSeries(capacity: 100)
    for step in 1...12_345 { series.append(x: Double(step), y: step == 7_777 ? 99 : -Double(step % 10)) }
    #expect(series.points.count <= 100)
    #expect(series.points.count > 40)
    #expect(series.points.map(\.high).max() == 99)
    #expect(series.points.map(\.low).min() == -9)
    #expect(series.points.first?.x == 1)
    #expect(zip(series.points, series.points.dropFirst()).allSatisfy { $0.x < $1.x })
  }

  @Test func bucketsKeepTheMean() throws {
    var series = BoundedSeries(capacity: 8)
    for step in 0..<64 { series.append(x: Double(step), y: Double(step)) }
    let mean = series.points.map(\.y).reduce(0, +) / Double(series.points.count)
    #expect(abs(mean - 31.5) < 1e-9)
    #expect(series.bucketSize == 8)
  }

  @Test func valuesThatAreNotFiniteDoNotSpoilABucket() {
    var series = BoundedSeries(capacity: 4)
    for step in 0..<16 { series.append(x: Double(step), y: step % 2 == 0 ? .nan : 1) }
    #expect(series.points.allSatisfy { $0.y == 1 })
    var none = BoundedSeries(capacity: 4)
    for step in 0..<16 { none.append(x: Double(step), y: .nan) }
    #expect(none.points.allSatisfy { $0.y.isNaN })
  }

  @Test func tenMillionValuesKeepTheirExtremesInBoundedMemory() {
    var series = BoundedSeries(capacity: 2_000)
    for step in 0..<10_000_000 {
      let value = step == 1_234_567 ? 1e9 : step == 7_654_321 ? -1e9 : step % 1_000_003 == 5 ? .nan : 1
      series.append(x: Double(step), y: value, elapsed: Double(step) / 100)
    }
    #expect(series.points.count <= 2_000 && series.points.count > 900)
    #expect(series.points.count == series.elapsed.count)
    #expect(series.points.map(\.high).max() == 1e9 && series.points.map(\.low).min() == -1e9)
    #expect(series.points.reduce(0) { $0 + $1.notFinite } == 10, "every NaN is counted")
    #expect(series.points.reduce(0) { $0 + $1.notPositive } == 1)
    #expect(series.points.reduce(0) { $0 + $1.count } == 10_000_000 - 10)
  }

  @Test func anotherAxisMovesThePointsAndLeavesTheRest() {
    var series = BoundedSeries(capacity: 100)
    for step in 1...20 { series.append(x: Double(step), y: 3, elapsed: step == 7 ? .nan : Double(step) / 2) }
    #expect(series.points(over: .step, start: 5) == series.points)
    let times = series.points(over: .elapsed, start: 5).map(\.x)
    #expect(times.count == 19 && times.first == 0.5 && times.last == 10)
    #expect(series.points(over: .clock, start: 1_000).last?.x == 1_010)
  }

  @Test func goingBackReplacesWhatFollowed() {
    var series = BoundedSeries(capacity: 100)
    for step in 1...10 { series.append(x: Double(step), y: 1) }
    series.append(x: 4, y: 2)
    #expect(series.points.map(\.x) == [1, 2, 3, 4])
    #expect(series.points.last?.y == 2)
  }

  @Test func theBestValidationIsRemembered() {
    var history = ScalarHistory()
    for (step, loss) in [(1, 3.0), (2, 1.0), (3, .nan), (4, 2.0)] {
      history.append(
        StepScalars(
          step: step, epoch: 0, elapsed: 0, loss: 1, learningRate: 1, gradientNorm: 1,
          validation: Validation(loss: loss, metric: 0)))
    }
    #expect(history.bestValidationLoss == 1)
    #expect(history.latestValidation?.loss == 2)
    #expect(history.validation.points.count == 4)
  }

  @Test func eventsAreBounded() {
    var state = DashboardState.fixture()
    for step in 0..<1_000 {
      var batch = TelemetryBatch()
      batch.events = [Event(kind: .note, step: step, elapsed: 0, detail: "note")]
      _ = reduce(&state, .telemetry(batch))
    }
    #expect(state.events.count == 200)
    #expect(state.events.last?.step == 999)
  }

  @Test func skippedFramesAddUp() {
    var state = DashboardState.fixture()
    var batch = TelemetryBatch()
    batch.skippedFrames = 4
    _ = reduce(&state, .telemetry(batch))
    #expect(state.skippedFrames == 7)
  }
}
