import Foundation
import LnnTop
import Testing

/// The report on measurements that are made up.
@Suite struct BenchReportTests {
  static func figure(_ seconds: Double, yardsticks: Double? = 2) -> Figure {
    Figure(
      seconds: Quartiles([0.9 * seconds, seconds, 1.1 * seconds]), nsPerOperation: seconds * 100,
      yardsticks: yardsticks)
  }

  static func measurement(_ name: String, _ operation: Yardstick.Kind, step: Double) -> WorkloadResult {
    WorkloadResult(
      name: name, title: "Network \(name)", kind: .training, parameters: 1000, operations: 6400,
      operation: operation, yardstickNs: 0.125, forward: figure(step / 4), step: figure(step),
      threadedStep: figure(step / 2, yardsticks: nil), peakMemoryBytes: 26_400_000)
  }

  static func streaming(_ name: String, step: Double) -> WorkloadResult {
    var result = measurement(name, .sigmoid, step: step)
    result.kind = .streaming
    result.forward = nil
    result.threadedStep = nil
    return result
  }

  static func online(_ name: String, step: Double, derivatives: Int) -> WorkloadResult {
    var result = streaming(name, step: step)
    result.kind = .online
    result.derivatives = derivatives
    return result
  }

  static func report(threads: Int = 2) -> BenchReport {
    BenchReport(
      machine: Machine(cpu: "Abacus 9000", cores: 2, vectorBits: 512, load: 0.25), threads: threads,
      repeats: 3,
      workloads: [
        measurement("quick", .sigmoid, step: 0.0005), measurement("middling", .sigmoid, step: 0.00531),
        measurement("slow", .multiplyAdd, step: 1.5), streaming("drops", step: 0.00000164),
        online("learns", step: 0.0000425, derivatives: 16_700),
        online("online-ltc-ncp-302-snap-1", step: 0.0206, derivatives: 59_920),
      ])
  }

  @Test func theMachineComesFirst() {
    let lines = BenchText(Self.report()).text.split(separator: "\n")
    #expect(lines[0] == "Abacus 9000, 2 cores, vectors of 512 bits")
    #expect(lines[1].hasPrefix("load average 0.25 before; medians of 3 repeats"))
  }

  @Test func aRowHasTimesSpreadsRatiosAndMemory() throws {
    let lines = BenchText(Self.report()).text.split(separator: "\n")
    let row = try #require(lines.first { $0.hasPrefix("middling") })
    let fields = row.split(separator: " ").map(String.init)
    #expect(
      fields == ["middling", "6400", "0.133", "2.0", "0.531", "2.0", "5.31", "±0.27", "2.66", "±0.13", "26"])
    #expect(lines.contains { $0.contains("0.500 ±0.025") })
    #expect(lines.contains { $0.contains("1500 ±75") })
  }

  @Test func aStreamHasATableOfItsOwn() throws {
    let lines = BenchText(Self.report()).text.split(separator: "\n")
    let row = try #require(lines.first { $0.hasPrefix("drops") })
    let fields = row.split(separator: " ").map(String.init)
    #expect(fields == ["drops", "6400", "0.000", "2.0", "1.64", "±0.08", "26"])
    var alone = Self.report()
    alone.workloads.removeAll { $0.kind == .streaming }
    #expect(!BenchText(alone).text.contains("Streaming"))
    alone.workloads = [Self.streaming("drops", step: 1)]
    #expect(!BenchText(alone).text.contains("Training"))
    #expect(!BenchText(alone).text.contains("UPDATE"))
  }

  @Test func onlineUpdatesHaveATableWithTheSizeOfTheirDerivatives() throws {
    let text = BenchText(Self.report()).text
    let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("learns") })
    let fields = row.split(separator: " ").map(String.init)
    #expect(fields == ["learns", "6400", "0.004", "2.0", "42.5", "±2.1", "16700", "26"])
    #expect(text.contains("FLOATS:"))
    var alone = Self.report()
    alone.workloads = [Self.online("learns", step: 1, derivatives: 1)]
    #expect(!BenchText(alone).text.contains("Streaming"))
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    let report = Self.report()
    let line = JSONText.line(report)
    #expect(JSONText.decoded(BenchReport.self, from: Data(line.utf8)) == report)
    #expect(JSONText.decoded(BenchReport.self, from: Data(line.utf8.dropLast())) == nil)
  }

  @Test func oneThreadNeedsNoSecondColumnOfTimes() {
    let text = BenchText(Self.report(threads: 1)).text
    #expect(text.contains("1T ms"))
    #expect(!text.contains("2T"))
  }

  @Test(arguments: [1, 2, 256])
  func noLineIsWiderThanATerminal(threads: Int) {
    for line in BenchText(Self.report(threads: threads)).text.split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
  }

  @Test(arguments: [
    ([3.0], 3.0, 3.0, 3.0), ([4, 1, 3, 2, 5], 2, 3, 4), ([2, 1], 1.25, 1.5, 1.75),
  ])
  func quartilesInterpolate(samples: [Double], lower: Double, median: Double, upper: Double) {
    let quartiles = Quartiles(samples)
    #expect(quartiles.lower == lower && quartiles.median == median && quartiles.upper == upper)
    #expect(quartiles.spread == (upper - lower) / 2)
  }
}
