/// Where the runs of a sweep are made.
package struct SweepExecutor: Sendable, Hashable, Codable {
  package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Processes on this machine.
    case local
    /// GNU parallel, on this machine or by ssh on others.
    case parallel
    /// A job array of Slurm.
    case slurm
  }

  package var kind = Kind.local
  /// Runs at the same time; nil: one a core, or as many as Slurm allows.
  package var jobs: Int?
  /// For `parallel`: where, as its --sshlogin has it; empty: here.
  package var hosts: [String] = []
  /// For `slurm`: words for sbatch, such as `--time=02:00:00`.
  package var options: [String] = []

  package init() {}

  /// A word alone, or a mapping with the details.
  init(_ file: SweepSection) throws(SweepFileError) {
    self.init()
    guard let node = file["executor"] else { return }
    guard node.text == nil else {
      kind = try file.choice("executor") ?? .local
      return
    }
    let section = try file.section("executor", keys: SweepKey.ofExecutor)
    kind = try section.choice("kind") ?? .local
    jobs = try section.count("jobs", through: 10_000)
    hosts = try section.list("hosts") ?? []
    options = try section.list("options") ?? []
    if !hosts.isEmpty, kind != .parallel {
      throw section.error("'hosts' are for 'kind: parallel'", at: "hosts")
    }
    if !options.isEmpty, kind != .slurm {
      throw section.error("'options' are for 'kind: slurm'", at: "options")
    }
  }
}
