import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

@Suite struct SweepKeyTests {
  private func numbers(_ state: DashboardState) -> [Int] {
    state.sweepList.order.compactMap { state.sweepList.snapshot?.trials[$0].number }
  }

  @Test func trialsAreSortedByEveryColumnAndWhatHasNoValueComesLast() throws {
    var state = SweepFixture().dashboard()
    let snapshot = try #require(state.sweepList.snapshot)
    #expect(numbers(state).first == snapshot.trials.first { $0.rank == 1 }?.number)
    var seen: Set<SweepColumn> = []
    repeat {
      seen.insert(state.sweepList.sortColumn)
      for _ in 0..<2 {
        let trials = state.sweepList.order.map { snapshot.trials[$0] }
        #expect(Set(trials.map(\.number)).count == snapshot.trials.count)
        let figures = trials.map(\.figure)
        if state.sweepList.sortColumn == .figure {
          let known = figures.compactMap(\.self)
          #expect(figures.prefix(known.count).allSatisfy { $0 != nil }, "what has none comes last")
          #expect(known == known.sorted { state.sweepList.isAscending ? $0 < $1 : $0 > $1 })
        }
        state.press("R")
      }
      state.press("O")
    } while !seen.contains(state.sweepList.sortColumn)
    #expect(seen.count == 7 + SweepFixture.axes.count)
  }

