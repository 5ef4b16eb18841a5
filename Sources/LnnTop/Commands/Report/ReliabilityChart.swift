import Telemetry
import Text

/// How far the probabilities of a classification can be trusted: its figures in a table, and observed over predicted
/// shares as a picture.
struct ReliabilityChart {
  private static let (width, height) = (520.0, 400.0)
  private static let (left, right, top, bottom) = (62.0, 16.0, 24.0, 44.0)
  /// The height that the largest bin's bar has.
  private static let tallestBar = 60.0

  let figures: ClassFigures
  /// Tells the pictures of several targets from each other.
  let number: Int

  init(_ figures: ClassFigures, number: Int) {
    (self.figures, self.number) = (figures, number)
  }

  var nodes: [HTMLNode] {
    let text = ClassFiguresText(figures)
    let target = figures.target.map { " of \($0)" } ?? ""
    var table = ReportTable(
      "Probabilities\(target) over the test part", columns: [.init("figure"), .init("value")])
    table.rows = text.rows.filter { $0.name != "figures of" }.map { [.text($0.name), .text($0.value)] }
    let caption =
      "Observed over predicted shares: answers in \(figures.bins.count) bins by \(text.probabilityOf); the dashed"
      + " line is where both are equal. Bars at the bottom: how many answers each bin holds."
    return [
      table.node,
      .element(
        "figure",
        [
          .scrolling("Reliability of probabilities\(target)", picture),
          .element("figcaption", [.text(caption)]),
        ]),
    ]
  }

  private var picture: HTMLNode {
    .picture(
      "reliability-\(number)", title: "Reliability of probabilities", description: description,
      width: Self.width, height: Self.height, bars + axes + diagonal + curve)
  }

  private var description: String {
    let parts = figures.bins.compactMap { bin -> String? in
      guard let predicted = bin.predicted, let observed = bin.observed else { return nil }
      return "\(NumberText.fixed(observed, decimals: 2)) at \(NumberText.fixed(predicted, decimals: 2))"
        + " (\(NumberText.grouped(bin.count)))"
    }
    return "Observed at predicted shares, with the number of answers: \(parts.joined(separator: ", "))"
  }

  // MARK: - Places

  private func across(_ share: Double) -> Double {
    Self.left + share * (Self.width - Self.left - Self.right)
  }

  private func up(_ share: Double) -> Double {
    Self.height - Self.bottom - share * (Self.height - Self.top - Self.bottom)
  }

  // MARK: - Parts

  private var axes: [HTMLNode] {
    let ticks = stride(from: 0.0, through: 1.0, by: 0.25).flatMap { share -> [HTMLNode] in
      let label = NumberText.shortest(share)
      return [
        .line(Self.left, up(share), across(1), up(share), "grid"),
        .label(label, Self.left - 8, up(share) + 4, "quiet end"),
        .line(across(share), up(0), across(share), up(0) + 5, "axis"),
        .label(label, across(share), up(0) + 20, "quiet middle"),
      ]
    }
    return ticks + [
      .line(Self.left, up(0), across(1), up(0), "axis"), .label("observed", 4, 14),
      .label("predicted", across(1), Self.height - 6, "quiet end"),
    ]
  }

  private var bars: [HTMLNode] {
    let most = Double(max(1, figures.bins.map(\.count).max() ?? 1))
    return figures.bins.filter { $0.count > 0 }.map { bin in
      let height = Self.tallestBar * Double(bin.count) / most
      return .rectangle(
        across(bin.lower) + 1, up(0) - height, across(bin.upper) - across(bin.lower) - 2, height, "range")
    }
  }

  private var diagonal: [HTMLNode] { [.line(across(0), up(0), across(1), up(1), "kept")] }

  private var curve: [HTMLNode] {
    let points = figures.bins.compactMap { bin in
      bin.predicted.flatMap { predicted in bin.observed.map { (across(predicted), up($0)) } }
    }
    var path = SVGPath()
    for point in points { path.line(to: point.0, point.1) }
    return [.path(path, "curve")] + points.map { .circle($0.0, $0.1, radius: 3, "dot") }
  }
}
