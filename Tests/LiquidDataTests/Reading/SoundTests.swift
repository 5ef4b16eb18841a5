import Foundation
import LiquidData
import TestSupport
import Testing

@Suite("Recordings as data") struct SoundTests {
  /// A tone with a little noise, so that every band has something.
  private func tone(_ frequency: Double, rate: Int = 8000, seconds: Double = 0.1) -> [Float] {
    var state: UInt32 = 7
    return (0..<Int(Double(rate) * seconds)).map { index in
      state = state &* 1_664_525 &+ 1_013_904_223
      let noise = Double(state >> 8) / 0x1p24 - 0.5
      return Float(0.4 * sin(2 * .pi * frequency * Double(index) / Double(rate)) + 0.01 * noise)
    }
  }

  private func options(_ text: String = "", names: String? = nil) throws -> ReadingOptions {
    var reading = ReadingOptions()
    if !text.isEmpty { reading.sound = try SoundOptions(text: text) }
    reading.names = names.flatMap { FileNames(rawValue: $0) }
    return reading
  }

  @Test func framesAreRowsWithTheirTimes() throws {
    let folder = try DataFolder(["a.wav": WaveFile.bytes(tone(440))])
    let table = try folder.read(DataSources(files: ["a.wav"]))
    #expect(table.rowCount == 11 && table.columnNames.prefix(3) == ["recording", "time", "band 1"])
    #expect(table.columnNames.count == 42 && texts(table, "recording").allSatisfy { $0 == "a" })
    let times = numbers(table, "time")
    for (frame, time) in times.enumerated() { #expect(abs(time - Double(frame) * 0.01) < 1e-12) }
    #expect(table.column(named: "time")?.unit == "s")
    #expect(
      table.columns.dropFirst(2).allSatisfy { column in
        numbers(table, column.name).allSatisfy { $0.isFinite }
      })
  }

  @Test func namesOfFilesInAnArchiveAreTargetsAndGroups() throws {
    let members = (0..<8).map { index in
      (
        "recordings/\(index % 2)_s\(index / 4)_\(index).wav",
        WaveFile.bytes(tone(index % 2 == 0 ? 400 : 2000))
      )
    }
    let folder = try DataFolder(["digits.tar.gz": Packed.gzip(Packed.tar(members))])
    let table = try folder.read(
      DataSources(
        files: ["digits.tar.gz/recordings/*.wav"],
        reading: try options("bands=20", names: "{digit}_{speaker}_{index}.wav")))
    var task = TaskDefinition(name: "digits", targets: ["digit"], targetSteps: .last)
    task.holdOut = HeldOut(column: "speaker", values: ["s1"])
    let dataset = try Dataset(table: table, task: task)
    #expect(dataset.schema.inputColumns == (1...20).map { "band \($0)" })
    #expect(dataset.schema.classes == ["0", "1"] && dataset.schema.sequence == "recording")
    #expect(dataset.schema.timeUnit == "s" && abs(dataset.schema.timeScale - 0.01) < 1e-9)
    #expect(dataset.count(of: .test) == 4 && dataset.schema.window == nil)
    #expect(dataset.location(.test, index: 0).sequence == "0_s1_4.wav")
  }

  @Test func otherRatesAreResampledToTheFirstOrToTheOneThatIsNamed() throws {
    let folder = try DataFolder([
      "a.wav": WaveFile.bytes(tone(440)), "b.wav": WaveFile.bytes(tone(440, rate: 44_100), rate: 44_100),
      "c.wav": WaveFile.bytes(tone(440, rate: 11_025), rate: 11_025),
    ])
    let table = try folder.read(DataSources(files: ["*.wav"]))
    #expect(table.reading.sound?.rate == 8000 && table.rowCount == 3 * 11)
    #expect(table.warnings.count == 1 && table.warnings[0].contains("44100 Hz"))
    let high = try folder.read(DataSources(files: ["*.wav"], reading: try options("rate=16000")))
    #expect(high.reading.sound?.rate == 16_000 && high.rowCount == 3 * 11)
    // The tone is in the same band whatever rate it was recorded at.
    let bands = (0..<40).map { numbers(table, "band \($0 + 1)") }
    let loudest = [5, 16, 27].map { row in bands.indices.max { bands[$0][row] < bands[$1][row] } }
    #expect(Set(loudest).count == 1)
  }

