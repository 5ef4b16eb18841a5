import Foundation
import RunStore
import Sweeps
import Text

/// What is told of the best trial.
struct BestTrial: Encodable {
  /// A trial of the front, where the sweep has two goals.
  struct Compromise: Encodable {
    let trial: Int
    let values: [String: String]
    let figure: Double?
    /// By the second goal.
    let cost: Double?
  }

  /// Counted from 1.
  let trial: Int
  let values: [String: String]
  let goal: String
  /// Over the validation part, the mean over its seeds.
  let figure: Double?
  /// The sample deviation over its seeds; nil for a single one.
  let deviation: Double?
  let seeds: Int
  /// Over the test part, which had no part in the choice; nil where there is none.
  let test: Double?
  let paths: [String]
  /// What trains it again, with the first seed.
  let command: String
  /// Runs of the sweep that have ended, and all that are known: another trial may turn out better while some are left.
  let ended: Int
  let runs: Int
  /// The cheapest first; nil where there is one goal.
  let front: [Compromise]?
  private let lines: [String]
  private let plan: SweepPlan
  /// Keys of its runs whose files are gone.
  private let missing: [String]
  private let folder: SweepFolder

  private enum CodingKeys: String, CodingKey {
    case trial, values, goal, figure, deviation, seeds, test, command, ended, front
    case paths = "runs"
    case runs = "runs_of_sweep"
  }

  /// - Precondition: the ranking has a best trial's figure.
  init(
    _ best: SweepRanking.Trial, _ plan: SweepPlan, _ ranking: SweepRanking, folder: SweepFolder,
    locations: Locations
  ) {
    trial = best.index + 1
    (values, self.plan, self.folder) = (best.values, plan, folder)
    goal = plan.goalName
    figure = best.figure
    seeds = best.jobs.count
    let figures = best.results.compactMap { $0.figure(plan.goal) }
    deviation = figures.count > 1 ? Spread(figures)?.deviation : nil
    test = best.mean { plan.goal == .loss ? $0.testLoss : $0.testMetric }
    paths = best.jobs.map { folder.runPath($0.key) }
    missing = best.jobs.map(\.key).filter { RunFile.identity(of: folder.runPath($0)) == nil }
    ended = ranking.trials.reduce(0) { $0 + $1.ended }
    runs = plan.jobs.count
    front = plan.study?.against.map { rival in
      ranking.trials.filter { ranking.front.contains($0.index) }
        .map {
          Compromise(trial: $0.index + 1, values: $0.values, figure: $0.figure, cost: $0.cost(rival))
        }
        .sorted { ($0.cost ?? 0, $0.trial) < ($1.cost ?? 0, $1.trial) }
    }
    lines = TrainingCommandLine(recorded: best.jobs[0].options, locations: locations)?.lines ?? []
    command = lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
  }

  var text: String {
    var rows = [("trial", "\(trial)"), ("values", SweepReport.words(values, plan.space))]
    let spread = deviation.map { " ± \(NumberText.significant($0, digits: 2))" } ?? ""
    let mean = seeds > 1 ? ", the mean of \(seeds) seeds" : ""
    rows.append(
      (goal, figure.map { "\(NumberText.significant($0))\(spread) over the validation part\(mean)" } ?? "-"))
    if let test {
      rows.append(("test", "\(goal) \(NumberText.significant(test))\(mean), which had no part in the choice"))
    }
    if ended < runs {
      rows.append(
        ("so far", "\(ended) of \(counted(runs, "run")) have ended; another trial may turn out better"))
    }
    rows += paths.map { ("run", $0) }
    rows += missing.map {
      ("gone", "\(folder.runPath($0)); without \(folder.resultPath($0)) the sweep makes it again")
    }
    rows += frontRows
    return SummaryText.lines(rows) + (lines.isEmpty ? "" : "\n\n" + lines.joined(separator: " \\\n"))
  }

  private var frontRows: [(String, String)] {
    guard let front, let rival = plan.study?.against else { return [] }
    return front.map { each in
      let cost =
        each.cost.map { rival == .seconds ? NumberText.runTime($0) : NumberText.significant($0) } ?? "-"
      let figure = each.figure.map { NumberText.significant($0) } ?? "-"
      return (
        "front",
        "trial \(each.trial): \(goal) \(figure), \(rival.rawValue) \(cost) (\(SweepReport.words(each.values, plan.space)))"
      )
    }
  }
}