  @Test func aFilterAsksForWordsAndValues() throws {
    var state = SweepFixture().dashboard()
    state.press("/", "c", "f", "c", .enter)
    let shown = try #require(state.sweepList.snapshot).trials.filter { $0.words[0] == "cfc" }.map(\.number)
    #expect(Set(numbers(state)) == Set(shown) && !shown.isEmpty && shown.count < 40)
    state.press("/")
    for character in " state=x" { state.press(.character(character)) }
    #expect(numbers(state).isEmpty && state.screen.contains("no trial matches"))
    state.press(.escape)
    #expect(numbers(state).count == 40)
    state.press("/")
    for character in "failed model=ltc" { state.press(.character(character)) }
    let failed = try #require(state.sweepList.snapshot).trials.filter {
      $0.state == .failed && $0.words[0] == "ltc"
    }
    #expect(Set(numbers(state)) == Set(failed.map(\.number)))
  }

  @Test func theFrontIsMarkedAndAFilterShowsItAlone() throws {
    var state = SweepFixture().dashboard()
    for _ in 0..<2 {
      let snapshot = try #require(state.sweepList.snapshot)
      let front = Set(SweepFront.of(snapshot.trials, snapshot, state.sweepList.cost).map(\.number))
      state.press("/")
      for character in "front" { state.press(.character(character)) }
      state.press(.enter)
      #expect(Set(numbers(state)) == front && !front.isEmpty && front.count < 40)
      for number in front { #expect(state.screen.contains("*\(number) "), "\(number)") }
      state.press(.escape, "w")
    }
  }

  @Test func aTrialOfWhichSomeSeedsHaveEndedHasTheirMean() throws {
    var snapshot = SweepFixture(finished: 0).snapshot
    (snapshot.trials[3].figureSoFar, snapshot.trials[3].ended) = (0.4321, 1)
    var state = SweepFixture(finished: 0).dashboard()
    _ = reduce(&state, .sweep(snapshot))
    #expect(state.screen.contains("0.432 ") && state.screen.contains("no trial has ended with all its seeds"))
  }

  @Test func enterOpensTheRunThatSaysMostAndBracketsChooseAnother() throws {
    var state = SweepFixture().dashboard()
    let best = try #require(state.sweepList.snapshot?.trials.first { $0.rank == 1 })
    // The second seed is a little better.
    #expect(state.press(.enter) == [.openRun(path: best.runs[1].path)])
    _ = reduce(&state, .runOpened(path: best.runs[1].path))
    state.press("]")
    #expect(state.press(.enter) == [.openRun(path: best.runs[0].path)])
    state.press(.escape)
    // The run under way before those that have not begun.
    state.press("/")
    for character in "running" { state.press(.character(character)) }
    state.press(.enter)
    #expect(state.press(.enter) == [.openRun(path: "/runs/search/30-0")])
  }

  @Test func whatCannotBeOpenedSaysWhy() {
    var state = SweepFixture().dashboard()
    for (word, reason) in [("waiting", "has not begun"), ("failed", "units must be larger than 4")] {
      state.press("/", .control("u"))
      for character in word { state.press(.character(character)) }
      state.press(.enter)
      #expect(state.press(.enter) == [])
      #expect(state.message?.text.contains(reason) == true, "\(state.message?.text ?? "")")
    }
  }

  @Test func theSelectionStaysOnItsTrialWhileOthersOvertakeIt() {
    var state = SweepFixture(finished: 20).dashboard()
    state.press("j", "j", "j")
    let selected = state.sweepList.selectedNumber
    _ = reduce(&state, .sweep(SweepFixture(finished: 40).snapshot))
    #expect(state.sweepList.selectedNumber == selected && selected != nil)
  }

  @Test func theSweepIsWatchedWhileItsViewIsShown() {
    var state = DashboardState.fixture()
    #expect(state.press("8") == [] && state.view == .overview, "this run is of no sweep")
    state.hasSweep = true
    #expect(state.press("8") == [.watchSweep(true)])
    #expect(state.press("1") == [.watchSweep(false)])
    #expect(state.press(.backTab) == [.watchSweep(true)])
  }

  @Test func theTrialOfTheRunOnTheScreenIsSelected() throws {
    var state = DashboardState.fixture()
    state.hasSweep = true
    state.presentPath = "/runs/search/12-1"
    state.press("8")
    _ = reduce(&state, .sweep(SweepFixture().snapshot))
    #expect(state.sweepList.selectedNumber == 13)
  }

  @Test func withoutARunItsViewsAreOutOfReach() {
    var state = SweepFixture().dashboard()
    state.press("3")
    #expect(state.view == .sweep && state.message?.text.contains("Enter opens one") == true)
    state.press(.tab)
    #expect(state.view == .runs)
    state.press(.escape)
    #expect(state.view == .sweep)
    state.press(" ", "p", "x", "n", "l")
    #expect(state.view == .sweep)
    #expect(state.press("q") == [.quit])
  }

  @Test func theMouseSelectsAndSorts() throws {
    var state = SweepFixture().dashboard()
    let rows = (0..<state.size.rows).map { state.screen.text(row: $0) }
    let heading = try #require(rows.firstIndex { $0.contains("rank") && $0.contains("units") })
    let title = try #require(rows[heading].ranges(of: "units").first)
    let x = rows[heading].distance(from: rows[heading].startIndex, to: title.lowerBound)
    state.mouse(.press, x, heading)
    #expect(state.sweepList.sortColumn == .axis(2))
    state.mouse(.press, 10, heading + 3)
    #expect(state.sweepList.selectedNumber == numbers(state)[2])
    state.mouse(.wheelDown, 10, heading + 3)
    #expect(state.sweepList.selectedNumber == numbers(state)[5])
  }

  @Test func theFrontHasWhatNothingIsBothBetterAndCheaperThan() throws {
    for prefersLarger in [true, false] {
      let snapshot = SweepFixture(trials: 200, finished: 190, prefersLarger: prefersLarger).snapshot
      for cost in [SweepCost.parameters, .seconds] {
        let judged = snapshot.trials.filter { $0.figure != nil }
        func pair(_ trial: SweepTrial) -> (Double, Double) {
          let price = cost == .parameters ? trial.parameters.map(Double.init) : trial.seconds
          return ((prefersLarger ? 1 : -1) * (trial.figure ?? 0), price ?? .infinity)
        }
        let expected = judged.filter { trial in
          !judged.contains { other in
            let (a, b) = (pair(other), pair(trial))
            return a.0 >= b.0 && a.1 <= b.1 && (a.0 > b.0 || a.1 < b.1)
          }
        }
        let front = SweepFront.of(snapshot.trials, snapshot, cost)
        #expect(Set(front.map(\.number)) == Set(expected.map(\.number)))
        #expect(front.map { pair($0).1 } == front.map { pair($0).1 }.sorted())
      }
    }
  }
}
