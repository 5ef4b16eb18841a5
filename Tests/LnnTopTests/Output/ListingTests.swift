import Foundation
import LnnTop
import RunStore
import TestSupport
import Testing
import Text

@Suite struct ListingTests {
  @Test func tableColumnsLineUpAlsoWithWideCharacters() {
    var table = TextTable(columns: [.init("NAME"), .init("N", alignsRight: true)])
    table.rows = [["a", "10"], ["速度", "7"]]
    #expect(table.text == "NAME   N\na     10\n速度   7")
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("a\nb", "\"a\nb\""),
  ])
  func fieldsAreQuotedWhereTheyMustBe(text: String, field: String) {
    #expect(CSVText().field(text) == field)
  }

  @Test func anUnreadableRunIsListedWithItsReason() {
    var summary = RunSummary(
      path: "/runs/broken.lnnrun", state: .unreadable, startedAt: Date(timeIntervalSince1970: 0), fileSize: 3)
    summary.problem = "it is not a run file"
    let lines = RunsTable(summaries: [summary]).text.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[1].contains("broken.lnnrun") && lines[1].contains("it is not a run file"))
  }

  @Test func aNameIsALinkToItsFileWhereLinksAreShown() {
    let summary = RunSummary(
      path: "/runs/a b;ü.lnnrun", state: .done, startedAt: Date(timeIntervalSince1970: 0), fileSize: 3)
    let plain = RunsTable(summaries: [summary]).text
    let linked = RunsTable(summaries: [summary], isLinked: true).text
    #expect(!plain.contains("\u{1B}"))
    #expect(linked.contains(/\u{1B}\]8;;file:\/\/[^\/;]*\/runs\/a%20b%3B%C3%BC\.lnnrun\u{1B}\\/))
    #expect(linked.replacing(/\u{1B}\]8;;[^\u{1B}]*\u{1B}\\/, with: "") == plain)
  }

  @Test func documentsInHelpAreLinksWhereTheyLie() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "runs.md")
    let text = "See docs/runs.md and docs/moon.md."
    let linked = TextLink.toDocuments(in: text, folders: ["/nowhere", folder.path("")])
    #expect(linked.hasPrefix("See \u{1B}]8;;file://") && linked.hasSuffix(" and docs/moon.md."))
    #expect(linked.replacing(/\u{1B}\]8;;[^\u{1B}]*\u{1B}\\/, with: "") == text)
  }

  @Test func aRunShowsItsBestLossAndMetric() {
    var summary = RunSummary(
      path: "/runs/a.lnnrun", state: .done, startedAt: Date(timeIntervalSince1970: 0), fileSize: 3)
    summary.task = "lane-keeping"
    summary.steps = 400
    summary.bestValidationLoss = 0.125
    summary.metricName = "mae"
    summary.metric = 0.5
    summary.duration = 75
    let text = RunsTable(summaries: [summary]).text
    for part in ["lane-keeping", "400", "0.125", "mae 0.5", "1:15", "done"] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
  }

  @Test func aColumnTellsStreamsFromTraining() {
    var stream = RunSummary(
      path: "/runs/a.lnnrun", state: .recording, startedAt: Date(timeIntervalSince1970: 0), fileSize: 3)
    let training = stream
    stream.kind = .stream
    stream.tags = ["plant"]
    let lines = RunsTable(summaries: [stream, training]).text.split(separator: "\n")
    #expect(lines[0].contains("KIND") && lines[1].contains("stream") && lines[2].contains("training"))
    #expect(!RunsTable(summaries: [training]).text.contains("KIND"))
  }
}
