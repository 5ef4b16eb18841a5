import Screen

// The list of runs: marking, opening, sorting.
extension DashboardState {
  mutating func sortRuns() -> [Effect] {
    runList.sortByNextColumn()
    runList.updateOrder()
    return showMessage("sorted by \(runList.sortColumn.title)")
  }

  mutating func reverseRuns() -> [Effect] {
    runList.isAscending.toggle()
    runList.updateOrder()
    return []
  }

  /// Draws the selected run's loss over the present one's, or no longer.
  mutating func markRun() -> [Effect] {
    guard let entry = runList.selected else {
      return showMessage("there is no run to mark", isWarning: true)
    }
    if let index = runList.marked.firstIndex(of: entry.path) {
      runList.marked.remove(at: index)
      runList.curves[entry.path] = nil
      return showMessage("\(entry.name) is no longer compared")
    }
    guard entry.isReadable else {
      return showMessage(entry.problem ?? "this file cannot be read", isWarning: true)
    }
    guard entry.path != presentPath else {
      return showMessage("this is the run on the screen: its loss is there already", isWarning: true)
    }
    guard runList.marked.count < RunList.maximumMarks else {
      return showMessage(
        "at most \(RunList.maximumMarks) runs can be compared: space unmarks one", isWarning: true)
    }
    runList.marked.append(entry.path)
    showMessage("\(entry.name) is drawn over this run's loss")
    return [.loadCurves(path: entry.path)]
  }

  mutating func openRun() -> [Effect] {
    guard let entry = runList.selected else {
      return showMessage("there is no run to open", isWarning: true)
    }
    guard entry.isReadable else {
      return showMessage(entry.problem ?? "this file cannot be read", isWarning: true)
    }
    guard !isNested else { return showMessage("q goes back first", isWarning: true) }
    return open(entry)
  }

  /// Has a run read that is to be shown.
  mutating func open(_ entry: RunEntry) -> [Effect] {
    guard runList.opening?.path != entry.path else { return [] }
    runList.opening = entry
    // An earlier message would hide that the run is being read.
    message = nil
    return [.openRun(path: entry.path)]
  }

  mutating func cancelOpening() -> [Effect] {
    guard let entry = runList.opening else { return [] }
    runList.opening = nil
    showMessage("\(entry.name) is not opened")
    return [.cancelOpening]
  }

  /// The run was read, or could not be.
  mutating func endOpening(_ path: String) {
    if runList.opening?.path == path { runList.opening = nil }
  }

  /// Adds curves that were asked for, unless the run has been unmarked since.
  mutating func apply(_ curves: RunCurves) {
    guard let index = runList.marked.firstIndex(of: curves.path) else { return }
    if curves.history.training.points.isEmpty {
      runList.marked.remove(at: index)
      showMessage(curves.problem ?? "\(curves.name) has no losses", isWarning: true)
      return
    }
    runList.curves[curves.path] = curves
    if let problem = curves.problem { showMessage(problem, isWarning: true) }
  }

  mutating func selectRun(row: Int) {
    guard runList.order.indices.contains(row) else { return }
    runList.selectedPath = runList.entries[runList.order[row]].path
    runList.scroll.first =
      runList.scroll.window(
        count: runList.order.count, rows: RunsView.visibleRows(self), selected: row
      ).first
  }
}
