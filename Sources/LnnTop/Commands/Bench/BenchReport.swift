import Text

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

/// What was measured of one workload.
package struct WorkloadResult: Sendable, Hashable, Codable {
  package var name: String
  package var title: String
  package var kind: Workload.Kind
  package var parameters: Int
  /// Operations in a step of one sequence, forward, and what they are.
  package var operations: Int
  package var operation: Yardstick.Kind
  /// What the yardstick took for an operation, in nanoseconds.
  package var yardstickNs: Double
  /// A forward pass of the batch, on one thread; nil where the workload is no training.
  package var forward: Figure?
  /// A whole training step, a step of the stream, or one with an online update, on one thread.
  package var step: Figure
  /// A training step on the number of threads asked for; nil where that is 1, and where the workload is no training.
  package var threadedStep: Figure?
  /// Floats of the derivatives that are carried along; nil where updates are not online.
  package var derivatives: Int?
  /// The most memory that the process held, this program itself included.
  package var peakMemoryBytes: Int

  package init(
    name: String, title: String, kind: Workload.Kind, parameters: Int, operations: Int,
    operation: Yardstick.Kind, yardstickNs: Double, forward: Figure?, step: Figure, threadedStep: Figure?,
    derivatives: Int? = nil, peakMemoryBytes: Int
  ) {
    self.name = name
    self.title = title
    self.kind = kind
    self.parameters = parameters
    self.operations = operations
    self.operation = operation
    self.yardstickNs = yardstickNs
    self.forward = forward
    self.step = step
    self.threadedStep = threadedStep
    self.derivatives = derivatives
    self.peakMemoryBytes = peakMemoryBytes
  }
}

/// How long one thing took.
package struct Figure: Sendable, Hashable, Codable {
  /// Seconds a call.
  package var seconds: Quartiles
  /// Nanoseconds an operation (a sigmoid or a multiply-add of one sequence).
  package var nsPerOperation: Double
  /// The same as a multiple of what the yardstick took, each pair measured in turn; nil where several threads ran.
  package var yardsticks: Double?

  package init(seconds: Quartiles, nsPerOperation: Double, yardsticks: Double?) {
    self.seconds = seconds
    self.nsPerOperation = nsPerOperation
    self.yardsticks = yardsticks
  }
}

/// The middle of some samples, and between which values the middle half of them lies.
package struct Quartiles: Sendable, Hashable, Codable {
  package let lower: Double
  package let median: Double
  package let upper: Double

  /// Interpolates between the nearest samples.
  ///
  /// - Parameter samples: at least one.
  package init(_ samples: [Double]) {
    precondition(!samples.isEmpty, "no samples")
    let sorted = samples.sorted()
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let below = Int(saturating: place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
    (lower, median, upper) = (quantile(0.25), quantile(0.5), quantile(0.75))
  }

  /// Half the distance between the quartiles.
  package var spread: Double { (upper - lower) / 2 }
}
