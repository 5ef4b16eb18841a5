import Text

/// A number as a small bar in a table; the number itself stands beside it.
enum ReportBar {
  private static let (width, height) = (176.0, 18.0)

  /// A bar to the right of the middle for a positive value, an empty one to the left for a negative one.
  static func signed(_ value: Double, largest: Double) -> HTMLNode {
    let middle = width / 2
    let share = largest > 0 && value.isFinite ? min(1, value.magnitude / largest) : 0
    let length = share * (middle - 4)
    let bar = HTMLNode.rectangle(
      value < 0 ? middle - length : middle, 4, length, 10, value < 0 ? "bar-minus" : "bar-plus")
    return picture(
      "\(SignedBar.number(value)) of at most \(NumberText.significant(largest))", [bar, rule(middle)])
  }

  /// A mean with the interval that holds it, on one scale for all rows of a table.
  static func interval(
    mean: Double, from lower: Double, to upper: Double, scale: ClosedRange<Double>, holdsZero: Bool
  ) -> HTMLNode {
    func place(_ value: Double) -> Double {
      let span = scale.upperBound - scale.lowerBound
      let share = span > 0 && value.isFinite ? (value - scale.lowerBound) / span : 0
      return 4 + min(max(share, 0), 1) * (width - 8)
    }
    let words =
      "from \(NumberText.significant(lower)) to \(NumberText.significant(upper))"
      + (holdsZero ? ", which holds 0" : ", which does not hold 0")
    return picture(
      words,
      [
        rule(place(0)), .line(place(lower), 9, place(upper), 9, holdsZero ? "interval-zero" : "interval"),
        .line(place(lower), 5, place(lower), 13, "interval"),
        .line(place(upper), 5, place(upper), 13, "interval"), .circle(place(mean), 9, radius: 3, "point"),
      ])
  }

  private static func rule(_ x: Double) -> HTMLNode { .line(x, 0, x, height, "axis") }

  private static func picture(_ words: String, _ children: [HTMLNode]) -> HTMLNode {
    .element(
      "svg",
      [
        "role": "img", "aria-label": words,
        "viewBox": "0 0 \(SVGPath.number(width)) \(SVGPath.number(height))",
      ], [.element("title", [.text(words)])] + children)
  }
}
