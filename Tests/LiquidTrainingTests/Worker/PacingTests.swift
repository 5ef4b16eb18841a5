import LiquidTraining
import Telemetry
import Testing

@Suite struct PacingTests {
  @Test func theFirstFrameIsDueAtOnceAndTheNextAfterATenthOfASecond() {
    var schedule = ReportSchedule()
    #expect(schedule.isDue(now: 0))
    schedule.reported(now: 5, cost: 0.0001)
    #expect(!schedule.isDue(now: 5.09))
    #expect(schedule.isDue(now: 5.11))
  }

  @Test func costlyFramesComeSeldom() {
    var schedule = ReportSchedule()
    schedule.reported(now: 0, cost: 0.2)
    #expect(!schedule.isDue(now: 9.9))
    #expect(schedule.isDue(now: 10.1))
  }

  @Test func theBestParametersAreSentAtMostOnceASecondAndNeverForgotten() {
    var schedule = CheckpointSchedule()
    var best = [schedule.takeBest(now: 0)]
    schedule.foundBest()
    best.append(schedule.takeBest(now: 0.1))
    schedule.foundBest()
    best += [0.9, 1.2, 9].map { schedule.takeBest(now: $0) }
    #expect(best == [false, true, false, true, false])
  }

  @Test func trainingIsSavedAtOnceThenEverMoreSeldomUpToTenSecondsOrWhatItCosts() {
    var schedule = CheckpointSchedule()
    #expect(schedule.isPeriodicDue(now: 0))
    var now = 0.0
    for interval in [1.0, 2, 4, 8, 10, 10] {
      schedule.savedPeriodic(now: now, cost: 0.01)
      #expect(!schedule.isPeriodicDue(now: now + interval - 0.1))
      now += interval + 0.1
      #expect(schedule.isPeriodicDue(now: now))
    }
    schedule.savedPeriodic(now: now, cost: 0.5)
    #expect(!schedule.isPeriodicDue(now: now + 49.9) && schedule.isPeriodicDue(now: now + 50.1))
  }

  @Test func theSpeedForgetsWhatIsLongPast() {
    var meter = SpeedMeter()
    #expect(meter.sequencesPerSecond == 0)
    for _ in 0..<100 { meter.add(sequences: 10, seconds: 0.1) }
    #expect(abs(meter.sequencesPerSecond - 100) < 1e-6)
    for _ in 0..<600 { meter.add(sequences: 10, seconds: 0.05) }
    #expect(abs(meter.sequencesPerSecond - 200) < 0.1)
  }

  @Test func aCostlyReadingIsMadeAtKeyFramesAndOtherwiseOnceASecond() {
    var watch = CostlyReading<SolverError>(interval: 1, share: 0.005)
    var measured = 0
    func update(_ now: Double, isKey: Bool = false) -> Float? {
      watch.update(isKey: isKey, now: { now }) {
        measured += 1
        return SolverError(largest: Float(measured), rootMeanSquare: 0)
      }?.largest
    }
    let shown = [update(0), update(0.9), update(0.95, isKey: true), update(1.9), update(2)]
    #expect(shown == [1, 1, 2, 2, 3])
  }

  @Test func aCostlyReadingIsMadeSeldom() {
    var watch = CostlyReading<SolverError>(interval: 1, share: 0.005)
    var time = 0.0
    func update() -> Float? {
      watch.update(isKey: false, now: { time }) {
        time += 0.5
        return SolverError(largest: Float(time), rootMeanSquare: 0)
      }?.largest
    }
    #expect(update() == 0.5)
    time = 100
    #expect(update() == 0.5)
    time = 101
    #expect(update() == 101.5)
  }
}
