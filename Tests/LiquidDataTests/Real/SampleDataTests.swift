import Foundation
import LiquidData
import Testing

@Suite struct SampleDataTests {
  @Test("Every sample task works on its file without a warning about it", arguments: SampleTask.all)
  func tasks(task: TaskDefinition) throws {
    let path = Locations.sample(task.sampleFileName)
    let bytes = try Data(contentsOf: URL(filePath: path))
    #expect(bytes.count < 400_000)
    let dataset = try Dataset(table: Table.read(path: path), task: task)
    #expect(dataset.warnings.isEmpty, "\(dataset.warnings)")
    for part in Dataset.Part.allCases { #expect(dataset.count(of: part) > 0) }
    #expect(dataset.schema.taskName == task.name)
  }

  @Test("The drive is predicted from what the driver sees, in seconds")
  func laneKeeping() throws {
    let path = Locations.sample(SampleTask.laneKeeping.sampleFileName)
    let dataset = try Dataset(table: Table.read(path: path), task: SampleTask.laneKeeping)
    #expect(dataset.inputWidth == 6 && dataset.outputWidth == 1)
    #expect(dataset.schema.timeUnit == "s")
    #expect(abs(dataset.schema.timeScale - 0.1) < 1e-9)
    #expect(dataset.count(of: .train) > 200)
  }

  @Test("The stays are irregular, ragged and have gaps")
  func vitalSigns() throws {
    let path = Locations.sample(SampleTask.vitalSigns.sampleFileName)
    let dataset = try Dataset(table: Table.read(path: path), task: SampleTask.vitalSigns)
    let batch = dataset.batch(.train, indices: Array(0..<8))
    #expect(Set(batch.lengths).count > 1)
    #expect(Set(batch.elapsed).count > 10)
    #expect(dataset.schema.inputNames.contains("temperature present"))
    #expect(dataset.schema.timeUnit == "h")
  }
}
