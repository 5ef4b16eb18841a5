import Foundation

/// Measures one workload in a process of its own, which runs this program with `bench --only`: only there is the peak
/// of the process's memory that of the workload, and no workload finds caches or an allocator that another left.
struct WorkloadProcess {
  let workload: Workload
  let threads: Int
  let repeats: Int

  func measure() throws -> WorkloadResult {
    let output = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [
      "bench", "--json", "--only", workload.name, "--threads", "\(threads)", "--repeats", "\(repeats)",
    ]
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let report = JSONText.decoded(BenchReport.self, from: text),
      let result = report.workloads.first
    else {
      throw CommandFailure(
        "\(workload.name) could not be measured: its process ended with \(process.terminationStatus)")
    }
    return result
  }
}
