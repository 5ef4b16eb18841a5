import Foundation

/// Predictions joined with the rows that they were made from, by row and by time, and the metric computed from the
/// answers and the values in the source's own text.
struct SourceJoin {
  /// What does not agree with the source.
  private(set) var faults: [String] = []
  /// By the way of joining.
  private(set) var metrics: [(way: String, metric: Double)] = []

  private let source: RandomSource
  private let predictions: CSVFile

  private struct Place: Hashable {
    let file: Int
    let sequence: String
  }

  init(source: RandomSource, predictions: CSVFile) {
    self.source = source
    self.predictions = predictions
    let truths = predictions.texts("truth_y")
    let answers = predictions.texts("answer_y")
    let counted = truths.indices.filter { !truths[$0].isEmpty }
    var ways = [("row", source.step == nil ? valuesByRow() : binsByRow())]
    if source.hasTime { ways.append(("time", source.step == nil ? valuesByTime() : binsByTime())) }
    for (way, values) in ways {
      for index in counted where !isSame(values[index], truths[index]) {
        faults.append("by \(way), line \(index + 2): \(truths[index]), and \(values[index]) in the source")
      }
      let pairs = counted.map { (truth: values[$0], answer: answers[$0]) }
      metrics.append((way, metric(pairs)))
    }
  }

  /// A mean may be summed up in another order.
  private func isSame(_ text: String, _ other: String) -> Bool {
    guard let value = Double(text), let written = Double(other) else { return text == other }
    return source.step == nil ? value == written : abs(value - written) <= 1e-12 * max(1, abs(value))
  }

  private func metric(_ pairs: [(truth: String, answer: String)]) -> Double {
    if source.metric == "accuracy" {
      return Double(pairs.count { $0.truth == $0.answer }) / Double(pairs.count)
    }
    let errors = pairs.map { (Double($0.answer) ?? .nan) - (Double($0.truth) ?? .nan) }
    let squares = errors.reduce(0) { $0 + $1 * $1 } / Double(pairs.count)
    switch source.metric {
    case "mae": return errors.reduce(0) { $0 + abs($1) } / Double(pairs.count)
    case "rmse": return squares.squareRoot()
    default: return squares
    }
  }

  // MARK: - The place of each prediction

  private var files: [Int] {
    let names = predictions.texts("file")
    return predictions.rows.indices.map { row in
      names.isEmpty ? 0 : source.files.firstIndex { $0.path == names[row] } ?? -1
    }
  }

  private var places: [Place] {
    zip(files, predictions.texts("sequence")).map { Place(file: $0, sequence: $1) }
  }

  private func place(_ record: RandomSource.Record) -> Place {
    Place(file: record.file, sequence: record.sequence ?? "0")
  }

  // MARK: - Rows as they were read

  private mutating func valuesByRow() -> [String] {
    let records = Dictionary(source.records.map { ("\($0.file) \($0.row)", $0) }, uniquingKeysWith: { $1 })
    let (files, rows, times) = (files, predictions.texts("row"), predictions.texts("time"))
    let horizons = predictions.texts("horizon")
    var seen: Set<String> = []
    return rows.indices.map { index in
      let key = "\(files[index]) \(rows[index])"
      let answer = horizons.isEmpty ? key : "\(key) \(horizons[index])"
      if !seen.insert(answer).inserted { faults.append("row \(key) is there twice") }
      guard let record = records[key] else {
        faults.append("there is no row \(key)")
        return ""
      }
      if source.hasTime, record.time != times[index] {
        faults.append("row \(key) is at \(record.time), not \(times[index])")
      }
      if place(record) != places[index] { faults.append("row \(key) is of another sequence") }
      return record.target
    }
  }

  /// Rows with equal times are taken in the order of the file.
  private mutating func valuesByTime() -> [String] {
    struct Moment: Hashable {
      let place: Place
      let time: String
    }
    let records = Dictionary(grouping: source.records) { Moment(place: place($0), time: $0.time) }
    let (places, times, rows) = (places, predictions.texts("time"), predictions.texts("row"))
    return times.indices.map { index in
      let found = records[Moment(place: places[index], time: times[index])] ?? []
      guard let record = found.count == 1 ? found[0] : found.first(where: { "\($0.row)" == rows[index] })
      else {
        faults.append("there is no row at \(times[index])")
        return ""
      }
      return record.target
    }
  }

  // MARK: - Rows that were resampled

  private var sorted: [Place: [RandomSource.Record]] {
    Dictionary(grouping: source.records, by: place).mapValues { records in
      records.sorted { ($0.seconds, $0.row) < ($1.seconds, $1.row) }
    }
  }

  /// The mean of a bin's numbers, or its last value.
  private func value(of bin: some Collection<RandomSource.Record>) -> String {
    let known = bin.filter { !$0.target.isEmpty }
    guard source.kind == .regression || source.kind == .forecast else { return known.last?.target ?? "" }
    return known.isEmpty
      ? "" : "\(known.reduce(0) { $0 + (Double($1.target) ?? .nan) } / Double(known.count))"
  }

  private mutating func binsByRow() -> [String] {
    let (sorted, places) = (sorted, places)
    let (first, last) = (predictions.texts("row"), predictions.texts("last_row"))
    return first.indices.map { index in
      let records = sorted[places[index]] ?? []
      guard let start = records.firstIndex(where: { "\($0.row)" == first[index] }),
        let end = records.firstIndex(where: { "\($0.row)" == last[index] }), start <= end
      else {
        if !first[index].isEmpty { faults.append("no rows \(first[index]) to \(last[index])") }
        return ""
      }
      return value(of: records[start...end])
    }
  }

  /// A time that is a number may be written with other zeros.
  private func key(_ time: String) -> String { Double(time).map { "\($0)" } ?? time }

  private mutating func binsByTime() -> [String] {
    let (sorted, places, times) = (sorted, places, predictions.texts("time"))
    let step = source.step ?? 1
    // Written as the source writes them, so that a bin is found by its text.
    var bins: [Place: [String: Double]] = [:]
    for (place, records) in sorted {
      guard let begin = records.first?.seconds, let end = records.last?.seconds else { continue }
      for index in 0...Int((end - begin) / step) {
        let seconds = begin + Double(index) * step
        bins[place, default: [:]][key(source.time(seconds))] = seconds
      }
    }
    return times.indices.map { index in
      guard let moment = bins[places[index]]?[key(times[index])] else {
        faults.append("there is no bin at \(times[index])")
        return ""
      }
      return value(
        of: (sorted[places[index]] ?? []).filter { $0.seconds > moment - step && $0.seconds <= moment })
    }
  }
}
