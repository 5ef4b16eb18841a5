import Sweeps
import Telemetry
import Text

/// The trials of a sweep in their order of merit; as JSON, one document.
struct SweepReport: Encodable {
  /// One trial with the means over its seeds.
  struct Trial: Encodable {
    /// Counted from 1, as in the names of the runs.
    let trial: Int
    /// From 1; nil where it has no figure.
    let rank: Int?
    let values: [String: String]
    /// `done`, `failed`, `diverged`, `open` where runs of it are left, or `stopped` where it did not go on after a rung.
    let state: String
    /// Runs that have ended, and all.
    let ended: Int
    let runs: Int
    /// Over the validation part.
    let metric: Double?
    let loss: Double?
    /// The sample deviation of the goal over the seeds; nil for a single one.
    let deviation: Double?
    let parameters: Int?
    /// The budget that it was trained to; nil without halving.
    let epochs: Int?
    /// Of one run.
    let seconds: Double?
    let reason: String?
    /// Whether none is both better and cheaper; nil where there is one goal.
    let isOnFront: Bool?

    private enum CodingKeys: String, CodingKey {
      case trial, rank, values, state, ended, runs, metric, loss, deviation, parameters, epochs, seconds,
        reason
      case isOnFront = "front"
    }
  }

  let name: String
  let task: String
  let folder: String
  let goal: String
  let isBetterWhenLarger: Bool
  /// Runs that have ended, and all of the sweep.
  let ended: Int
  let runs: Int
  /// The best first.
  let trials: [Trial]
  private let plan: SweepPlan

  private enum CodingKeys: String, CodingKey {
    case name, task, folder, goal, ended, runs, trials
    case isBetterWhenLarger = "larger_is_better"
  }

  init(_ plan: SweepPlan, _ ranking: SweepRanking, folder: SweepFolder) {
    self.plan = plan
    (name, task, self.folder) = (plan.name, plan.task, folder.path)
    goal = plan.goalName
    isBetterWhenLarger = plan.prefersLarger
    runs = plan.jobs.count
    trials = ranking.ranked.enumerated().map {
      Trial(
        $1, rank: $1.figure == nil ? nil : $0 + 1, plan,
        isOnFront: plan.study?.against == nil ? nil : ranking.front.contains($1.index))
    }
    ended = trials.reduce(0) { $0 + $1.ended }
  }

  /// The first trials as a table for people.
  func text(limit: Int) -> String {
    let open = runs - ended
    let left = open > 0 ? "; \(counted(open, "run")) to go" : ""
    let failed = trials.count { $0.state == "failed" }
    let heading =
      "\(name): \(counted(trials.count, "trial")) by \(goal) over the validation part,"
      + " \(isBetterWhenLarger ? "larger" : "smaller") is better\(left)"
    let more = trials.count - min(limit, trials.count)
    let lines =
      (more > 0 ? ["\(counted(more, "more trial")): lnn-top sweep table \(folder) --all"] : [])
      + (failed > 0
        ? [
          "\(counted(failed, "trial")) failed; the first: \(trials.first { $0.state == "failed" }?.reason ?? "")"
        ] : [])
    let hasFront = trials.contains { $0.isOnFront == true }
    let front = plan.study?.against.map {
      "front *: no other trial is both better and has less of \($0.rawValue); 'lnn-top sweep best' lists these"
    }
    let seeds =
      trials.contains { $0.runs > 1 } ? ["figures, parameters and time are means over the seeds"] : []
    let remarks = lines + seeds + (hasFront ? [front ?? ""] : [])
    return ([heading.sanitized, table(limit: limit).text] + remarks.map(\.sanitized)).joined(separator: "\n")
  }

  func table(limit: Int) -> TextTable {
    let isOfLoss = plan.goal == .loss
    let other = isOfLoss ? plan.metricName : "loss"
    var table = TextTable(
      columns: [.init("RANK", alignsRight: true), .init("TRIAL", alignsRight: true)]
        + plan.space.dimensions.map { .init($0.name.uppercased(), alignsRight: true) }
        + ([goal, other, "runs"] + (plan.halving == nil ? [] : ["epochs"]) + ["parameters", "time"]).map {
          .init($0.uppercased(), alignsRight: true)
        }
        + (plan.study?.against == nil ? [] : [.init("FRONT")]) + [.init("STATE")])
    table.rows = trials.prefix(limit).map { trial in
      let (figure, other) = isOfLoss ? (trial.loss, trial.metric) : (trial.metric, trial.loss)
      let spread = trial.deviation.map { " ± \(NumberText.significant($0, digits: 2))" } ?? ""
      return [trial.rank.map { "\($0)" } ?? "-", "\(trial.trial)"]
        + plan.space.dimensions.map { trial.values[$0.name] ?? "-" }
        + [
          figure.map { NumberText.significant($0) + spread } ?? "-",
          other.map { NumberText.significant($0) } ?? "-",
          trial.ended == trial.runs ? "\(trial.runs)" : "\(trial.ended)/\(trial.runs)",
        ] + (plan.halving == nil ? [] : [trial.epochs.map { "\($0)" } ?? "-"])
        + [
          trial.parameters.map { "\($0)" } ?? "-", trial.seconds.map(NumberText.runTime) ?? "-",
        ] + (trial.isOnFront.map { [$0 ? "*" : ""] } ?? []) + [trial.state]
    }
    return table
  }

  /// `units 16, learning-rate 0.003`, in the order of the space.
  static func words(_ values: [String: String], _ space: SweepSpace) -> String {
    let words = space.dimensions.compactMap { dimension in
      values[dimension.name].map { "\(dimension.name) \($0)" }
    }
    return words.joined(separator: ", ")
  }
}

extension SweepReport.Trial {
  fileprivate init(_ trial: SweepRanking.Trial, rank: Int?, _ plan: SweepPlan, isOnFront: Bool?) {
    self.isOnFront = isOnFront
    self.trial = trial.index + 1
    self.rank = rank
    values = trial.values
    (ended, runs) = (trial.ended, trial.jobs.count)
    let worst = trial.results.first { $0.state == .failed } ?? trial.results.first { $0.state == .diverged }
    state = trial.isComplete || worst != nil ? plan.word(for: worst ?? trial.results[0]) : "open"
    reason = worst?.reason
    (metric, loss) = (trial.mean(\.metric), trial.mean(\.loss))
    let figures = trial.results.compactMap { $0.figure(plan.goal) }
    deviation = figures.count > 1 ? Spread(figures)?.deviation : nil
    epochs = trial.rung > 0 ? plan.halving?.epochs[trial.rung - 1] : nil
    parameters = trial.cost(.parameters).map { Int(saturating: $0.rounded()) }
    seconds = trial.mean(\.seconds)
  }
}
