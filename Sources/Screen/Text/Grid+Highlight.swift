extension Grid {
  /// Changes the style of every place in a rectangle where a text stands, whatever the case of its letters.
  public mutating func highlight(_ needle: String, in rect: Rect, _ change: (inout Style) -> Void) {
    let wanted = TextCell.cells(of: needle.lowercased()).map(\.character)
    let place = rect.intersection(bounds)
    guard !wanted.isEmpty, !place.isEmpty else { return }
    for y in place.y..<place.maxY {
      // The right halves of wide characters are no characters of the text.
      let columns = (place.x..<place.maxX).filter { !self[$0, y].isContinuation }
      let characters = columns.map { String(self[$0, y].character).lowercased() }
      var start = 0
      while start + wanted.count <= columns.count {
        let isHere = wanted.indices.allSatisfy { String(wanted[$0]) == characters[start + $0] }
        guard isHere else {
          start += 1
          continue
        }
        let last = columns[start + wanted.count - 1]
        let end = last + (self[last + 1, y].isContinuation ? 2 : 1)
        restyle(Rect(x: columns[start], y: y, columns: end - columns[start], rows: 1), change)
        start += wanted.count
      }
    }
  }
}
