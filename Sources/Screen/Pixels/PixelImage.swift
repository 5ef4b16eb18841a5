/// An image in the colours of a theme: each pixel is a role's colour in one of 16 strengths, so that drawing needs no
/// theme, as with cells.
public struct PixelImage: Sendable, Hashable {
  /// A pixel: a role and a strength, as one byte.
  public struct Tone: Sendable, Hashable {
    public let index: UInt8

    /// - Parameter level: 0, the background, to `PixelImage.levels`, the role's full colour.
    public init(_ role: Role, level: Int = PixelImage.levels) {
      let level = min(max(0, level), PixelImage.levels)
      index = level == 0 || role == .background ? 0 : UInt8(role.rawValue << 4 | level)
    }

    fileprivate init(index: UInt8) { self.index = index }

    /// What the terminal has on its screen already.
    public static let clear = Tone(index: 0xF)
    public static let background = Tone(index: 0)
  }

  /// The strength of a role's full colour.
  public static let levels = 15

  public let size: PixelSize
  /// The index of each pixel's tone, row by row.
  public private(set) var pixels: [UInt8]

  /// An image in one tone.
  public init(size: PixelSize, tone: Tone = .background) {
    self.size = size
    pixels = Array(repeating: tone.index, count: size.width * size.height)
  }

  /// Reading outside gives the background, writing outside does nothing.
  public subscript(x: Int, y: Int) -> Tone {
    get { contains(x, y) ? Tone(index: pixels[y * size.width + x]) : .background }
    set {
      guard contains(x, y) else { return }
      pixels[y * size.width + x] = newValue.index
    }
  }

  /// True where a pixel has no colour of its own.
  public var isPartlyClear: Bool { pixels.contains(Tone.clear.index) }

  /// Gives a rectangle one tone, as far as it is within the image.
  public mutating func fill(x: Range<Int>, y: Range<Int>, tone: Tone) {
    let columns = x.clamped(to: 0..<size.width)
    for row in y.clamped(to: 0..<size.height) {
      for column in columns { pixels[row * size.width + column] = tone.index }
    }
  }

  /// Draws a tone over what is there: a stronger one, one of the same role that is stronger than it was, or one that
  /// covers half of the pixel.
  mutating func blend(_ role: Role, level: Int, x: Int, y: Int) {
    guard contains(x, y), level > 0, role != .background else { return }
    let place = y * size.width + x
    let (oldRole, oldLevel) = (Int(pixels[place] >> 4), Int(pixels[place] & 15))
    let level = min(level, Self.levels)
    let isStronger = oldRole == 0 || level >= oldLevel
    guard oldRole == role.rawValue ? level > oldLevel : isStronger || level > Self.levels / 2 else { return }
    pixels[place] = UInt8(role.rawValue << 4 | level)
  }

  private func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < size.width && y < size.height }
}

/// An image over cells of the screen.
public struct Picture: Sendable, Hashable {
  /// The cells that it covers.
  public var place: Rect
  public var image: PixelImage
  /// Cells among them that stay text; the image is clear there.
  public private(set) var texts: [Rect]

  /// - Parameters:
  ///   - image: as many pixels as the cells have.
  ///   - cell: the pixels of a cell.
  public init(place: Rect, image: PixelImage, texts: [Rect] = [], cell: PixelSize) {
    self.place = place
    self.image = image
    self.texts = texts.map { $0.intersection(place) }.filter { !$0.isEmpty }
    for text in self.texts {
      let (left, top) = ((text.x - place.x) * cell.width, (text.y - place.y) * cell.height)
      self.image.fill(
        x: left..<(left + text.columns * cell.width), y: top..<(top + text.rows * cell.height), tone: .clear)
    }
  }

  /// Whether a cell is the image's, not text.
  public func covers(x: Int, y: Int) -> Bool {
    place.contains(x: x, y: y) && !texts.contains { $0.contains(x: x, y: y) }
  }
}

/// The colours of images in a theme.
public struct PixelPalette: Sendable, Hashable {
  /// By the index of a tone.
  public let colors: [Theme.Color]

  /// - Parameter background: the terminal's own; nil where it is the theme's.
  public init(theme: Theme, background: Theme.Color? = nil) {
    let background = background ?? theme.color(of: .background)
    colors = Role.allCases.flatMap { role in
      (0...PixelImage.levels).map { level in
        role == .background
          ? background
          : background.mixed(with: theme.color(of: role), share: Double(level) / Double(PixelImage.levels))
      }
    }
  }
}
