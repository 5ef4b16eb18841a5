import LiquidTraining
import Testing

@Suite struct ReportScheduleTests {
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

  @Test func trainingIsSavedAtOnceThenEveryTenSecondsOrLessOftenWhereThatIsCostly() {
    var schedule = CheckpointSchedule()
    #expect(schedule.isPeriodicDue(now: 0))
    schedule.savedPeriodic(now: 1, cost: 0.01)
    #expect(!schedule.isPeriodicDue(now: 10.9) && schedule.isPeriodicDue(now: 11.1))
    schedule.savedPeriodic(now: 12, cost: 0.5)
    #expect(!schedule.isPeriodicDue(now: 61.9) && schedule.isPeriodicDue(now: 62.1))
  }

  @Test func theSpeedForgetsWhatIsLongPast() {
    var meter = SpeedMeter()
    #expect(meter.sequencesPerSecond == 0)
    for _ in 0..<100 { meter.add(sequences: 10, seconds: 0.1) }
    #expect(abs(meter.sequencesPerSecond - 100) < 1e-6)
    for _ in 0..<600 { meter.add(sequences: 10, seconds: 0.05) }
    #expect(abs(meter.sequencesPerSecond - 200) < 0.1)
  }
}
