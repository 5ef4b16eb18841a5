import Text

/// The points of lines in a picture.
struct SVGPath {
  private(set) var text = ""
  private var isOpen = false

  /// Goes on to a point, or begins there after a gap.
  mutating func line(to x: Double, _ y: Double) {
    text += (isOpen ? "L" : "M") + Self.number(x) + " " + Self.number(y)
    isOpen = true
  }

  /// The next point begins a line of its own.
  mutating func gap() { isOpen = false }

  /// A curve from one point to another that leaves and arrives by way of two others.
  mutating func curve(
    from start: (x: Double, y: Double), _ first: (x: Double, y: Double), _ second: (x: Double, y: Double),
    to end: (x: Double, y: Double)
  ) {
    text += "M\(Self.pair(start))C\(Self.pair(first)) \(Self.pair(second)) \(Self.pair(end))"
  }

  private static func pair(_ point: (x: Double, y: Double)) -> String {
    "\(number(point.x)) \(number(point.y))"
  }

  /// A tenth of a pixel is as fine as anyone sees.
  static func number(_ value: Double) -> String {
    value.isFinite ? NumberText.fixed(value, decimals: 1) : "0"
  }
}

extension HTMLNode {
  /// A picture that says in words what it shows.
  ///
  /// - Parameter id: a word of its own in the document.
  static func picture(
    _ id: String, title: String, description: String, width: Double, height: Double, _ children: [HTMLNode]
  ) -> HTMLNode {
    element(
      "svg",
      [
        "role": "img", "aria-labelledby": "\(id)-title \(id)-text",
        "viewBox": "0 0 \(SVGPath.number(width)) \(SVGPath.number(height))",
      ],
      [
        element("title", ["id": "\(id)-title"], [.text(title)]),
        element("desc", ["id": "\(id)-text"], [.text(description)]),
      ] + children)
  }

  static func path(_ path: SVGPath, _ style: String) -> HTMLNode {
    element("path", ["class": style, "d": path.text])
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> HTMLNode {
    element(
      "line",
      [
        "class": style, "x1": SVGPath.number(x1), "y1": SVGPath.number(y1), "x2": SVGPath.number(x2),
        "y2": SVGPath.number(y2),
      ])
  }

  static func circle(_ x: Double, _ y: Double, radius: Double, _ style: String) -> HTMLNode {
    element(
      "circle",
      ["class": style, "cx": SVGPath.number(x), "cy": SVGPath.number(y), "r": SVGPath.number(radius)])
  }

  static func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String)
    -> HTMLNode
  {
    element(
      "rect",
      [
        "class": style, "x": SVGPath.number(x), "y": SVGPath.number(y), "width": SVGPath.number(width),
        "height": SVGPath.number(height),
      ])
  }

  static func label(_ text: String, _ x: Double, _ y: Double, _ style: String = "") -> HTMLNode {
    element("text", ["class": style, "x": SVGPath.number(x), "y": SVGPath.number(y)], [.text(text)])
  }
}
