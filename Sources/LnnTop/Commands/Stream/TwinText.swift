import Telemetry
import Text

/// How far a device is from its twin, in words and in JSON.
struct TwinText {
  private let status: TwinStatus

  init(_ status: TwinStatus) { self.status = status }

  /// What a line tells: `difference 0.012 % (window 0.02 %)  largest 0.3 % at row 524 (steering)  in step`.
  var figures: [String] {
    let mean = status.meanShare(\.mean) ?? status.meanShare(\.windowMean)
    var figures = [
      "difference \(Self.percent(mean)) (window \(Self.percent(status.meanShare(\.windowMean))))"
    ]
    let largest = status.outputs.max { $0.share($0.largest) ?? 0 < $1.share($1.largest) ?? 0 }
    if let largest, let share = largest.share(largest.largest), let row = largest.largestRow {
      figures.append("largest \(Self.percent(share)) at row \(row) (\(largest.name))")
    }
    if let share = status.sameClass { figures.append("same class \(Self.percent(share))") }
    return figures + [phase]
  }

  private var phase: String {
    switch status.phase {
    case .following: "in step"
    case .settling(let row): "settling since row \(row)"
    case .unsettled(let row): "not in step since row \(row)"
    }
  }

  /// A line for the rows and one for each output.
  func summary(rows: Int) -> [String] {
    let width = max(12, (status.outputs.map { $0.name.displayed.count }.max() ?? 0) + 2)
    func line(_ name: String, _ text: String) -> String {
      name.padding(toLength: width, withPad: " ", startingAt: 0) + text
    }
    let leftOut = status.leftOut > 0 ? ", left out \(status.leftOut)" : ""
    var lines = [line("rows", "\(rows), compared \(status.compared)\(leftOut)")]
    for output in status.outputs { lines.append(line(output.name.displayed, words(of: output))) }
    if let share = status.sameClass { lines.append(line("same class", Self.percent(share))) }
    if status.lostLines > 0 { lines.append(line("lost", counted(status.lostLines, "line"))) }
    if status.restarts > 0 { lines.append(line("restarts", "\(status.restarts)")) }
    if status.phase != .following { lines.append(line("state", phase)) }
    return lines
  }

  /// Of an output no row of which counts, the newest rows tell something all the same.
  private func words(of output: TwinStatus.Output) -> String {
    let counts = output.mean != nil
    let (mean, largest) = counts ? (output.mean, output.largest) : (output.windowMean, output.windowLargest)
    guard let mean, let largest else { return "nothing to compare" }
    func figure(_ value: Double) -> String {
      "\(NumberText.significant(value)) (\(Self.percent(output.share(value))))"
    }
    let row = output.largestRow.map { " at row \($0)" } ?? ""
    let beyond = output.beyond.map {
      ", beyond \(Self.percent(status.tolerance)) of the range in \(Self.percent($0)) of rows"
    }
    return "mean \(figure(mean)), largest \(figure(largest))\(row)"
      + (beyond ?? ", of rows that do not count yet")
  }

  private static func percent(_ share: Double?) -> String {
    share.map { "\(NumberText.significant(100 * $0)) %" } ?? "-"
  }

  var values: [String: StreamText.Value] {
    var values: [String: StreamText.Value] = [
      "device": .text(status.device), "compared": .int(status.compared), "left_out": .int(status.leftOut),
      "lost_lines": .int(status.lostLines), "restarts": .int(status.restarts),
      "tolerance": .number(status.tolerance), "within_tolerance": .flag(status.isWithinTolerance),
      "difference": .number(status.meanShare(\.mean)),
      "window_difference": .number(status.meanShare(\.windowMean)), "same_class": .number(status.sameClass),
      "phase": .text(Self.word(status.phase)), "phase_since": .int(Self.row(status.phase)),
    ]
    values["outputs"] = .list(
      status.outputs.map { output in
        [
          "name": .text(output.name), "range": .number(output.range), "mean": .number(output.mean),
          "largest": .number(output.largest), "largest_row": .int(output.largestRow),
          "beyond": .number(output.beyond), "window_mean": .number(output.windowMean),
          "window_largest": .number(output.windowLargest),
        ]
      })
    return values
  }

  private static func word(_ phase: TwinStatus.Phase) -> String {
    switch phase {
    case .following: "in step"
    case .settling: "settling"
    case .unsettled: "not in step"
    }
  }

  private static func row(_ phase: TwinStatus.Phase) -> Int? {
    switch phase {
    case .following: nil
    case .settling(let row), .unsettled(let row): row
    }
  }
}
