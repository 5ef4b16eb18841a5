import Dashboard
import Screen
import TestSupport
import Testing

@Suite struct LayoutTests {
  private func expectApart(_ rects: [Rect], in parent: Rect, _ what: String) {
    for (index, rect) in rects.enumerated() {
      #expect(rect.intersection(parent).size == rect.size, "\(what): \(rect) leaves \(parent)")
      for other in rects[..<index] where !rect.isEmpty && !other.isEmpty {
        #expect(rect.intersection(other).isEmpty, "\(what): \(rect) overlaps \(other)")
      }
    }
  }

  @Test func panelsNeverOverlapAtAnySize() {
    for columns in 1...130 {
      for rows in 1...45 {
        let rect = Rect(x: 3, y: 2, columns: columns, rows: rows)
        for (name, rects) in panelRects(in: rect) {
          expectApart(rects, in: rect, "\(name) \(columns)x\(rows)")
        }
      }
    }
  }
}
