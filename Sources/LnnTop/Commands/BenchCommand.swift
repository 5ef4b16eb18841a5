import Foundation

/// `lnn-top bench`: the speed of networks on this machine.
struct BenchCommand {
  let options: BenchOptions

  func run() throws -> Int32 {
    let machine = Machine.current
    let report = BenchReport(
      machine: machine, threads: options.threads, repeats: options.repeats, workloads: try results())
    Console.writeResult(options.json ? JSONText.line(report) : BenchText(report).text)
    return ExitStatus.success
  }

  /// One workload in this process, several in a process each.
  private func results() throws -> [WorkloadResult] {
    if let only = options.only.flatMap(Workload.named) {
      return [try WorkloadRun(workload: only, threads: options.threads, repeats: options.repeats).measure()]
    }
    return try Workload.all.map { workload in
      if Console.isMessageTerminal { Console.rewriteLine("measuring \(workload.name) ...\u{1B}[K") }
      return try WorkloadProcess(workload: workload, threads: options.threads, repeats: options.repeats)
        .measure()
    }
  }
}