  @Test func aSchemaReadsOtherRecordingsAsThoseOfTraining() throws {
    let files = Dictionary(
      uniqueKeysWithValues: (0..<8).map {
        ("\($0 % 2)_\($0).wav", WaveFile.bytes(tone($0 % 2 == 0 ? 400 : 2000)))
      })
    let folder = try DataFolder(files)
    let table = try folder.read(
      DataSources(
        files: ["*.wav"],
        reading: try options("features=mfcc,coefficients=5,deltas=1", names: "{tone}_{n}.wav")))
    let schema = try Dataset(table: table, task: TaskDefinition(name: "t", targets: ["tone"])).schema
    let stored = try DataSchema(json: schema.json, source: "model")
    #expect(stored.reading?.sound?.text == "features=mfcc,rate=8000,coefficients=5,deltas=1")
    #expect(stored == schema && stored.spectrum == nil)
    let other = try DataFolder(["0_x.wav": WaveFile.bytes(tone(400, rate: 16_000), rate: 16_000)])
    let own = try other.read(
      DataSources(files: ["*.wav"], reading: ReadingOptions().filled(from: try #require(stored.reading))))
    #expect(own.columnNames == table.columnNames && own.reading.sound?.rate == 8000)
    #expect(try Dataset(evaluating: own, schema: stored).count(of: .test) == 1)
  }

  @Test func theSchemaKnowsWhichChannelsAreBands() throws {
    let folder = try DataFolder(["a.wav": WaveFile.bytes(tone(440, seconds: 0.4))])
    let table = try folder.read(DataSources(files: ["a.wav"], reading: try options("bands=12,deltas=1")))
    let task = TaskDefinition(
      name: "t", inputs: ["time", "band 3", "delta band 4", "band 1"], targets: ["band 2"])
    let spectrum = try #require(try Dataset(table: table, task: task).schema.spectrum)
    #expect(spectrum.map(\.channel) == [3, 1] && spectrum[0].frequency < spectrum[1].frequency)
    #expect(spectrum.allSatisfy { (0..<4000).contains($0.frequency) })
  }

  @Test func filesThatAreNoneAreToldByName() throws {
    let whole = WaveFile.bytes(tone(440))
    let folder = try DataFolder([
      "text.wav": Array("digit,speaker\n1,george\n".utf8), "none.wav": WaveFile.bytes([]), "empty.wav": [],
      "short.wav": Array(whole[..<30]),
    ])
    for name in ["text.wav", "none.wav", "empty.wav", "short.wav"] {
      let message = folder.failure(DataSources(files: [name]))
      #expect(message.hasPrefix("\(name): this cannot be read as sound: "), "\(message)")
      #expect(!message.contains("\n"))
    }
  }

  @Test func oddFilesGiveFiniteFrames() throws {
    let whole = WaveFile.bytes(tone(440))
    let folder = try DataFolder([
      "half.wav": Array(whole[..<(whole.count / 2)]),
      "silent.wav": WaveFile.bytes([Float](repeating: 0, count: 800)),
      "nan.wav": WaveFile.bytes(tone(440).map { $0 > 0.3 ? .nan : $0 }, areFloats: true),
      "one.wav": WaveFile.bytes([0.5]), "huge.wav": WaveFile.bytes(tone(440), statedBytes: 0xFFFF_FF00),
      "stereo.wav": WaveFile.bytes(tone(440), channels: 2), "six.wav": WaveFile.bytes(tone(440), channels: 6),
    ])
    let rows = ["half": 5, "silent": 11, "nan": 11, "one": 1, "huge": 11, "stereo": 6, "six": 2]
    for (name, count) in rows {
      for sound in ["features=log-mel,normalization=deviation", "features=mfcc,deltas=2"] {
        let table = try folder.read(DataSources(files: ["\(name).wav"], reading: try options(sound)))
        #expect(table.rowCount == count, "\(name)")
        let values = table.columns.dropFirst().flatMap { numbers(table, $0.name) }
        #expect(values.allSatisfy { $0.isFinite }, "\(name)")
        #expect(
          table.warnings.isEmpty != ["half", "nan"].contains(name) || name == "huge",
          "\(name): \(table.warnings)")
      }
    }
  }

  @Test func aRecordingThatIsTooLongIsToBeCut() throws {
    let folder = try DataFolder(["a.wav": WaveFile.bytes(tone(440))])
    let sources = DataSources(files: ["a.wav"], reading: try options("rate=80000"))
    var limits = ReadingLimits.standard
    (limits.heldBytes, limits.heldRatio, limits.soundBytes) = (0, 32, 0)
    let message = folder.failure(sources, limits: limits)
    #expect(message.hasSuffix("longer than 0 seconds at 80000 Hz; cut it into shorter ones"), "\(message)")
    // Its samples have a limit of their own, whatever the file's contents may take.
    limits.soundBytes = 1 << 20
    #expect(folder.failure(sources, limits: limits).isEmpty)
  }

  @Test func recordingsOfOneNameInSeveralFoldersAreCountedAndAGuessedTargetIsTold() throws {
    let names = (0..<10).map { "\($0 / 5 == 0 ? "x" : "y")/\($0 % 5).wav" }
    let files = Dictionary(uniqueKeysWithValues: names.map { ($0, WaveFile.bytes(tone(440))) })
    let folder = try DataFolder(files)
    let table = try folder.read(DataSources(files: ["*/*.wav"]))
    let guess = try TaskGuess(table: table, name: "guessed")
    #expect(guess.lengths == [Int](repeating: 11, count: 10))
    #expect(guess.notes.contains { $0.contains("tells apart the 10 sequences") }, "\(guess.notes)")
    #expect(
      guess.notes.contains { $0.hasPrefix("targets: 'band 40' is") && $0.contains("--names") },
      "\(guess.notes)")
  }

  @Test func optionsThatMakeNoSenseAreTold() throws {
    let folder = try DataFolder(["a.wav": WaveFile.bytes(tone(440))])
    for (text, word) in [
      ("highest=5000", "Hz"), ("bands=400", "too narrow"), ("frame=0.0001", "too short"),
      ("features=mfcc,bands=10,coefficients=11", "11 coefficients"), ("rate=20", "too short"),
      ("coefficients=5", "means nothing without features=mfcc"),
    ] {
      let message = folder.failure(DataSources(files: ["a.wav"], reading: try options(text)))
      #expect(message.contains("the features cannot be computed") && message.contains(word), "\(message)")
      #expect(message.hasSuffix("change --sound, or data.sound of the task file"), "\(message)")
    }
    for text in [
      "", "bands", "bands=", "bands=0", "bands=x", "pitch=3", "rate=nan", "frame=inf", "deltas=3", "=4",
      "rate=16000,rate=8000",
    ] {
      #expect(throws: SoundOptions.Flaw.self) { try SoundOptions(text: text) }
    }
    let flaw = #expect(throws: SoundOptions.Flaw.self) { try SoundOptions(text: "band=3") }
    #expect(flaw?.description.contains("did you mean 'bands'?") == true)
  }

  @Test func optionsReadBack() throws {
    let text =
      "features=mfcc,rate=16000,bands=26,coefficients=12,frame=0.032,hop=0.016,pre-emphasis=0.97,deltas=2,"
      + "mel-scale=htk,lowest=60,highest=7600,dynamic-range=60,normalization=deviation"
    #expect(try SoundOptions(text: text).text == text)
    #expect(SoundOptions.keys.allSatisfy { text.contains("\($0.name)=") })
    #expect(SoundOptions().text.isEmpty)
  }
}
