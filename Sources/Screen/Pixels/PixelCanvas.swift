import Text

/// A surface that lines are drawn on: cells of dots, or pixels.
protocol DotSurface {
  var dotColumns: Int { get }
  var dotRows: Int { get }

  /// From here on what is drawn lies above what was drawn before.
  mutating func beginLayer()
  /// The smallest dot.
  mutating func plot(x: Int, y: Int, style: Style)
  /// A dot that cannot be missed.
  mutating func mark(x: Int, y: Int, style: Style)
  mutating func line(fromX x0: Int, y y0: Int, toX x1: Int, y y1: Int, style: Style, stroke: Stroke)
}

/// A drawing surface of pixels, with smooth lines as thick as suits a cell.
public struct PixelCanvas: DotSurface, Sendable {
  public private(set) var image: PixelImage
  private let cell: PixelSize
  /// Where the last line ended and how long it was so far: a dashed line goes on where it stopped.
  private var pen: (x: Int, y: Int, length: Double)?

  /// - Parameter cell: the pixels of a cell.
  public init(size: PixelSize, cell: PixelSize) {
    image = PixelImage(size: size)
    self.cell = cell
  }

  public var dotColumns: Int { image.size.width }
  public var dotRows: Int { image.size.height }

  public mutating func beginLayer() { pen = nil }

  public mutating func plot(x: Int, y: Int, style: Style) {
    image.blend(style.foreground, level: Self.level(of: style), x: x, y: y)
  }

  public mutating func mark(x: Int, y: Int, style: Style) {
    segment((x, y), (x, y), radius: radius(of: style) * 2.2, style: style) { _ in true }
  }

  /// Draws a line with round ends. Ends far outside are moved to just outside.
  public mutating func line(
    fromX x0: Int, y y0: Int, toX x1: Int, y y1: Int, style: Style, stroke: Stroke = .solid
  ) {
    let (start, end) = (
      (clamp(x0, dotColumns), clamp(y0, dotRows)), (clamp(x1, dotColumns), clamp(y1, dotRows))
    )
    let (dx, dy) = (Double(end.0 - start.0), Double(end.1 - start.1))
    let length = (dx * dx + dy * dy).squareRoot()
    let before = pen.flatMap { $0.x == start.0 && $0.y == start.1 ? $0.length : nil } ?? 0
    // A dot of braille, which patterns are made for.
    let unit = max(1, Double(cell.width) / 2)
    segment(start, end, radius: radius(of: style), style: style) { share in
      stroke == .solid || stroke.draws(at: Int(saturating: (before + share * length) / unit))
    }
    pen = (end.0, end.1, before + length)
  }

  /// Half the thickness of a line: about a tenth of a cell's height in all, bold ones more.
  private func radius(of style: Style) -> Double {
    max(0.6, Double(cell.height) * (style.isBold ? 0.06 : 0.045))
  }

  private static func level(of style: Style) -> Int {
    style.isDim ? PixelImage.levels * 2 / 5 : PixelImage.levels
  }

  private func clamp(_ value: Int, _ limit: Int) -> Int { min(max(value, -cell.height), limit + cell.height) }

  /// Draws every pixel within a distance of the line between two points, weaker at the rim.
  ///
  /// - Parameter isDrawn: whether the line is drawn at a share of its length.
  private mutating func segment(
    _ start: (x: Int, y: Int), _ end: (x: Int, y: Int), radius: Double, style: Style,
    isDrawn: (Double) -> Bool
  ) {
    let strength = Double(Self.level(of: style))
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let squared = Double(dx * dx + dy * dy)
    let isFlat = dx.magnitude >= dy.magnitude
    let reach = Int(saturating: (radius + 0.5).rounded(.up))
    let (low, high) =
      isFlat ? (min(start.x, end.x), max(start.x, end.x)) : (min(start.y, end.y), max(start.y, end.y))
    let slope = isFlat ? (dx == 0 ? 0 : Double(dy) / Double(dx)) : Double(dx) / Double(dy)
    // Across a line that is not parallel to an axis the same distance takes more pixels.
    let across = Int(saturating: ((radius + 0.5) * (1 + slope * slope).squareRoot()).rounded(.up)) + reach
    for along in (low - reach)...(high + reach) {
      let origin = isFlat ? start.x : start.y
      let nearest = min(max(along, low), high)
      let middle = Double(isFlat ? start.y : start.x) + slope * Double(nearest - origin)
      let center = Int(saturating: middle.rounded())
      for other in (center - across)...(center + across) {
        let (x, y) = isFlat ? (along, other) : (other, along)
        let (px, py) = (Double(x - start.x), Double(y - start.y))
        let share = squared == 0 ? 0 : min(max((px * Double(dx) + py * Double(dy)) / squared, 0), 1)
        let (ex, ey) = (px - share * Double(dx), py - share * Double(dy))
        let cover = min(max(radius + 0.5 - (ex * ex + ey * ey).squareRoot(), 0), 1)
        guard cover > 0, isDrawn(share) else { continue }
        image.blend(style.foreground, level: Int(saturating: (cover * strength).rounded()), x: x, y: y)
      }
    }
  }
}
