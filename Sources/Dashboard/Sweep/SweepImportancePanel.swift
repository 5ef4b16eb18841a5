import Screen
import Text

extension PanelKind {
  public static let sweepImportance = PanelKind("importance", SweepImportancePanel())
}

/// How much of the differences among trials each option explains.
struct SweepImportancePanel: DashboardPanel {
  /// Rows that it has: one for each option, and one for what they explain together.
  static func rows(_ snapshot: SweepSnapshot?) -> Int { (snapshot?.axes.count ?? 3) + 1 }

  func draw(_ state: DashboardState, with painter: inout Painter) {
    let inside = painter.frame("importance", trailing: [TextRun("fANOVA of a random forest", .label)])
    guard let snapshot = state.sweepList.snapshot, let importance = snapshot.importance else {
      painter.notice(
        state.sweepList.snapshot == nil ? state.sweepList.notice : "after more trials", in: inside)
      return
    }
    var shares = zip(snapshot.axes.map(\.name), importance).sorted { $0.1 > $1.1 }
    shares.append(("together", max(0, 1 - importance.reduce(0, +))))
    let widest = shares.map { DisplayWidth.of($0.0) }.max() ?? 0
    let names = min(widest, max(6, inside.columns / 2))
    for (row, share) in shares.prefix(inside.rows).enumerated() {
      let isOption = row + 1 < shares.count
      let line = Rect(x: inside.x, y: inside.y + row, columns: inside.columns, rows: 1)
      let parts = line.split(.horizontal, [.fixed(names), .weight(1), .fixed(5)], spacing: 1)
      painter.draw(
        share.0, x: parts[0].x, y: line.y, width: parts[0].columns, style: Style(isOption ? .bright : .label))
      Gauge(fraction: share.1, style: Style(isOption ? .focus : .stale)).draw(in: parts[1], with: &painter)
      painter.draw(
        NumberText.percent(share.1), x: parts[2].x, y: line.y, width: parts[2].columns, style: Style(.value),
        alignment: .trailing)
    }
  }
}
