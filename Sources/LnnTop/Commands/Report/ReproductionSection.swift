import Foundation
import Text

/// How to make the run, and the report, once more.
enum ReproductionSection {
  static func entry(_ run: ReportedRun, _ measured: ReportedExplanation.Measured?) -> ReportEntry {
    let description = run.description
    let started = CalendarTime(secondsSince1970: description.startedAt.timeIntervalSince1970).dateAndTime
    var facts: [(name: String, value: HTMLNode)] = [
      ("program", .text("\(ProgramVersion.name) \(description.programVersion)")),
      ("seed", .text("\(description.seed)")),
      ("data", .text(run.fingerprint ?? "no fingerprint was recorded")),
      ("run file", .name(run.path, limit: 300)), ("started", .text("\(started) UTC")),
    ]
    if let measured {
      facts.append(
        (
          "this report",
          .text(
            "\(ProgramVersion.line), seed \(measured.options.seed), at most"
              + " \(NumberText.grouped(measured.options.rows)) rows")
        ))
    }
    return HTMLNode.entry("repeat", "How to repeat it", [command(run), ReportTable.facts(facts)])
  }

  private static func command(_ run: ReportedRun) -> HTMLNode {
    guard let command = run.command else {
      return .paragraph([
        "The run does not say, in words that this version has, what it was trained on: it cannot be repeated from here."
      ])
    }
    let code = HTMLNode.element("code", lines(command.lines))
    return .group([
      .paragraph([
        .text(
          "The same program with the same data, options and seed trains the same network. Options at their defaults, or as"
            + " the task file has them, are left out.")
      ]),
      .element("pre", [code]),
    ])
  }

  /// A command over several lines, each but the last with the shell's sign that it goes on.
  private static func lines(_ lines: [String]) -> [HTMLNode] {
    lines.enumerated().flatMap { index, line -> [HTMLNode] in
      index + 1 < lines.count ? [.text(line + " \\"), .lineBreak] : [.text(line)]
    }
  }
}
