import Foundation
import Sweeps
import Text

/// What is told of the best trial.
struct BestTrial: Encodable {
  /// Counted from 1.
  let trial: Int
  let values: [String: String]
  let goal: String
  /// Over the validation part, the mean over its seeds.
  let figure: Double?
  /// Over the test part, which had no part in the choice; nil where there is none.
  let test: Double?
  let paths: [String]
  /// What trains it again, with the first seed.
  let command: String
  private let lines: [String]
  private let space: SweepSpace

  private enum CodingKeys: String, CodingKey {
    case trial, values, goal, figure, test, command
    case paths = "runs"
  }

  init(_ best: SweepRanking.Trial, _ plan: SweepPlan, folder: SweepFolder, locations: Locations) {
    trial = best.index + 1
    (values, space) = (best.values, plan.space)
    goal = plan.goalName
    figure = best.figure
    test = best.mean { plan.goal == .loss ? $0.testLoss : $0.testMetric }
    paths = best.jobs.map { folder.runPath($0.key) }
    lines = TrainingCommandLine(recorded: best.jobs[0].options, locations: locations)?.lines ?? []
    command = lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
  }

  var text: String {
    var rows = [("trial", "\(trial)"), ("values", SweepReport.words(values, space))]
    rows.append((goal, figure.map { "\(NumberText.significant($0)) over the validation part" } ?? "-"))
    if let test {
      rows.append(("test", "\(goal) \(NumberText.significant(test)), which had no part in the choice"))
    }
    rows += paths.map { ("run", $0) }
    return SummaryText.lines(rows) + (lines.isEmpty ? "" : "\n\n" + lines.joined(separator: " \\\n"))
  }
}
