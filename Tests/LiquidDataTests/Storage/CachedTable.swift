import Foundation
import Liquid
import LiquidData
import TestSupport

/// A random table of series, in one file or several, with what a cache has to keep.
struct CachedTable {
  let files: [(name: String, text: String)]
  let task: TaskDefinition
  /// What the case is made of, for messages.
  let words: String

  init(using random: inout SeededGenerator) {
    let hasSequence = random.integer(below: 3) > 0
    let isAdjacent = random.integer(below: 4) > 0
    let time = random.integer(below: 4)
    let target = random.integer(below: 4)
    let fileCount = 1 + random.integer(below: 3)
    let hasHeader = fileCount > 1 || random.integer(below: 5) > 0
    var files: [(String, String)] = []
    var clock = 0.0
    for file in 0..<fileCount {
      var text = hasHeader ? "when,unit,a,b,kind,y\n" : ""
      let rows = 60 + random.integer(below: 60)
      for row in 0..<rows {
        clock += [1, 1, 0.5, 3][random.integer(below: 4)]
        let unit = isAdjacent ? row * 4 / rows : row % 4
        let moment = Int(clock * 10)
        let clockTime = "\(two(moment / 3600 % 24)):\(two(moment / 60 % 60)):\(two(moment % 60))"
        let date = "2021-03-\(10 + moment / 86_400)T\(clockTime)"
        let when = ["\(clock)", date, date + "+02:00", "\(1_600_000_000 + moment)"][time]
        let a = random.integer(below: 9) == 0 ? "NA" : "\(sin(clock / 3))"
        let b = random.integer(below: 12) == 0 ? "" : "\(random.integer(below: 50))"
        let kind =
          random.integer(below: 10) == 0 ? "" : ["red", "green", "\"b, l\""][random.integer(below: 3)]
        let y = [
          "\(sin(clock / 3) + 0.01 * Double(random.integer(below: 10)))",
          ["up", "down"][random.integer(below: 2)],
          "\(random.integer(below: 2))", random.integer(below: 8) == 0 ? "?" : "\(clock * 0.1)",
        ][target]
        text += "\(when),\(file * 10 + unit),\(a),\(b),\(kind),\(y)\n"
      }
      files.append(("part \(file).csv", text))
    }
    var task = TaskDefinition(
      name: "cached", time: hasHeader ? "when" : nil, sequence: hasHeader && hasSequence ? "unit" : nil)
    if hasHeader { task.targets = ["y"] }
    if target != 1, random.integer(below: 3) == 0 {
      task.kind = .forecast
      task.horizon = 1 + random.integer(below: 3)
      if hasHeader, random.integer(below: 2) == 0 { task.firstHorizon = 1 }
    }
    task.missing =
      TaskDefinition.Missing.allCases[
        random.integer(below: TaskDefinition.Missing.allCases.count)]
    task.scaling =
      TaskDefinition.Scaling.allCases[
        random.integer(below: TaskDefinition.Scaling.allCases.count)]
    if random.integer(below: 2) == 0 { task.shuffle = 3 }
    task.window = [nil, 5, 8][random.integer(below: 3)]
    task.stride = [nil, 1, 11][random.integer(below: 3)]
    if target == 1, random.integer(below: 2) == 0 { task.classWeights = .balanced }
    if target == 1, random.integer(below: 3) == 0 { task.targetSteps = .last }
    if hasHeader, time == 1, random.integer(below: 2) == 0 { task.timeFeatures = [.hourOfDay, .elapsed] }
    if random.integer(below: 4) == 0 { task.indexesCategories = true }
    if random.integer(below: 6) == 0 { task.splitBy = .windows }
    self.files = files
    self.task = task
    words =
      "sequence \(hasSequence), adjacent \(isAdjacent), time \(time), target \(target), header \(hasHeader), \(task)"
  }

  func write(to folder: TemporaryFolder) throws {
    for (name, text) in files { try folder.write(text, to: name) }
  }

  /// The table of the folder's files, from a cache or not.
  func table(in folder: TemporaryFolder, cache: TableCache?) throws -> Table {
    try Table.read(
      DataSources(files: ["part *.csv"]), name: "cached", folder: folder.path, roles: ReadingRoles(task),
      cache: cache)
  }
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// All that there is to know of a table, its values to the bit.
func facts(_ table: Table) -> [String] {
  let columns = table.columns.map { column -> String in
    let values =
      switch column.values {
      case .numbers(let values), .dates(let values): "\(values.map(\.bitPattern))"
      case .text(let codes, let levels): "\(Array(codes)) of \(levels)"
      }
    return
      "\(column.name): \(column.kindName) \(column.unit ?? "-") \(column.missingWords.sorted { $0.key < $1.key })"
      + " \(String(describing: column.stray)) \(column.offsets.map(Array.init) ?? []) \(values)"
  }
  return columns
    + [
      "\(Array(table.lines))", "\(table.warnings)", "\(table.origins)", "\(table.reading)", "\(table.stated)",
    ]
}

/// All that a network and a person see of data; the message where they cannot be used.
func facts(_ table: Table, _ task: TaskDefinition) -> [String] {
  do throws(DataError) {
    let dataset = try Dataset(table: table, task: task)
    var facts = ["\(dataset.schema)", dataset.fingerprint] + dataset.warnings
    for part in Dataset.Part.allCases {
      let count = dataset.count(of: part)
      let indices = (0..<count).map { $0 * 7 % count }
      facts.append("\(part): \(dataset.naiveTwin(of: part).map { "\($0)" } ?? "-")")
      facts.append("\(dataset.batch(part, indices: indices))")
      facts.append("\((dataset.targetValues(part, indices: indices) ?? []).map(\.bitPattern))")
      for index in indices.prefix(5) {
        facts.append("\(dataset.location(part, index: index))")
        facts.append("\(dataset.targetRows(part, index: index, ahead: 0))")
      }
    }
    return facts
  } catch {
    return [error.description]
  }
}

/// The message that something fails with, or "" where it works.
func failureMessage(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch {
    return "\(error)"
  }
}
