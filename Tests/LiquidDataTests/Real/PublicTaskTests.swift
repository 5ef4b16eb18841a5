import Foundation
import LiquidData
import Testing

@Suite("Tasks that come with the program") struct PublicTaskTests {
  private static let folder = Locations.package.appending(path: "sample-data/tasks").path
  private static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".yaml") }
    .sorted()

  @Test("Each is read, and says what it is and whence its data come")
  func allAreRead() throws {
    #expect(Self.names.count >= 18)
    for name in Self.names {
      let task = try TaskFile.read(path: "\(Self.folder)/\(name)")
      #expect(task.name + ".yaml" == name)
      #expect(task.about != nil && task.source != nil, "\(name)")
    }
  }

  @Test(
    "Those whose public data are at hand fit them, and no row is in two parts",
    .enabled(if: Locations.hasReal("occupancy"), "needs ../shared/data"),
    arguments: ["occupancy", "cheetah", "person", "japanese-vowels", "ecg200", "driving", "vix"])
  func realDataFit(name: String) throws {
    let task = try TaskFile.read(path: "\(Self.folder)/\(name).yaml")
    let table = try Table.read(task.sources, name: name, folder: Locations.real(""))
    let dataset = try Dataset(table: table, task: task.definition)
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
