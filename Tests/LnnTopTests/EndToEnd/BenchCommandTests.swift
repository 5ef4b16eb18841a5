import Foundation
import LnnTop
import TestSupport
import Testing

/// That it measures; never how fast.
@Suite struct BenchCommandTests {
  @Test(arguments: [
    ("ltc-ncp-32", ["forward", "step", "threaded_step"]), ("cfc-32", ["forward", "step", "threaded_step"]),
    ("lrc-ssm-32", ["forward", "step", "threaded_step"]), ("stream-lrc-dense-32", ["step"]),
    ("stream-ltc-ncp-32", ["step"]), ("online-ltc-ncp-32", ["step"]),
    ("online-ltc-ncp-302-snap-1", ["step"]),
  ])
  func oneNetworkGivesAReportOfFinitePositiveNumbers(name: String, figures: [String]) throws {
    let line = ["bench", "--only", name, "--repeats", "1", "--threads", "2", "--json"]
    let run = try CommandRun(line, in: TemporaryFolder())
    #expect(run.status == 0, "\(run.messages)")
    let reports = try run.objects()
    let report = try #require(reports.first)
    #expect(reports.count == 1 && report["threads"] as? Int == 2 && report["repeats"] as? Int == 1)
    let workloads = try #require(report["workloads"] as? [[String: Any]])
    let workload = try #require(workloads.first)
    #expect(workloads.count == 1 && workload["name"] as? String == name)
    for (path, number) in Self.numbers(workload) {
      #expect(number.isFinite && number > 0, "\(path) is \(number)")
    }
    for key in figures { #expect(workload[key] is [String: Any], "\(key)") }
    #expect((workload["derivatives"] is Int) == name.hasPrefix("online"))
  }

  @Test func withoutANameEveryNetworkIsMeasuredAndShown() throws {
    let run = try CommandRun(["bench", "--repeats", "1"], in: TemporaryFolder())
    #expect(run.status == 0, "\(run.messages)")
    for name in Workload.names { #expect(run.output.contains("\n\(name) "), "\(name) in \(run.output)") }
  }

  /// Every number in an object, with the keys that lead to it.
  private static func numbers(_ object: [String: Any]) -> [(path: String, value: Double)] {
    object.flatMap { key, value -> [(String, Double)] in
      if let inner = value as? [String: Any] {
        return numbers(inner).map { ("\(key).\($0.path)", $0.value) }
      }
      return (value as? Double).map { [(key, $0)] } ?? []
    }
  }
}
