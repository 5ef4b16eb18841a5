import Screen

/// The columns of a row that have to be copied anew.
package enum ChangedSpans {
  /// Where a row differs from what it was, in order, each as long as it has to be for it to look the same as in a whole
  /// row copied anew: blanks take their colour from their left, and a wide character is not cut in two.
  package static func of(_ row: ArraySlice<Grid.Cell>, from former: ArraySlice<Grid.Cell>) -> [Range<Int>] {
    precondition(row.count == former.count, "rows of \(row.count) and \(former.count) cells")
    var spans: [Range<Int>] = []
    let offset = former.startIndex - row.startIndex
    var x = row.startIndex
    while x < row.endIndex {
      guard row[x] != former[x + offset] else {
        x += 1
        continue
      }
      var start = x
      while start > row.startIndex, row[start].isBlank { start -= 1 }
      // Blanks that follow have looked at what was there.
      repeat { x += 1 } while x < row.endIndex && (row[x].isBlank || row[x] != former[x + offset])
      let span = start - row.startIndex..<x - row.startIndex
      if let last = spans.last, last.upperBound >= span.lowerBound {
        spans[spans.count - 1] = last.lowerBound..<span.upperBound
      } else {
        spans.append(span)
      }
    }
    return spans
  }
}

extension Grid.Cell {
  /// True where nothing of the ink is seen.
  var isBlank: Bool { isContinuation || character == " " }
}
