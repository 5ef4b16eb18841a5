import Screen

/// How what a search found stands out: reversed too, so that it does without colour.
enum SearchHit {
  static func mark(_ needle: String, in rect: Rect, on grid: inout Grid) {
    guard !needle.isEmpty else { return }
    grid.highlight(needle, in: rect) { style in
      style.foreground = .paused
      style.isBold = true
      style.isDim = false
      style.isReversed = true
    }
  }
}
