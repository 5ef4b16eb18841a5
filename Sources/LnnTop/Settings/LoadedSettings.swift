import Foundation
import Liquid
import Screen
import Text
import YAML

/// The settings in force before the command line is read: the defaults, overridden by the person's file, overridden by
/// the environment. Nothing is ever written.
public struct LoadedSettings: Sendable, Hashable {
  public internal(set) var settings = Settings()
  /// What was not understood, in order.
  public internal(set) var notes: [SettingsNote] = []
  private var sources: [String: SettingSource] = [:]

  /// The defaults.
  public init() {}

  /// Whence the value of a key comes.
  public func source(of key: String) -> SettingSource { sources[key] ?? .standard }

  /// Reads the file, if there is one, and the environment.
  package static func load(file: String?, environment: [String: String]) -> LoadedSettings {
    var loaded = LoadedSettings()
    if let file, FileManager.default.fileExists(atPath: file) { loaded.read(file: file) }
    loaded.read(environment: environment)
    loaded.expandHome(environment)
    return loaded
  }

  private mutating func read(file: String) {
    let root: YAMLNode?
    do {
      root = try YAMLReader.readIfAny(SmallFile.read(file, limit: YAMLReader.maximumBytes))
    } catch let error as YAMLError {
      note(error.line.map { "\(file):\($0)" } ?? file, .notYAML(error.message))
      return
    } catch let error as SmallFile.Failure {
      note(file, .unreadable(error.message))
      return
    } catch {
      preconditionFailure("reading a small YAML file has two kinds of failure, not \(error)")
    }
    // A text of nothing but comments, or of the mark of a document's beginning.
    guard let root, root.text != "" else { return }
    guard case .mapping(let entries, _) = root else {
      note("\(file):\(root.line)", .notYAML("keys such as theme are expected"))
      return
    }
    for entry in entries { take(entry, file: file) }
  }

  private mutating func take(_ entry: YAMLEntry, file: String) {
    let place = "\(file):\(entry.line)"
    guard let row = SettingRow.named(entry.key.replacing("_", with: "-")) else {
      let nearest = EditDistance.nearest(to: entry.key, among: SettingRow.all.map(\.key))
      note(place, .unknownKey(entry.key, nearest: nearest))
      return
    }
    guard let text = entry.value.text else {
      note(place, .notText(key: row.key))
      return
    }
    take(text, for: row, place: place, source: .file(file, line: entry.line))
  }

  private mutating func read(environment: [String: String]) {
    for row in SettingRow.all {
      guard let text = environment[row.variable], !text.isEmpty else { continue }
      take(text, for: row, place: row.variable, source: .environment(row.variable))
    }
    // Only a variable of this program's own says more than that no colour is wanted.
    if ColorMode.isColorRefused(environment: environment),
      source(of: "color") != .environment("LNN_TOP_COLOR")
    {
      settings.colors = .none
      sources["color"] = .environment("NO_COLOR")
    }
  }

  private mutating func take(_ text: String, for row: SettingRow, place: String, source: SettingSource) {
    do {
      try row.apply(text, to: &settings)
      sources[row.key] = source
    } catch {
      note(place, .badValue(key: row.key, value: text, problem: error))
    }
  }

  private mutating func expandHome(_ environment: [String: String]) {
    guard let runs = settings.runs, runs.hasPrefix("~/"), let home = environment["HOME"] else { return }
    settings.runs = home + runs.dropFirst()
  }

  private mutating func note(_ place: String, _ cause: SettingsNote.Cause) {
    notes.append(SettingsNote(place: place, cause: cause))
  }
}

/// What is wrong with a setting; the program goes on without it.
public struct SettingsNote: Sendable, Hashable {
  public enum Cause: Sendable, Hashable {
    /// The file cannot be read; the system's words.
    case unreadable(String)
    /// Not YAML, or YAML that asks for too much.
    case notYAML(String)
    case unknownKey(String, nearest: String?)
    /// A list or a mapping where a value belongs.
    case notText(key: String)
    case badValue(key: String, value: String, problem: ValueProblem)
  }

  /// `FILE:LINE`, a file or an environment variable.
  public let place: String
  public let cause: Cause
}

extension SettingsNote: CustomStringConvertible {
  public var description: String { "\(place): \(cause)" }
}

extension SettingsNote.Cause: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let reason): "the settings cannot be read: \(reason)"
    case .notYAML(let reason):
      "no settings: \(reason); 'lnn-top config --defaults' prints a file to start from"
    case .unknownKey(let key, let nearest):
      "there is no setting \(key.quoted)" + (nearest.map { " (did you mean \($0)?)" } ?? "")
        + "; 'lnn-top config' lists them"
    case .notText(let key): "\(key) must be one value; the default is used"
    case .badValue(let key, let value, let problem):
      "\(key) cannot be \(value.quoted): \(problem); it is left as it was"
    }
  }
}
