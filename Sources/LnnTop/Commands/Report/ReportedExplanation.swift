import Explanations
import LiquidData
import RunStore
import Text

/// What a report says that needs the run's model and data.
struct ReportedExplanation {
  /// What is measured on data.
  struct Measured {
    let data: ExplainedData
    let options: ExplainOptions
    fileprivate(set) var answer: ExplainedAnswer?
    let effects: [ExplainedEffect]
    fileprivate(set) var circuit: ExplainedCircuit?
  }

  /// Nil where the data or the model are not to be had.
  private(set) var measured: Measured?
  /// Why something is missing, and what else a reader must know.
  private(set) var notes: [String] = []

  /// - Throws: where the person names data or an answer that are not there; that the run's own data have moved is a note.
  init(of run: ReportedRun, options: ReportOptions, locations: Locations) throws {
    let explaining = options.explaining(part: run.explainedPart)
    guard let data = try load(explaining, options: options, locations: locations) else { return }
    notes = data.notes
    // What a person asks for and cannot be had is their mistake; anything else leaves a gap in the document.
    if options.place != nil { _ = try data.answer(at: options.place) }
    var measured = Measured(
      data: data, options: explaining, effects: try ExplainedEffect.all(data, options: explaining))
    measured.answer = attempt("no answer was taken apart") { try ExplainedAnswer(data, options: explaining) }
    if options.circuit {
      measured.circuit = attempt("no circuit was found") {
        let training = try? ExplainedData(explaining.choosing(.train), locations: locations)
        return try ExplainedCircuit.find(training ?? data, shown: data, options: explaining).0
      }
    }
    self.measured = measured
  }

  /// Nil, with a note, where the run's own data have moved.
  private mutating func load(
    _ explaining: ExplainOptions, options: ReportOptions, locations: Locations
  ) throws -> ExplainedData? {
    do {
      return try ExplainedData(explaining, locations: locations)
    } catch  where !options.namesData {
      // A run that is damaged, or has no network yet, is not helped by data.
      let hint =
        error is RunStoreError ? "" : "; where the data have moved, name them: lnn-top report RUN DATA"
      notes = ["the sections that need the run's data are missing: \(error)\(hint)"]
      return nil
    }
  }

  private mutating func attempt<Value>(_ failure: String, _ body: () throws -> Value) -> Value? {
    do {
      return try body()
    } catch {
      notes.append("\(failure): \(error)")
      return nil
    }
  }
}
