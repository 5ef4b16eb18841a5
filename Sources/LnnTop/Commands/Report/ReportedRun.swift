import Foundation
import LiquidData
import RunStore
import Telemetry
import Text

/// What a run file says, for a report.
struct ReportedRun {
  let path: String
  let description: RunDescription
  let scalars: [StepScalars]
  let outcome: Outcome?
  /// Of the data; nil in runs of older versions.
  let fingerprint: String?
  /// The synapses' strengths, and the step of training that they are of; nil where none were recorded.
  let strengths: (step: Int, values: [Float])?
  /// How often somebody changed something by hand while the network was trained.
  let changesByHand: Int
  let command: TrainingCommandLine?
  /// What a reader must know of the run before they trust the report.
  let notes: [String]

  init(_ reader: RunReader, locations: Locations) {
    path = reader.path
    description = reader.description
    scalars = reader.scalars()
    outcome = reader.outcome
    fingerprint = reader.fingerprint
    strengths = Self.strengths(in: reader)
    let byHand: Set<Event.Kind> = [.perturbed, .intervened, .learningRate]
    changesByHand = reader.events().count { byHand.contains($0.kind) }
    command = TrainingCommandLine(recorded: description.configuration, locations: locations)
    var notes: [String] = []
    switch reader.state {
    case .recording: notes.append("the run is still being recorded: the report shows it as it is now")
    case .interrupted: notes.append("the run was interrupted: it has no result of its own")
    case .finished: break
    }
    if let damage = reader.damage { notes.append("\(damage); the report shows what is left") }
    self.notes = notes
  }

  /// The part that the run is judged by, with its result; nil where the run has no result.
  var judged: (part: PartChoice, result: Validation, naive: NaiveFigure?)? {
    if let test = outcome?.test { return (.test, test, description.naive?.test) }
    return outcome?.validation.map { (.validation, $0, description.naive?.validation) }
  }

  /// The rows that its network is explained on by default: those that chose it, as `explain` does, where there are some.
  var explainedPart: PartChoice {
    scalars.contains { $0.validation != nil } ? .validation : outcome?.test == nil ? .all : .test
  }

  /// Frames that are looked through for synapses, from the end: those of cells with synapses have some in each.
  private static let lookedThrough = 4

  private static func strengths(in reader: RunReader) -> (step: Int, values: [Float])? {
    for entry in reader.frames().suffix(lookedThrough).reversed() {
      guard let frame = try? reader.frame(entry), let synapses = frame.probe.synapses else { continue }
      return (entry.step, synapses.weights)
    }
    return nil
  }
}
