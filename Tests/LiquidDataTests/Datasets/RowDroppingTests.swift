import Foundation
import LiquidData
import Testing

@Suite("Rows dropped at random") struct RowDroppingTests {
  private func dataset(dropRows: Double, kind: TaskDefinition.Kind = .forecast) throws -> Dataset {
    let text = "t,y\n" + (0..<2000).map { "\($0),\($0)\n" }.joined()
    let task = TaskDefinition(
      name: "t", inputs: ["y"], targets: ["y"], time: "t", kind: kind, window: 20, horizon: 1,
      dropRows: dropRows, scaling: .none, targetScaling: .none)
    return try Dataset(table: table(text), task: task)
  }

  @Test("Elapsed times add up, and each target is the row after its input in the data, whether kept or not")
  func timesAndTargets() throws {
    let dataset = try dataset(dropRows: 0.4)
    var gaps: [Float] = []
    for index in 0..<dataset.count(of: .train) {
      let batch = dataset.batch(.train, indices: [index])
      for step in 0..<batch.lengths[0] {
        #expect(batch.targets[step] == batch.inputs[step] + 1)
        if step > 0 {
          #expect(batch.elapsed[step] == batch.inputs[step] - batch.inputs[step - 1])
          gaps.append(batch.elapsed[step])
        }
      }
      let location = dataset.location(.train, index: index)
      #expect(location.targetRows == location.rows.map { $0 + 1 })
      #expect(location.rows.map { Float($0) } == Array(batch.inputs.prefix(location.rows.count)))
    }
    let mean = gaps.reduce(0, +) / Float(gaps.count)
    #expect(abs(mean - 1 / 0.6) < 0.1, "four in ten are gone")
  }

  @Test("The same seed drops the same rows")
  func deterministic() throws {
    #expect(try dataset(dropRows: 0.3).fingerprint == dataset(dropRows: 0.3).fingerprint)
    #expect(try dataset(dropRows: 0.3).fingerprint != dataset(dropRows: 0).fingerprint)
  }

  @Test("A share outside 0 to 1 is refused", arguments: [-0.1, 1, .nan])
  func badShare(share: Double) {
    let task = TaskDefinition(name: "t", dropRows: share)
    #expect(failure(waveText(rows: 100), task).contains("share of rows to drop"))
  }
}
