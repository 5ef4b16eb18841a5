import Foundation
import LiquidData

/// Reads a table again and again, in a process of its own, and prints a line of JSON for compare_reading.py: the seconds
/// of each reading and the most memory that the process took.
@main
struct TableReading {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let repeats = Int(arguments[2]), repeats > 0 else {
      FileHandle.standardError.write(Data("usage: table-reading FILE REPEATS\n".utf8))
      exit(2)
    }
    var report = Report()
    for _ in 0..<repeats {
      let start = ContinuousClock.now
      let table = try Table.read(path: arguments[1])
      report.seconds.append((ContinuousClock.now - start) / .seconds(1))
      (report.rows, report.columns) = (table.rowCount, table.columns.count)
    }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    report.peakBytes = usage.ru_maxrss * 1024
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
  }

  private struct Report: Encodable {
    var seconds: [Double] = []
    var peakBytes = 0
    var rows = 0
    var columns = 0
  }
}
