import Sound
import Text

/// Recordings: WAV, FLAC, Ogg and whatever else libsndfile reads. Each is one sequence, with a row for each frame: the
/// recording's name, the time of the frame's middle in seconds, and its features.
struct SoundFormat: DataFormat {
  let options: FormatOptions

  /// By the first bytes or the name's ending, so that a broken recording is told to be one.
  static func recognizes(head: ArraySlice<UInt8>, path: String) -> Bool {
    let name = FileEnding.unpacked(path).split(separator: "/").last ?? ""
    let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...] } ?? ""
    return SoundFile.recognizes(head: head, ending: String(ending))
  }

  func scan(_ file: OpenFile) throws(DataError) -> ScannedFile {
    let bytes = try options.bytes(of: file)
    let recording: Recording
    let analyzer: SpectralAnalyzer
    do throws(SoundError) {
      let limit = file.budget.limits.sampleLimit(held: file.budget.limit)
      recording = try SoundFile.read(bytes, limit: limit)
    } catch {
      let reason = error.description
      throw DataError(
        error.isTooLong ? .recordingTooLong(reason: reason) : .malformed(format: "sound", reason: reason),
        file: file.path)
    }
    do throws(SoundError) {
      analyzer = try options.sound.analyzer(options.sources.reading.sound ?? SoundOptions(), for: recording)
    } catch {
      throw DataError(.badSound(reason: error.description), file: file.path)
    }
    return .columns(try columns(of: recording, analyzer, file))
  }

  private func columns(
    of recording: Recording, _ analyzer: SpectralAnalyzer, _ file: OpenFile
  ) throws(DataError) -> FileColumns {
    let (budget, settings) = (file.budget, analyzer.settings)
    var warnings = recording.notes
    let resampled: Recording
    do throws(SoundError) {
      let limit = budget.limits.sampleLimit(held: budget.limit)
      resampled = try recording.resampled(to: settings.rate, limit: limit)
    } catch {
      let reason = error.description
      throw DataError(
        error.isTooLong ? .recordingTooLong(reason: reason) : .badSound(reason: reason), file: file.path)
    }
    if let note = options.sound.resamplingNote(recording, to: settings.rate) { warnings.append(note) }
    let names = settings.names
    let count = analyzer.frameCount(samples: resampled.samples.count)
    try budget.check(rows: count, columns: names.count + 2)
    try budget.hold(bytes: 8 * count * (names.count + 3))
    let features = analyzer.features(of: resampled)
    let codes = [Int32](repeating: 0, count: count)
    var columns = [
      Table.Column(name: ColumnName.recording, values: .text(codes: codes, levels: [file.stem.sanitized])),
      Table.Column(
        name: ColumnName.time, values: .numbers((0..<count).map { Double($0) * settings.step }), unit: "s"),
    ]
    for (name, values) in zip(names, features) {
      columns.append(Table.Column(name: name, values: .numbers(values.map(Double.init))))
    }
    var columnsOfFile = FileColumns(
      file: file.path.sanitized, columns: columns, lines: RowLines(count: count), warnings: warnings,
      stated: StatedRoles(sequence: ColumnName.recording, time: ColumnName.time))
    var decided = options.sources.reading.sound ?? SoundOptions()
    decided.rate = settings.rate
    columnsOfFile.sound = decided
    return columnsOfFile
  }
}

/// What the reading of several recordings shares: the rate of the first, and what computes their features.
final class SoundReader {
  private var analyzer: SpectralAnalyzer?
  private var hasToldRate = false

  /// - Parameter options: the same for all recordings.
  /// - Throws: where the options make no sense at the rate.
  func analyzer(
    _ options: SoundOptions, for recording: Recording
  ) throws(SoundError) -> SpectralAnalyzer {
    if let analyzer { return analyzer }
    if let flaw = options.flaw { throw SoundError(flaw) }
    let made = try SpectralAnalyzer(options.settings(rate: recording.rate))
    analyzer = made
    return made
  }

  /// Told once: of the first recording that has another rate.
  func resamplingNote(_ recording: Recording, to rate: Int) -> String? {
    guard recording.rate != rate, !hasToldRate else { return nil }
    hasToldRate = true
    return "its rate is \(recording.rate) Hz; recordings of other rates than \(rate) Hz are resampled"
  }
}
