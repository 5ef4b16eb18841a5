import Foundation
import LiquidData
import LiquidTraining
import Sweeps
import Synchronization
import Text

/// Leads a sweep whose runs follow from the results of others: tells a study of Optuna what its trials have reached, asks it
/// for more, and decides who goes on after a rung of successive halving. Where all runs are known there is nothing to lead.
///
/// Everything that was decided is a file of the folder or an entry of the study before a run is begun on it, so that a sweep
/// that was killed at any moment goes on from there.
final class SweepCourse: Sendable {
  private struct State {
    var plan: SweepPlan
    /// For the points of a study; nil where there is none.
    var builder: TrialBuilder?
    /// Points that the study has proposed.
    var asked = 0
    /// The study's numbers of trials that it was not told of, each with its runs. Two may have the same runs, as points that
    /// differ only in what means nothing there are made once.
    var untold: [SweepAddedTrial] = []
    /// The trial of each point, by its options.
    var known: [[String: String]: [SweepJob]] = [:]
    /// Figures of rungs that were reported, as `NUMBER.RUNG`.
    var reported: Set<String> = []
  }

  private let folder: SweepFolder
  private let study: OptunaStudy?
  private let wanted: Int
  private let seeds: Int
  private let state: Mutex<State>
  /// Nil where there is nothing to lead.
  private let lead: SweepLead?

  /// Takes a sweep up, as far as it has come, and leads it until `end`.
  ///
  /// - Throws: where another process leads it, or there is no Optuna for one that needs it.
  init(
    _ file: SweepFile, _ trials: SweepTrials, folder: SweepFolder, isQuiet: Bool, locations: Locations
  ) throws {
    self.folder = folder
    (wanted, seeds) = (file.trials, file.seeds)
    state = Mutex(State(plan: trials.plan, builder: trials.builder))
    let finished = folder.resultKeys()
    let isMade = file.study == nil && trials.plan.jobs.allSatisfy { finished.contains($0.key) }
    guard trials.plan.grows, !isMade else {
      (study, lead) = (nil, nil)
      return
    }
    let lead = try Self.lead(folder)
    self.lead = lead
    do {
      study = try file.study.map { settings in
        let python = try Self.python(locations)
        if !isQuiet { Console.writeMessage("lnn-top: starting Optuna, which takes some seconds") }
        return try OptunaStudy(
          python: python, folder: folder.path, name: file.name, space: file.space,
          settings: settings, seed: file.seed, prefersLarger: trials.plan.prefersLarger)
      }
      try takeUp()
    } catch {
      lead.end()
      throw error
    }
  }

  /// A sweep all of whose runs are known: there is nothing to lead.
  ///
  /// - Precondition: the plan does not grow.
  init(_ plan: SweepPlan, folder: SweepFolder) {
    precondition(!plan.grows, "somebody has to lead it")
    self.folder = folder
    (wanted, seeds, study, lead) = (0, 0, nil, nil)
    state = Mutex(State(plan: plan))
  }

  /// With the runs that are known now.
  var plan: SweepPlan { state.withLock { $0.plan } }

  /// Runs that the sweep has in the end, or at most: points that the study has yet to propose may say the same as others.
  var runs: Int {
    state.withLock { state in
      state.plan.jobs.count + (study == nil ? 0 : max(0, wanted - state.asked) * seeds)
    }
  }

  /// What is to be said of points that the study has proposed and that have no runs of their own; nil where all have.
  var note: String? {
    guard study != nil else { return nil }
    let (asked, trials) = state.withLock { ($0.asked, Set($0.plan.jobs.map(\.trial)).count) }
    guard asked > trials else { return nil }
    return
      "\(asked - trials) of the \(counted(asked, "point")) of Optuna have no runs of their own: they say the same as"
      + " others, or their options do not go together"
  }

  /// Whether it may end with fewer.
  var isOpenEnded: Bool { study != nil }

  /// Whether all runs have been made, and none follows.
  var isComplete: Bool {
    state.withLock { state in
      let finished = folder.resultKeys()
      return (study == nil || state.asked >= wanted && state.untold.isEmpty)
        && state.plan.jobs.allSatisfy { finished.contains($0.key) }
    }
  }

