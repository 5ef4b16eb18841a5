import Foundation
import Liquid
import Sweeps
import TestSupport
import Testing

@Suite struct OptunaStudyTests {
  private let space = SweepSpace(dimensions: [
    SweepDimension(name: "model", values: .choices(["ltc", "cfc"])),
    SweepDimension(
      name: "rate", values: .range(SweepRange(bounds: 1.00004e-4...1e-1, scale: .log, isWhole: false))),
    SweepDimension(name: "units", values: .range(SweepRange(bounds: 4...64, scale: .log, isWhole: true))),
  ])
  private let folder: TemporaryFolder

  init() throws {
    // As the program does: a line to a Python that has ended is lost, and no more.
    signal(SIGPIPE, SIG_IGN)
    folder = try TemporaryFolder()
  }

  private func study(
    _ python: String, _ space: SweepSpace, name: String = "s", settings: SweepStudy = SweepStudy(),
    seed: UInt64 = 1, prefersLarger: Bool = false
  ) throws -> OptunaStudy {
    try OptunaStudy(
      python: python, folder: folder.path(""), name: name, space: space, settings: settings, seed: seed,
      prefersLarger: prefersLarger)
  }

  /// What Optuna itself has of the trials, by a program that knows nothing of ours.
  private func stored(_ python: String, _ expression: String, name: String = "s") throws -> String {
    let program = """
      import optuna
      optuna.logging.set_verbosity(optuna.logging.ERROR)
      study = optuna.load_study(study_name="\(name)", storage="sqlite:///optuna.db")
      print(\(expression))
      """
    return try Tool.runSuccessfully(python, ["-c", program], in: folder.path("")).output
      .trimmingCharacters(in: .newlines)
  }

  @Test(
    "The study has the values that are trained with, and trials that were asked and not told are open again",
    .enabled(if: OptunaPython.path != nil, Comment(rawValue: OptunaPython.absence)))
  func values() throws {
    let python = try #require(OptunaPython.path)
    let first = try study(python, space)
    let proposals = try (0..<6).map { _ in try first.ask() }
    #expect(proposals.map { $0.number } == Array(0..<6) && first.count == 0)
    let found = try stored(python, "__import__('json').dumps([t.params for t in study.trials])")
    let all = try #require(
      try JSONSerialization.jsonObject(with: Data(found.utf8)) as? [[String: Any]])
    for (proposal, parameters) in zip(proposals, all) {
      for (name, word) in proposal.values {
        let dimension = try #require(space.dimensions.first { $0.name == name })
        #expect(dimension.place(of: word) != nil, "\(name) \(word)")
        if case .range(let range) = dimension.values {
          #expect(Double(word).map(range.bounds.contains) == true, "\(name) \(word)")
        }
        #expect(
          "\(parameters[name] ?? "")" == word || parameters[name] as? Double == Double(word),
          "\(name) \(word)")
      }
      #expect(proposal.values.count == 3 && parameters.count == 3)
    }
    try first.tell(0, .complete([0.5]), notes: ["trial": "1"])
    try first.report(1, figure: 0.7, epochs: 3)
    try first.tell(1, .pruned)
    try first.tell(2, .failed)
    // A result is told once: the second one changes nothing.
    try first.tell(0, .complete([9]))
    let again = try study(python, space)
    #expect(again.count == 6 && again.open == Array(proposals[3...]))
    #expect(
      try stored(python, "[t.state.name for t in study.trials][:4]")
        == "['COMPLETE', 'PRUNED', 'FAIL', 'RUNNING']")
    #expect(
      try stored(python, "study.trials[0].value, study.trials[1].intermediate_values") == "0.5 {3: 0.7}")
  }

  @Test(
    "A study that is opened anew asks for what it would have asked for",
    .enabled(if: OptunaPython.path != nil, Comment(rawValue: OptunaPython.absence)),
    arguments: [SweepStudy.Method.tpe, .nsga2])
  func order(method: SweepStudy.Method) throws {
    let python = try #require(OptunaPython.path)
    let settings = SweepStudy(
      method: method, startup: method == .tpe ? 3 : nil, population: method == .nsga2 ? 3 : nil)
    func points(_ name: String, isReopened: Bool) throws -> [[String: String]] {
      let whole = try TemporaryFolder()
      var study = try OptunaStudy(
        python: python, folder: whole.path(""), name: name, space: space, settings: settings, seed: 4,
        prefersLarger: false)
      return try (0..<7).map { _ in
        if isReopened {
          study = try OptunaStudy(
            python: python, folder: whole.path(""), name: name, space: space, settings: settings, seed: 4,
            prefersLarger: false)
        }
        let proposal = try study.ask()
        try study.tell(proposal.number, .complete([Double(proposal.values["units"] ?? "") ?? 0]))
        return proposal.values
      }
    }
    let whole = try points("a", isReopened: false)
    let reopened = try points("a", isReopened: true)
    #expect(reopened == whole && Set(whole).count > 3)
  }

  @Test(
    "A study of another space, another goal or another name, and one that is damaged, are told in one line",
    .enabled(if: OptunaPython.path != nil, Comment(rawValue: OptunaPython.absence)))
  func mistakes() throws {
    let python = try #require(OptunaPython.path)
    _ = try study(python, space).ask()
    func message(_ open: () throws -> OptunaStudy) -> String {
      let error = #expect(throws: OptunaError.self) { try open() }
      return error?.description ?? ""
    }
    let smaller = SweepSpace(dimensions: Array(space.dimensions.dropFirst()))
    #expect(message { try study(python, smaller) }.contains("its study is of another space"))
    #expect(message { try study(python, space, prefersLarger: true) }.contains("its study has another goal"))
    #expect(message { try study(python, space, name: "t") }.contains("it holds another study, 's'"))
    try folder.write("no database, but long enough to be one that is damaged", to: "optuna.db")
    let damaged = message { try study(python, space) }
    #expect(damaged.contains("optuna.db cannot be used: file is not a database"), "\(damaged)")
    #expect(!damaged.contains("\n"))
  }

  @Test("Where Python has no Optuna, or is no Python, one line says what to do")
  func missing() throws {
    try folder.writeProgram("#!/bin/sh\necho '{\"missing\": \"optuna\"}'\n", to: "without")
    try folder.writeProgram("#!/bin/sh\nexit 3\n", to: "none")
    let error = #expect(throws: OptunaError.self) { try study(folder.path("without"), space) }
    #expect(error?.description.contains("bin/pip install optuna' installs it, and LNN_TOP_PYTHON=") == true)
    let none = #expect(throws: OptunaError.self) { try study(folder.path("none"), space) }
    #expect(none?.description.contains("has ended; is it Python 3.8 or newer?") == true)
    let nowhere = #expect(throws: OptunaError.self) { try study(folder.path("nothing"), space) }
    #expect(nowhere?.description.contains("cannot be started") == true)
  }
}
