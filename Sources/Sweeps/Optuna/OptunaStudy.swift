import Foundation
import Synchronization
import Text

/// A study of Optuna: proposes points of a space and is told what they reached.
///
/// Optuna's own commands would do for `ask` and `tell`, but they know neither figures on the way, of which pruning is made,
/// nor values in four digits. So a small program in Python of our own keeps the study, for as long as the sweep runs, and
/// is spoken with in lines. The study is Optuna's own SQLite file, `optuna.db`, which its tools read.
package final class OptunaStudy: Sendable {
  /// A point that the study asks for.
  package struct Proposal: Sendable, Hashable {
    /// Optuna's, counted from 0.
    package let number: Int
    package let values: [String: String]
  }

  /// What became of a trial.
  package enum Ending: Sendable, Hashable {
    /// The figures of its goals.
    case complete([Double])
    /// It did not go on after a rung.
    case pruned
    case failed
  }

  /// Trials that were asked for and not told when the study was opened.
  package let open: [Proposal]
  /// All trials when it was opened.
  package let count: Int
  private let space: SweepSpace
  private let python: String
  private let lines: LineProcess

  /// Opens the study in a folder, or makes it.
  ///
  /// - Parameters:
  ///   - python: a program, by its path.
  ///   - prefersLarger: whether a larger figure of the first goal is better.
  /// - Throws: where Python has no Optuna, or the study is damaged or another one.
  package init(
    python: String, folder: String, name: String, space: SweepSpace, settings: SweepStudy, seed: UInt64,
    prefersLarger: Bool
  ) throws(OptunaError) {
    (self.space, self.python) = (space, python)
    do {
      lines = try LineProcess(
        python, ["-c", String(decoding: PackageResources.optuna_study_py, as: UTF8.self)], in: folder,
        showsMessages: false)
    } catch {
      throw OptunaError("\(python) cannot be started: \(error.localizedDescription)")
    }
    let goal = prefersLarger ? "maximize" : "minimize"
    let request = OptunaRequest(
      action: "open", name: name, directions: settings.against == nil ? [goal] : [goal, "minimize"],
      space: space.dimensions.map(OptunaRequest.Dimension.init), method: settings.method.rawValue,
      settings: settings.settings, seed: Int(seed % (1 << 40)))
    let trials = try Self.exchange(request, lines, python: python).trials ?? []
    count = trials.count
    open = trials.filter(\.isOpen).map { Proposal(number: $0.number, values: Self.words($0.values, space)) }
  }

  /// Asks for the next trial; it is open until it is told.
  package func ask() throws(OptunaError) -> Proposal {
    let answer = try exchange(OptunaRequest(action: "ask"))
    guard let number = answer.number, let values = answer.values else {
      throw OptunaError("Optuna proposed nothing")
    }
    return Proposal(number: number, values: Self.words(values, space))
  }

  /// Reports what an open trial reached on its way.
  package func report(_ number: Int, figure: Double, epochs: Int) throws(OptunaError) {
    _ = try exchange(OptunaRequest(action: "report", number: number, epochs: epochs, value: figure))
  }

  /// Tells what became of a trial; one that has been told stays as it is.
  ///
  /// - Parameter notes: kept beside it, for Optuna's tools to show.
  package func tell(
    _ number: Int, _ ending: Ending, notes: [String: String] = [:]
  ) throws(OptunaError) {
    var request = OptunaRequest(action: "tell", number: number, notes: notes)
    switch ending {
    case .complete(let figures): (request.state, request.values) = ("COMPLETE", figures)
    case .pruned: request.state = "PRUNED"
    case .failed: request.state = "FAIL"
    }
    _ = try exchange(request)
  }

  private func exchange(_ request: OptunaRequest) throws(OptunaError) -> OptunaAnswer {
    try Self.exchange(request, lines, python: python)
  }

  private static func exchange(
    _ request: OptunaRequest, _ lines: LineProcess, python: String
  ) throws(OptunaError) -> OptunaAnswer {
    guard let line = try? JSONEncoder().encode(request), let data = lines.ask(line),
      let answer = try? JSONDecoder().decode(OptunaAnswer.self, from: data)
    else {
      throw OptunaError("\(python), which keeps the study of Optuna, has ended; is it Python 3.8 or newer?")
    }
    if let missing = answer.missing {
      let place = "python3 -m venv optuna-python && optuna-python/bin/pip install \(missing.sanitized)"
      throw OptunaError(
        "\(python) has no package '\(missing.sanitized)'; '\(place)' installs it, and"
          + " LNN_TOP_PYTHON=optuna-python/bin/python names that Python")
    }
    if let error = answer.error {
      throw OptunaError("optuna.db cannot be used: \(error.displayed(limit: 300))")
    }
    return answer
  }

  private static func words(
    _ values: [String: OptunaAnswer.Value], _ space: SweepSpace
  ) -> [String: String] {
    var words: [String: String] = [:]
    for dimension in space.dimensions {
      switch (values[dimension.name], dimension.values) {
      case (.word(let word), _): words[dimension.name] = word
      case (.number(let number), .range(let range)): words[dimension.name] = range.word(of: number)
      default: continue
      }
    }
    return words
  }
}

/// Why a study of Optuna cannot be used, in one line.
package struct OptunaError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// A line to the program in Python.
private struct OptunaRequest: Encodable {
  struct Dimension: Encodable {
    let name: String
    var choices: [String]?
    var low: Double?
    var high: Double?
    var log: Bool?
    var whole: Bool?

    init(_ dimension: SweepDimension) {
      name = dimension.name
      switch dimension.values {
      case .choices(let words): choices = words
      case .range(let range):
        (low, high) = (range.bounds.lowerBound, range.bounds.upperBound)
        (log, whole) = (range.scale == .log, range.isWhole)
      }
    }
  }

  let action: String
  var name: String?
  var directions: [String]?
  var space: [Dimension]?
  var method: String?
  var settings: [String: Int]?
  var seed: Int?
  var number: Int?
  var epochs: Int?
  var value: Double?
  var state: String?
  var values: [Double]?
  var notes: [String: String]?
}

/// A line from it.
private struct OptunaAnswer: Decodable {
  enum Value: Decodable {
    case word(String)
    case number(Double)

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      self = try (try? value.decode(String.self)).map(Value.word) ?? .number(value.decode(Double.self))
    }
  }

  struct Trial: Decodable {
    let number: Int
    let isOpen: Bool
    let values: [String: Value]
  }

  var error: String?
  var missing: String?
  var trials: [Trial]?
  var number: Int?
  var values: [String: Value]?
}
