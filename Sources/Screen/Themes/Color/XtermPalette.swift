/// The 256 colours of xterm without the first sixteen, which every person sets as they like: a cube of 6 by 6 by 6
/// and 24 greys.
public enum XtermPalette {
  /// The palette indices whose colours are the same on every terminal.
  public static let indices = 16...255

  private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]

  /// What a terminal shows for an index.
  public static func color(at index: Int) -> Theme.Color {
    precondition(indices.contains(index), "the colour \(index) is not fixed; \(indices) are")
    if index >= 232 {
      let grey = UInt8(8 + 10 * (index - 232))
      return Theme.Color(red: grey, green: grey, blue: grey)
    }
    let cube = index - 16
    return Theme.Color(red: levels[cube / 36], green: levels[cube / 6 % 6], blue: levels[cube % 6])
  }

  /// The index whose colour looks most like the given one where its hue counts more than its lightness and a colour
  /// with any hue never becomes a grey: dark shades of two colours stay apart.
  static func nearestTinted(to color: Theme.Color) -> Int {
    let wanted = color.oklab
    let hasHue = wanted[1] * wanted[1] + wanted[2] * wanted[2] > 0.0006
    var best = (index: indices.lowerBound, distance: Double.infinity)
    for index in indices {
      let candidate = Self.color(at: index)
      if hasHue, candidate.red == candidate.green, candidate.green == candidate.blue { continue }
      let difference = (candidate.oklab - wanted) * [1, 2.5, 2.5, 0]
      let distance = (difference * difference).sum()
      if distance < best.distance { best = (index, distance) }
    }
    return best.index
  }

  /// The index whose colour looks most like the given one.
  public static func nearest(to color: Theme.Color) -> Int {
    var best = (index: indices.lowerBound, distance: Double.infinity)
    for index in indices {
      let distance = color.distance(to: Self.color(at: index))
      if distance < best.distance { best = (index, distance) }
    }
    return best.index
  }
}
