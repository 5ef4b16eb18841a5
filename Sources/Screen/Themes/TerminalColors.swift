/// The 256 colours of xterm without the first sixteen, which people configure: a cube of 6 by 6 by 6 and 24 greys.
public enum XtermPalette {
  /// The palette indices whose colours are the same on every terminal.
  public static let indices = 16...255

  private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]

  /// The colour of an index.
  public static func color(at index: Int) -> Theme.Color {
    precondition(indices.contains(index), "the colour \(index) is not fixed; \(indices) are")
    if index >= 232 {
      let grey = UInt8(8 + 10 * (index - 232))
      return Theme.Color(red: grey, green: grey, blue: grey)
    }
    let cube = index - 16
    return Theme.Color(red: levels[cube / 36], green: levels[cube / 6 % 6], blue: levels[cube % 6])
  }

  /// The index whose colour looks most like the given one, with hue weighted above lightness; a colour with any hue
  /// never becomes a grey. So dark shades of different colours stay distinct.
  static func nearestTinted(to color: Theme.Color) -> Int {
    let wanted = color.oklab
    func chroma(_ lab: SIMD4<Double>) -> Double { (lab[1] * lab[1] + lab[2] * lab[2]).squareRoot() }
    let hasHue = chroma(wanted) > 0.02
    var best = (index: indices.lowerBound, distance: Double.infinity)
    for index in indices {
      let candidate = Self.color(at: index)
      if hasHue, candidate.red == candidate.green, candidate.green == candidate.blue { continue }
      let found = candidate.oklab
      let squares = (found - wanted) * (found - wanted)
      // The difference in the two opponent axes, split into saturation and hue.
      let saturation = chroma(found) - chroma(wanted)
      let hue = max(0, squares[1] + squares[2] - saturation * saturation)
      let distance = squares[0] + 0.3 * saturation * saturation + 9 * hue
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

/// How many colours a terminal can show.
public enum ColorMode: Int, Sendable, Hashable, Codable, CaseIterable, Comparable {
  case mono
  case ansi8
  case ansi16
  case palette256
  /// 24-bit colours.
  case direct

  public static func < (a: ColorMode, b: ColorMode) -> Bool { a.rawValue < b.rawValue }

  /// The mode for a terminal whose terminfo entry has the given number of colours (negative: none).
  public init(terminfoColors count: Int) {
    switch count {
    case 0x100_0000...: self = .direct
    case 256...: self = .palette256
    case 16...: self = .ansi16
    case 8...: self = .ansi8
    default: self = .mono
    }
  }

  /// True where the environment asks for no colour (https://no-color.org).
  public static func isColorRefused(environment: [String: String]) -> Bool {
    !(environment["NO_COLOR"] ?? "").isEmpty
  }

  /// True where the environment says that the terminal shows 24-bit colours.
  public static func isDirectColorAnnounced(environment: [String: String]) -> Bool {
    ["truecolor", "24bit"].contains((environment["COLORTERM"] ?? "").lowercased())
  }
}
