import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

@Suite struct ExportTests {
  /// A recorded random run; it holds values that are hard to write down, and texts that are not to be shown as they are.
  private func recorded(_ seed: UInt64, in directory: TemporaryFolder) throws -> RunReader {
    var run = RandomRun(seed: seed)
    var options = RunRecorder.Options()
    options.frameInterval = 0
    let path = directory.path("a.lnnrun")
    let recorder = try RunRecorder(path: path, description: run.description, options: options)
    for message in run.messages(120) { recorder.receive(message) }
    try recorder.close()
    return try RunReader(path: path)
  }

  @Test(arguments: 0..<UInt64(8))
  func anEventFileHasEveryScalarAndEvent(seed: UInt64) throws {
    let directory = try TemporaryFolder()
    let reader = try recorded(seed, in: directory)
    let export = TensorBoardExport(reader: reader)
    var bytes: [UInt8] = []
    export.write { bytes += $0 }
    let file = try #require(EventFile(bytes))
    #expect(file.versions == ["brain.Event:2"])
    #expect(TensorBoardExport.isExport(bytes) && !TensorBoardExport.isExport([UInt8]("step,epoch".utf8)))
    #expect(file.texts == reader.events().map { "\($0.kind.rawValue): \($0.detail)" }.map(\.sanitized))
    let scalars = reader.scalars()
    let losses = file.scalars.filter { $0.tag == "loss/training" }
    #expect(losses.map(\.step) == scalars.map { UInt64($0.step) })
    #expect(
      zip(losses, scalars).allSatisfy { $0.value.bitPattern == Float($1.loss).bitPattern || $1.loss.isNaN })
    let validations = file.scalars.filter { $0.tag == "mae/validation" }
    #expect(validations.map(\.step) == scalars.filter { $0.validation != nil }.map { UInt64($0.step) })
    let start = reader.description.startedAt.timeIntervalSince1970
    #expect(file.times.allSatisfy { $0 >= start })
    #expect(export.fileName.hasPrefix("events.out.tfevents."))
  }

  @Test(arguments: 0..<UInt64(8))
  func theTableOfScalarsReadsBackToTheSameNumbers(seed: UInt64) throws {
    let directory = try TemporaryFolder()
    let reader = try recorded(seed, in: directory)
    let rows = lines(.scalars, of: reader).map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows[0].prefix(4).joined(separator: ",") == "step,epoch,elapsed,loss")
    #expect(rows[0].last == "validation_mae")
    let scalars = reader.scalars()
    #expect(rows.count == scalars.count + 1)
    for (row, scalars) in zip(rows.dropFirst(), scalars) {
      #expect(row.prefix(2) == ["\(scalars.step)", "\(scalars.epoch)"])
      let numbers = [
        scalars.elapsed, scalars.loss, scalars.learningRate, scalars.gradientNorm, scalars.validation?.loss,
        scalars.validation?.metric,
      ]
      for (field, number) in zip(row.dropFirst(2), numbers) {
        #expect(number.map { same(Double(field) ?? .zero, $0) } ?? field.isEmpty)
      }
    }
  }

  @Test(arguments: 0..<UInt64(8))
  func theTableOfTracesHasARowPerTimeStepAndAColumnPerNeuron(seed: UInt64) throws {
    let directory = try TemporaryFolder()
    let reader = try recorded(seed, in: directory)
    let rows = lines(.traces, of: reader)
    let description = reader.description
    let (inputs, neurons) = (description.task.inputNames.count, description.model.neurons.count)
    let width = 5 + inputs + 2 * neurons + 2 * description.task.outputNames.count
    var expected = 0
    for entry in reader.frames() {
      let probe = try reader.frame(entry).probe
      for (series, trace) in [("nominal", probe.nominal), ("perturbed", probe.perturbed)] {
        guard let trace else { continue }
        for step in trace.times.indices {
          expected += 1
          let fields = rows[expected].split(separator: ",", omittingEmptySubsequences: false)
          #expect(fields.count == width && fields[3] == series)
          let states = fields[(5 + inputs)..<(5 + inputs + neurons)].map { Float($0) ?? .zero }
          let traced = trace.states[(step * neurons)..<((step + 1) * neurons)]
          #expect(zip(states, traced).allSatisfy { same(Double($0), Double($1)) })
        }
      }
    }
    #expect(rows.count == expected + 1)
    if let last = reader.frames().last {
      let only = lines(.traces, of: reader, frames: [last])
      #expect(only.dropFirst() == rows.suffix(only.count - 1))
    }
  }

  @Test func noTableHoldsAControlCharacter() throws {
    let directory = try TemporaryFolder()
    let reader = try recorded(3, in: directory)
    for table in CSVExport.Table.allCases {
      let lines = lines(table, of: reader)
      #expect(lines[0].hasPrefix(table.beginning))
      #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } })
    }
  }

  private func lines(
    _ table: CSVExport.Table, of reader: RunReader, frames: [FrameEntry]? = nil
  ) -> [Substring] {
    var text = ""
    CSVExport(reader: reader).write(table, frames: frames) { text += $0 }
    return text.split(separator: "\n")
  }
}

@Suite struct CRC32CTests {
  /// The vectors of RFC 3720, appendix B.4, and the usual check value.
  private static let vectors: [(bytes: [UInt8], checksum: UInt32)] = [
    ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
    ([UInt8](0..<32), 0x46DD_794E), ([UInt8]((0..<32).reversed()), 0x113F_DB5C),
    ([UInt8]("123456789".utf8), 0xE306_9283), ([], 0),
  ]

  @Test(arguments: vectors.indices) func checksumsAreThosePublished(index: Int) {
    #expect(CRC32C.checksum(Self.vectors[index].bytes) == Self.vectors[index].checksum)
  }
}
