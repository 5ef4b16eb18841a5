/// What `lnn-top bench` says: the machine, the conditions, and what was measured of each workload.
package struct BenchReport: Sendable, Hashable, Codable {
  package var version = ProgramVersion.number
  package var machine: Machine
  package var sequences = Workload.sequences
  package var steps = Workload.steps
  package var inputs = Workload.inputs
  package var threads: Int
  package var repeats: Int
  package var workloads: [WorkloadResult]

  package init(machine: Machine, threads: Int, repeats: Int, workloads: [WorkloadResult]) {
    self.machine = machine
    self.threads = threads
    self.repeats = repeats
    self.workloads = workloads
  }
}
