/// Braille patterns as squares.
enum SVGBraille {
  private static let patterns: ClosedRange<UInt32> = 0x2800...0x28FF
  /// The column and row of each bit's dot.
  private static let dots = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
  private static let side = 2

  /// The dots of a text of nothing but braille, in pixels from its top left; nil for any other text.
  static func path(_ text: String, x: Int, y: Int, cell: (width: Int, height: Int)) -> String? {
    let values = text.unicodeScalars.map(\.value)
    guard !values.isEmpty, values.allSatisfy(patterns.contains) else { return nil }
    var path = ""
    for (index, value) in values.enumerated() {
      for (bit, (column, row)) in dots.enumerated() where value & 1 << UInt32(bit) != 0 {
        let left = x + index * cell.width + (2 * column + 1) * cell.width / 4 - side / 2
        let top = y + (2 * row + 1) * cell.height / 8 - side / 2
        path += "M\(left) \(top)h\(side)v\(side)h-\(side)z"
      }
    }
    return path
  }
}
