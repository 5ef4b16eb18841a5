import Foundation
import Liquid
import LiquidData
import RunStore
import Streams

/// A model with the description of its data, from a model file or a run.
struct StoredModel {
  let model: Model
  /// Nil for a model that was imported: it takes columns as they are.
  let schema: DataSchema?
  /// Nil for a model that was imported, and for those of versions that kept nothing of their data.
  private(set) var training: TrainingRecord?

  /// Of a run, the model that it ended with.
  init(path: String) throws {
    try self.init(ModelSource(path: path).bytes(), path: path)
    training = training ?? TrainingRecord(run: path)
  }

  /// - Parameter path: names the file in errors.
  init(_ bytes: [UInt8], path: String) throws {
    let file: (model: Model, metadata: [String: String])
    do {
      file = try ModelFile.read(bytes)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
    model = file.model
    guard file.metadata[RowLayout.metadataKey] == nil else {
      throw CommandFailure(
        "\(path) has the network of a stream, whose columns were scaled as they came; 'lnn-top stream --resume RUN' goes on"
          + " with its run")
    }
    schema = try DataSchema.stored(in: file.metadata, source: path)
    training = SchemaMetadata.training(in: file.metadata)
    guard let schema else { return }
    let (inputs, outputs) = (model.cell.wiring.inputs, model.cell.outputWidth)
    guard schema.inputWidth == inputs, schema.outputWidth == outputs else {
      throw CommandFailure(
        "\(path): the network has \(inputs) inputs and \(outputs) outputs, but the data that it says"
          + " it was trained on have \(schema.inputWidth) and \(schema.outputWidth)")
    }
  }
}

/// A file that holds models: a model file, or a run with its checkpoints. Both are told apart by how they begin.
struct ModelSource {
  let path: String

  /// The bytes of a model file.
  ///
  /// - Parameter choice: which of a run's models; a model file has only one.
  func bytes(_ choice: CheckpointChoice = .final) throws -> [UInt8] {
    guard isDatabase else {
      guard choice == .final else {
        throw CommandFailure("\(path) is a model file and has no checkpoints; leave --checkpoint away")
      }
      return try InputFile.bytes(path: path)
    }
    let reader = try RunReader(path: path)
    if let bytes = Self.bytes(choice, in: reader) {
      if let note = Self.note(on: choice, in: reader) { Console.writeMessage("lnn-top: note: \(note)") }
      // What was lost may be the model that was meant.
      if let damage = reader.damage { Console.writeMessage("lnn-top: note: \(damage); using what is left") }
      return bytes
    }
    throw reader.damage ?? CommandFailure("\(path) holds no such model: \(Self.kept(in: reader))")
  }

  /// True for a SQLite file, which a run is and a model file never is.
  private var isDatabase: Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    return (try? file.read(upToCount: 16)) == Data("SQLite format 3\0".utf8)
  }

  private static func bytes(_ choice: CheckpointChoice, in reader: RunReader) -> [UInt8]? {
    switch choice {
    case .final: reader.finalModel()
    case .best: reader.newestCheckpoint(.best)?.model ?? reader.newestCheckpoint(.final)?.model
    case .newest: newest(in: reader) { _ in true }
    case .step(let step): newest(in: reader) { $0.step <= step }
    }
  }

  private static func newest(in reader: RunReader, where fits: (CheckpointEntry) -> Bool) -> [UInt8]? {
    reader.checkpoints().filter { $0.hasModel && fits($0) }
      // The final one repeats an earlier step's model.
      .max { ($0.step, $0.kind == .final ? 0 : 1, $0.id) < ($1.step, $1.kind == .final ? 0 : 1, $1.id) }
      .flatMap { reader.checkpoint($0)?.model }
  }

  /// Says which step's model is used where none was kept at the step that was asked for.
  private static func note(on choice: CheckpointChoice, in reader: RunReader) -> String? {
    guard case .step(let step) = choice, let kept = keptSteps(in: reader).last(where: { $0 <= step }),
      kept < step
    else { return nil }
    return "no model was kept at step \(step); the newest before it is that of step \(kept)"
  }

  /// The steps whose models are there, in words.
  private static func kept(in reader: RunReader) -> String {
    let steps = keptSteps(in: reader).map(String.init)
    return steps.isEmpty
      ? "the run has not come to its first checkpoint"
      : "it kept those of step \(steps.joined(separator: ", "))"
  }

  /// The steps whose models are there, in order.
  private static func keptSteps(in reader: RunReader) -> [Int] {
    Set(reader.checkpoints().filter(\.hasModel).map(\.step)).sorted()
  }
}

/// How a model file carries what its data looked like: the schema, and how rows were used in training.
enum SchemaMetadata {
  private static let trainingKey = "training"

  static func metadata(of schema: DataSchema, training: TrainingRecord?) -> [String: String] {
    var metadata = schema.metadata
    metadata[trainingKey] = training.map { JSONText.line($0) }
    return metadata
  }

  /// Nil where the file does not say it in a way that is understood: what is lost is only which rows it was trained on.
  static func training(in metadata: [String: String]) -> TrainingRecord? {
    metadata[trainingKey].flatMap { try? JSONDecoder().decode(TrainingRecord.self, from: Data($0.utf8)) }
  }
}