  /// Does what follows from the results that are there.
  ///
  /// - Parameter slots: runs that are made at the same time; so many are to be open.
  func advance(slots: Int) throws {
    try state.withLock { state in
      try folder.judge(state.plan)
      guard let study else { return }
      try tell(study, &state)
      while state.asked < wanted, folder.openStretches(of: state.plan.jobs, state.plan).count < slots {
        state.asked += 1
        try take(study.ask(), study, &state)
        try tell(study, &state)
      }
    }
  }

  /// Gives the lead up.
  func end() { lead?.end() }

  private func takeUp() throws {
    guard let study else { return }
    try state.withLock { state in
      let added = try folder.addedTrials()
      guard added.allSatisfy({ $0.number < study.count }) else {
        throw CommandFailure(
          "\(folder.path)/optuna.db lacks trials of this sweep; --out chooses another folder for a new one")
      }
      for trial in added {
        state.plan.add(trial)
        state.known[trial.jobs[0].options] = trial.jobs
      }
      let open = Set(study.open.map(\.number))
      state.untold = added.filter { open.contains($0.number) }
      state.asked = study.count
      let numbers = Set(added.map(\.number))
      // Asked by a process that was gone before it could say so.
      for proposal in study.open where !numbers.contains(proposal.number) {
        try take(proposal, study, &state)
      }
    }
  }

  /// Adds the trial that the study proposes.
  private func take(
    _ proposal: OptunaStudy.Proposal, _ study: OptunaStudy, _ state: inout State
  ) throws {
    guard var builder = state.builder else { preconditionFailure("a study without a builder of its points") }
    let point: (options: [String: String], values: [String: String])
    do {
      defer { state.builder = builder }
      point = try builder.build(proposal.values)
    } catch  where error is UsageError || error is CommandFailure || error is DataError {
      // Options that do not go together are a trial that fails, and no reason to end the others.
      try study.tell(proposal.number, .failed)
      return
    }
    let trial = (state.plan.jobs.last?.trial ?? -1) + 1
    let added = SweepAddedTrial(number: proposal.number, jobs: builder.jobs(point, trial: trial))
    if let jobs = state.known[added.jobs[0].options] {
      state.untold.append(SweepAddedTrial(number: proposal.number, jobs: jobs))
      return
    }
    guard try folder.add(added) else {
      throw CommandFailure("another process has added a trial to \(folder.path)")
    }
    state.plan.add(added)
    state.known[added.jobs[0].options] = added.jobs
    state.untold.append(added)
  }

  /// Tells the study of trials that have ended, and of what others have reached on their way.
  private func tell(_ study: OptunaStudy, _ state: inout State) throws {
    let plan = state.plan
    var left: [SweepAddedTrial] = []
    for trial in state.untold {
      if let halving = plan.halving {
        for rung in 1..<halving.epochs.count where !state.reported.contains("\(trial.number).\(rung)") {
          guard let figure = folder.figure(of: trial.jobs, rung, plan.goal) else { break }
          try study.report(trial.number, figure: figure, epochs: halving.epochs[rung - 1])
          state.reported.insert("\(trial.number).\(rung)")
        }
      }
      guard let ending = folder.ending(of: trial.jobs, plan) else {
        left.append(trial)
        continue
      }
      try study.tell(
        trial.number, ending,
        notes: [
          "trial": "\(trial.jobs[0].trial + 1)", "runs": trial.jobs.map(\.key).joined(separator: ", "),
        ])
    }
    state.untold = left
  }

  /// That which the environment names, else that of the path.
  private static func python(_ locations: Locations) throws -> String {
    let name = locations.environment["LNN_TOP_PYTHON"].flatMap { $0.isEmpty ? nil : $0 } ?? "python3"
    let path =
      name.contains("/")
      ? (FileManager.default.isExecutableFile(atPath: name)
        ? URL(filePath: name, relativeTo: .currentDirectory()).path : nil)
      : locations.program(named: name)
    guard let path else {
      throw CommandFailure(
        "there is no \(name.quoted) here, and Optuna needs Python; install it (Debian: apt install python3-venv),"
          + " or name one with LNN_TOP_PYTHON")
    }
    return path
  }

  private static func lead(_ folder: SweepFolder) throws -> SweepLead {
    var isTold = false
    return try SweepLead(folder, clock: monotonicSeconds) { other in
      if !isTold {
        Console.writeMessage(
          "lnn-top: another process\(SweepFolder.process(of: other)) may lead the sweep; waiting up to"
            + " \(Int(ClaimWatch.patience)) s for a sign of it")
      }
      isTold = true
      Thread.sleep(forTimeInterval: 1)
    }
  }
}
