import Screen
import Telemetry
import Text

/// The progress of training or of a replay; after the end the reason for it, where there is something to say.
enum ProgressRow {
  static func draw(_ state: DashboardState, with painter: inout Painter) {
    let rect = painter.rect
    guard !rect.isEmpty else { return }
    if let outcome = state.outcome, let explanation = outcome.explanation {
      let style = outcome.state == .diverged ? Style(.error, bold: true) : Style(.label)
      painter.draw(explanation, x: rect.x, y: rect.y, width: rect.columns, style: style)
      return
    }
    let (fraction, label, role) = progress(state)
    let text = " " + label + (rect.columns >= 100 ? newestEvent(state) : "")
    let width = min(DisplayWidth.of(text), rect.columns / 2)
    let bar = Rect(x: rect.x, y: rect.y, columns: rect.columns - width, rows: 1)
    Gauge(fraction: fraction, style: Style(role)).draw(in: bar, with: &painter)
    drawNotes(state, in: bar, with: &painter)
    painter.draw(text, x: bar.maxX, y: rect.y, width: width, style: Style(.label))
  }

  /// A mark where each note was made; in a replay also a tick for every other event (a stream's alarms have their own
  /// mark), those to come included.
  private static func drawNotes(_ state: DashboardState, in bar: Rect, with painter: inout Painter) {
    let symbols = state.glyphs.symbols
    if let playback = state.playback {
      guard playback.duration > 0 else { return }
      // Notes last: they are what a person looks for.
      for isNote in [false, true] {
        for mark in playback.marks where (mark.kind == .note) == isNote {
          let symbol =
            isNote ? symbols.bullet : mark.kind == .drift ? symbols.alarm : symbols.vertical
          draw(symbol, at: mark.position / playback.duration, in: bar, with: &painter)
        }
      }
    } else {
      let planned = state.description.plannedSteps ?? 0
      for event in state.events where event.kind == .note && planned > 0 {
        draw(symbols.bullet, at: Double(event.step) / Double(planned), in: bar, with: &painter)
      }
    }
  }

  private static func draw(
    _ symbol: Character, at fraction: Double, in bar: Rect, with painter: inout Painter
  ) {
    guard fraction.isFinite, (0...1).contains(fraction), bar.columns > 0 else { return }
    let x = bar.x + Int((fraction * Double(bar.columns - 1)).rounded())
    painter.draw(symbol, x: x, y: bar.y, style: Style(.bright, bold: true))
  }

  /// The newest event and its step.
  private static func newestEvent(_ state: DashboardState) -> String {
    guard let event = state.events.last else { return "" }
    let detail = event.detail.isEmpty ? event.kind.rawValue : event.detail
    return "  \(state.isStream ? "row" : "step") \(NumberText.grouped(event.step)): \(detail)"
  }

  private static func progress(_ state: DashboardState) -> (Double, String, Role) {
    if let playback = state.playback {
      let fraction = playback.duration > 0 ? playback.position / playback.duration : 0
      let clock = "\(NumberText.duration(playback.position))/\(NumberText.duration(playback.duration))"
      return (fraction, clock, .stale)
    }
    if state.mode == .sweep {
      guard let snapshot = state.sweepList.snapshot else { return (0, "", .focus) }
      let fraction = Double(snapshot.ended) / Double(max(1, snapshot.runs))
      return (fraction, "\(snapshot.ended)/\(counted(snapshot.runs, "run"))", .focus)
    }
    guard let planned = state.description.plannedSteps else {
      return (0, NumberText.duration(state.frame?.elapsed ?? 0), .focus)
    }
    let fraction = planned > 0 ? Double(state.frame?.step ?? 0) / Double(planned) : 0
    return (fraction, NumberText.percent(fraction), .focus)
  }
}
