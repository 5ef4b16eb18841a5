import Foundation
import LiquidData
import Testing

@Suite struct SampleDataTests {
  private func dataset(_ name: String) throws -> Dataset {
    let task = try Locations.sampleTask(name)
    let table = try Table.read(task.sources, name: name, folder: Locations.sample("tasks"))
    return try Dataset(table: table, task: task.definition)
  }

  @Test(
    "Every sample's task works on its file without a warning about it",
    arguments: [
      "lane-keeping", "lane-keeping-leak", "vital-signs", "market", "sine-pair", "irregular-oscillator",
    ])
  func tasks(name: String) throws {
    let bytes = try Data(contentsOf: URL(filePath: Locations.sample("\(name).csv")))
    #expect(bytes.count < 400_000)
    let dataset = try dataset(name)
    #expect(dataset.warnings.isEmpty, "\(dataset.warnings)")
    for part in Dataset.Part.allCases { #expect(dataset.count(of: part) > 0) }
    #expect(dataset.schema.taskName == name)
  }

  @Test("The drive is predicted from what the driver sees, in seconds")
  func laneKeeping() throws {
    let dataset = try dataset("lane-keeping")
    #expect(dataset.inputWidth == 6 && dataset.outputWidth == 1)
    #expect(dataset.schema.timeUnit == "s")
    #expect(abs(dataset.schema.timeScale - 0.1) < 1e-9)
    #expect(dataset.count(of: .train) > 200)
  }

  @Test("The drive with a leak is lane keeping with one input more")
  func laneKeepingLeak() throws {
    let (plain, leaking) = (try dataset("lane-keeping").schema, try dataset("lane-keeping-leak").schema)
    #expect(leaking.inputNames == plain.inputNames + ["steering_before"])
    #expect(leaking.outputNames == plain.outputNames && leaking.timeUnit == plain.timeUnit)
  }

  @Test("The stays are irregular, ragged and have gaps")
  func vitalSigns() throws {
    let dataset = try dataset("vital-signs")
    let batch = dataset.batch(.train, indices: Array(0..<8))
    #expect(Set(batch.lengths).count > 1)
    #expect(Set(batch.elapsed).count > 10)
    #expect(dataset.schema.inputNames.contains("temperature present"))
    #expect(dataset.schema.timeUnit == "h")
  }
}

@Suite("Tasks that come with the program") struct PublicTaskTests {
  private static let folder = Locations.package.appending(path: "sample-data/tasks").path
  private static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".yaml") }
    .sorted()

  @Test("Each is read, and says what it is and where its data come from")
  func allAreRead() throws {
    #expect(Self.names.count >= 19)
    for name in Self.names {
      let task = try TaskFile.read(path: "\(Self.folder)/\(name)")
      #expect(task.name + ".yaml" == name)
      #expect(task.about != nil && task.source != nil, "\(name)")
    }
  }

  /// Whether the file, or the folder of a pattern's files, is there.
  private static func hasReal(_ pattern: String) -> Bool {
    let names = pattern.split(separator: "/")
    let end = names.firstIndex { $0.contains(".tar") }.map { $0 + 1 } ?? names.count
    let place = names[..<end].prefix { name in !name.contains { "*?[".contains($0) } }
    return Locations.hasReal(place.joined(separator: "/"))
  }

  @Test(
    "Those whose public data are at hand fit them, and no row is in two parts",
    .enabled(if: Locations.hasReal("occupancy"), "needs ../shared/data"),
    arguments: names)
  func realDataFit(file: String) throws {
    let name = String(file.dropLast(".yaml".count))
    var task = try TaskFile.read(path: "\(Self.folder)/\(file)")
    // Those of this program are tested above; of the largest sets, the first files and images.
    guard let pattern = (task.sources.files + task.sources.train).first, !pattern.hasPrefix("..") else {
      return
    }
    guard Self.hasReal(pattern) else {
      print("\(name): the data are absent, so the task is not checked")
      return
    }
    if name == "sequential-mnist" { task.sources.limit = 300 }
    if name == "walker2d" { task.sources.files = ["walker2d/rollout_0*.npy"] }
    if name == "physionet2012" {
      task.sources.files = task.sources.files.map { $0.replacing("*", with: "1[34][23]*") }
    }
    let table = try Table.read(task.sources, name: name, folder: Locations.real(""))
    let dataset = try Dataset(table: table, task: task.definition)
    for part in [Dataset.Part.validation, .test] { #expect(dataset.naiveTwin(of: part) != nil, "\(name)") }
    let parts = Dataset.Part.allCases.map { usedRows(dataset, $0) }
    #expect(parts.allSatisfy { !$0.isEmpty })
    #expect(parts[0].isDisjoint(with: parts[1]) && parts[0].isDisjoint(with: parts[2]))
    #expect(parts[1].isDisjoint(with: parts[2]) && dataset.leak == nil)
    guard task.paperSplit != nil else { return }
    let leaky = try Dataset(table: table, task: task.definition(likePaper: true))
    #expect(leaky.leak != nil)
    #expect(!usedRows(leaky, .train).isDisjoint(with: usedRows(leaky, .validation)))
  }
}
