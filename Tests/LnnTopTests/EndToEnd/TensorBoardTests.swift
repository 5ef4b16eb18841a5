import Foundation
import TestSupport
import Testing

/// What is exported, in TensorBoard itself: only where LNN_TOP_TENSORBOARD names a Python that has it.
@Suite struct TensorBoardTests {
  static let python = ProcessInfo.processInfo.environment["LNN_TOP_TENSORBOARD"]

  @Test(.enabled(if: python != nil, "set LNN_TOP_TENSORBOARD to a Python with tensorboard"))
  func itReadsTheScalarsOfTheRun() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let train = try CommandRun(
      ["train", "waves.csv", "--epochs", "4", "--run", "a.lnnrun", "--headless", "--quiet"], in: folder)
    #expect(train.status == 0, "\(train.messages)")
    #expect(try CommandRun(["export", "a.lnnrun", "--format", "tensorboard"], in: folder).status == 0)
    #expect(try CommandRun(["export", "a.lnnrun", "--format", "csv"], in: folder).status == 0)
    let table = try CSVFile(path: folder.path("a.csv/scalars.csv"))
    let read = try scalars(in: folder.path("tensorboard/a"))
    let columns = [
      ("loss/training", "loss"), ("learning rate", "learning_rate"), ("gradient norm", "gradient_norm"),
      ("loss/validation", "validation_loss"), ("mae/validation", "validation_mae"),
    ]
    for (tag, name) in columns {
      let column = try #require(table.header.firstIndex(of: name))
      let expected = table.rows.compactMap { row in Double(row[column]).map { [Double(row[0]) ?? 0, $0] } }
      let found = try #require(read[tag], "\(tag)")
      #expect(found.map { $0[0] } == expected.map { $0[0] })
      #expect(zip(found, expected).allSatisfy { Float($0[1]) == Float($1[1]) }, "\(tag)")
    }
  }

  private func scalars(in logs: String) throws -> [String: [[Double]]] {
    let script = ImportFixture.folder.deletingLastPathComponent().appendingPathComponent(
      "check_tensorboard.py")
    let output = try ChildProcess.output(of: Self.python ?? "", [script.path, logs])
    return try JSONDecoder().decode([String: [[Double]]].self, from: Data(output.utf8))
  }
}
