import LnnTop
import Testing

@Suite struct PictureScheduleTests {
  @Test func aCheapPictureComesAsOftenAsWanted() {
    var schedule = PictureSchedule(framesPerSecond: 10, isThrifty: true)
    let isDueAtFirst = schedule.isDue(now: 0)
    schedule.drew(now: 5, cost: 0.0001)
    #expect(isDueAtFirst && !schedule.isDue(now: 5.09) && schedule.isDue(now: 5.1))
    #expect(abs(schedule.delay(now: 5.04) - 0.06) < 1e-9 && schedule.delay(now: 9) == 0)
  }

  @Test(arguments: [0.0, 0.001, 0.003, 0.005]) func picturesTakeAFiftiethOfACore(cost: Double) {
    var schedule = PictureSchedule(framesPerSecond: 15, isThrifty: true)
    var (now, spent) = (0.0, 0.0)
    while now < 100 {
      now += schedule.delay(now: now)
      schedule.drew(now: now, cost: cost)
      spent += cost
    }
    #expect(spent <= 0.02 * now + cost)
  }

  @Test func anExpensivePictureStillComesFourTimesASecond() {
    var schedule = PictureSchedule(framesPerSecond: 15, isThrifty: true)
    schedule.drew(now: 0, cost: 2)
    #expect(!schedule.isDue(now: 0.24) && schedule.isDue(now: 0.25))
  }

  @Test func nothingIsSavedWhereNothingTrainsAndKeysNeverWait() {
    var schedule = PictureSchedule(framesPerSecond: 10, isThrifty: false)
    schedule.drew(now: 0, cost: 2)
    #expect(schedule.isDue(now: 0.1))
    var thrifty = PictureSchedule(framesPerSecond: 10, isThrifty: true)
    thrifty.drew(now: 0, cost: 2)
    thrifty.hurry()
    #expect(thrifty.isDue(now: 0.001))
    // What the worker answers to the key comes after the first picture of it.
    thrifty.drew(now: 0.001, cost: 2)
    #expect(!thrifty.isDue(now: 0.005) && thrifty.isDue(now: 0.02))
    thrifty.drew(now: 0.02, cost: 2)
    thrifty.drew(now: 0.04, cost: 2)
    #expect(!thrifty.isDue(now: 0.2))
  }

  @Test func aWindowWithoutTheKeyboardIsDrawnOnceASecond() {
    var schedule = PictureSchedule(framesPerSecond: 15, isThrifty: true)
    schedule.setFocused(false)
    schedule.drew(now: 5, cost: 0)
    #expect(!schedule.isDue(now: 5.9) && schedule.isDue(now: 6))
    schedule.hurry()
    let isDueAfterAKey = schedule.isDue(now: 5.1)
    var returned = PictureSchedule(framesPerSecond: 15, isThrifty: true)
    returned.setFocused(false)
    returned.drew(now: 5, cost: 0)
    returned.setFocused(true)
    let isDueOnReturn = returned.isDue(now: 5.001)
    returned.drew(now: 6, cost: 0)
    #expect(isDueAfterAKey && isDueOnReturn && returned.isDue(now: 6.1))
  }
}
