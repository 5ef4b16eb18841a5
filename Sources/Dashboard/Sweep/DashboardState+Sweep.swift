import Screen
import Text

// The trials of a sweep: sorting, opening, choosing a run and a chart.
extension DashboardState {
  /// The views that show something: without a run, those of a sweep; without a sweep, those of a run.
  var views: [ViewKind] {
    if mode == .sweep { return [.runs, .sweep] }
    return ViewKind.allCases.filter { $0 != .sweep || hasSweep }
  }

  /// The view to which Esc leads at last.
  var homeView: ViewKind { mode == .sweep ? .sweep : .overview }

  /// The view this many tabs to the right; after the last comes the first.
  func view(advancedBy offset: Int) -> ViewKind {
    let all = views
    let index = all.firstIndex(of: view) ?? 0
    return all[((index + offset) % all.count + all.count) % all.count]
  }

  /// Shows a view where there is one to show.
  mutating func choose(_ kind: ViewKind) -> [Effect] {
    if views.contains(kind) { return show(kind) }
    return showMessage(
      mode == .sweep
        ? "\(kind.title) shows a run: Enter opens one" : "this run is of no sweep: lnn-top sweep makes one",
      isWarning: true)
  }

  mutating func sortTrials() -> [Effect] {
    guard let snapshot = sweepList.snapshot else { return [] }
    let all = SweepColumn.all(of: snapshot)
    let next = all[((all.firstIndex(of: sweepList.sortColumn) ?? 0) + 1) % all.count]
    sweepList.sort(by: next)
    return showMessage("sorted by \(next.title(in: snapshot))")
  }

  mutating func reverseTrials() -> [Effect] {
    sweepList.sort(by: sweepList.sortColumn)
    return []
  }

  /// Another run of the selected trial, with another seed.
  mutating func chooseRun(by offset: Int) -> [Effect] {
    guard let snapshot = sweepList.snapshot, let trial = sweepList.selected, !trial.runs.isEmpty else {
      return []
    }
    let count = trial.runs.count
    let present = sweepList.chosenRun ?? trial.mainRun(in: snapshot)
    let next = ((present + offset) % count + count) % count
    sweepList.chosenRun = next
    return showMessage("trial \(trial.number): seed \(trial.runs[next].seed)")
  }

  mutating func nextSweepChart() -> [Effect] {
    guard !SweepView.showsAllCharts(self) else {
      return showMessage("all charts are on the screen: z fills it with the focused one")
    }
    sweepList.chart = sweepList.chart.next
    return []
  }

  mutating func nextSweepCost() -> [Effect] {
    sweepList.cost = sweepList.cost == .parameters ? .seconds : .parameters
    return showMessage("front: \(sweepList.snapshot?.goalName ?? "figure") against \(sweepList.cost.title)")
  }

  /// Opens the run that says most of the selected trial, or attaches to it while it is made.
  mutating func openTrial() -> [Effect] {
    guard let trial = sweepList.selected, let run = sweepList.selectedRun else {
      return showMessage("there is no trial to open", isWarning: true)
    }
    guard run.isRunning || trial.ended > 0 else {
      return showMessage("trial \(trial.number) has not begun", isWarning: true)
    }
    if trial.state == .failed { return showMessage(trial.reason ?? "this trial failed", isWarning: true) }
    guard !isNested else { return showMessage("q goes back first", isWarning: true) }
    let entry = RunEntry(
      path: run.path, name: "trial \(trial.number), seed \(run.seed)", stateWord: "", startedAt: 0)
    return open(entry)
  }

  mutating func selectTrial(row: Int) {
    guard let snapshot = sweepList.snapshot, sweepList.order.indices.contains(row) else { return }
    let number = snapshot.trials[sweepList.order[row]].number
    if number != sweepList.selectedNumber { sweepList.chosenRun = nil }
    sweepList.selectedNumber = number
    sweepList.scroll.isFree = false
    sweepList.scroll.first =
      sweepList.scroll.window(
        count: sweepList.order.count, rows: SweepView.visibleRows(self), selected: row
      ).first
  }
}
