import Foundation
import Liquid

/// Random files with the options of a training on them: any order, gaps, equal times, sequences, missing values,
/// sorting, resampling, dropped rows.
struct RandomSource {
  enum Kind: CaseIterable {
    case regression, forecast, classes, bits
  }

  struct Record {
    let file: Int
    /// From 1, in its file.
    let row: Int
    let sequence: String?
    /// As it stands in the file, and what it means.
    let time: String
    let seconds: Double
    /// As it stands in the file; empty where it is missing.
    let target: String
  }

  private(set) var files: [(path: String, text: String)] = []
  private(set) var records: [Record] = []
  private(set) var training: [String] = []
  private(set) var evaluation: [String] = []
  let hasTime: Bool
  let kind: Kind
  /// The step of a resampled table.
  let step: Double?
  let metric: String

  private var random: SeededGenerator
  private let hasSequences: Bool
  private let isShuffled: Bool
  private let offset: Double
  private let dates: Dates

  /// How times are written.
  private enum Dates: CaseIterable {
    case numbers, decimals, seconds, milliseconds, zone, dayFirst

    func text(_ seconds: Double) -> String {
      let moment = Date(
        timeIntervalSince1970: 1_609_459_200 + (self == .zone ? 7200 : 0) + seconds.rounded(.down))
      let parts = Calendar.utc.dateComponents([.year, .month, .day, .hour, .minute, .second], from: moment)
      func two(_ number: Int?) -> String { String(format: "%02d", number ?? 0) }
      let (year, month, day) = ("\(parts.year ?? 0)", two(parts.month), two(parts.day))
      let clock = "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
      switch self {
      case .numbers: return "\(Int(seconds))"
      case .decimals: return "\(Int(seconds)).\(Int((seconds * 10).rounded()) % 10)"
      case .seconds: return "\(year)-\(month)-\(day) \(clock)"
      case .milliseconds:
        return "\(year)-\(month)-\(day)T\(clock)."
          + String(format: "%03d", Int((seconds * 1000).rounded()) % 1000)
      case .zone: return "\(year)/\(month)/\(day) \(clock)+02:00"
      case .dayFirst: return "\(day).\(month).\(year) \(clock)"
      }
    }
  }

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let kind = Kind.allCases[random.integer(below: 4)]
    let hasTime = random.integer(below: 5) > 0
    hasSequences = random.integer(below: 2) == 0
    let shuffles = random.integer(below: 2) == 0
    isShuffled = hasTime && shuffles
    dates = Dates.allCases[random.integer(below: 6)]
    let resamples = random.integer(below: 3) == 0
    let step: Double? = hasTime && resamples ? 4 : nil
    offset = step == nil ? [0, 0, 1e9, -4e6][random.integer(below: 4)] : 0
    (self.hasTime, self.step, self.kind) = (hasTime, step, kind)
    metric =
      kind == .classes || kind == .bits ? "accuracy" : ["mae", "mse", "rmse"][random.integer(below: 3)]
    let fileCount = random.integer(below: 3) == 0 ? 2 : 1
    self.random = random
    for file in 0..<fileCount { addFile(file, path: fileCount == 1 ? "d.csv" : "\(file)/d.csv") }
    addOptions(source: fileCount == 1 ? "d.csv" : "*/d.csv")
  }

  /// A moment as the files write it.
  func time(_ seconds: Double) -> String { dates.text(seconds) }

  private mutating func addFile(_ file: Int, path: String) {
    let names = hasSequences ? ["a", "b", "c", "d"] : [nil]
    let count = step == nil ? 120 + random.integer(below: 120) : 500 + random.integer(below: 300)
    var clocks = names.map { _ in Double(random.integer(below: 50)) }
    var rows: [(String?, Double, Double, String)] = []
    for index in 0..<count {
      let name = random.integer(below: names.count)
      // Equal times and gaps; tenths where the times have them.
      let tenths = dates == .decimals || dates == .milliseconds
      clocks[name] +=
        random.integer(below: 8) == 0 ? 0 : random.integer(below: 20) == 0 ? 9 : tenths ? 0.5 : 1
      let x = sin(Double(index) / 7) + random.normal() / 10
      rows.append((names[name], clocks[name], x, target(x)))
    }
    if isShuffled {
      for index in rows.indices.reversed() { rows.swapAt(index, random.integer(below: index + 1)) }
    }
    var text = (hasSequences ? "id," : "") + "when,x,y\n"
    for (number, row) in rows.enumerated() {
      let lacksInput = random.integer(below: 25) == 0
      let target = random.integer(below: 15) == 0 ? "" : row.3
      let time = dates.text(row.1)
      text += (row.0.map { $0 + "," } ?? "") + "\(time),\(lacksInput ? "" : "\(row.2)"),\(target)\n"
      records.append(
        Record(
          file: file, row: number + 1, sequence: row.0, time: time, seconds: row.1, target: target))
    }
    files.append((path, text))
  }

  private mutating func target(_ x: Double) -> String {
    switch kind {
    case .regression, .forecast: "\(offset + 3 * x + random.normal() / 5)"
    case .classes: x > 0.5 ? "high" : x < -0.5 ? "low" : "mid"
    case .bits: x > 0 ? "1" : "0"
    }
  }

  private mutating func addOptions(source: String) {
    var words = ["--targets", "y", "--metric", metric, "--window", "\(4 + random.integer(below: 20))"]
    switch kind {
    case .regression: words += ["--inputs", "x", "--kind", "regression"]
    case .forecast:
      let horizon = ["1", "2", "3", "1..3", "2..4"][random.integer(below: 5)]
      words += ["--inputs", "x", "--kind", "forecast", "--horizon", horizon]
    case .classes: words += ["--inputs", "x", "--kind", "classification"]
    case .bits: words += ["--inputs", "x", "--loss", "binary-cross-entropy"]
    }
    if hasTime { words += ["--time", "when"] }
    if hasSequences { words += ["--sequence", "id"] }
    if isShuffled { words.append("--sort-by-time") }
    if let step { words += ["--resample", "\(step)"] }
    if random.integer(below: 4) == 0 { words += ["--drop-rows", "0.3"] }
    if random.integer(below: 3) == 0 { words += ["--missing", "drop"] }
    if hasSequences, random.integer(below: 2) == 0 { words += ["--split-by", "time"] }
    training =
      ["train", source] + words + [
        "--steps", "2", "--units", "16", "--threads", "1", "--quiet", "--run", "r.lnnrun",
      ]
    evaluation = ["eval", "r.lnnrun", source, "--json", "--predictions", "p.csv", "--threads", "1"]
    let part = ["", "all", "train", "validation", "test"][random.integer(below: 5)]
    if !part.isEmpty { evaluation += ["--part", part] }
    if random.integer(below: 4) == 0 { evaluation.append("--whole") }
  }
}

extension Calendar {
  fileprivate static let utc: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .gmt
    return calendar
  }()
}
