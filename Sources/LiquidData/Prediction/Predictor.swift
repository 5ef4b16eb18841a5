import Foundation
import Liquid
import Text

/// Predicts row by row with a model file that `lnn-top train` wrote, or that was written with a schema's `metadata`.
///
///     let predictor = try Predictor(contentsOf: URL(filePath: "driver.safetensors"))
///     let prediction = try predictor.step(["speed": 18.7, "gear": "third"], elapsed: 0.05)
///     prediction["steering"]                                    // in the target's unit
///     prediction.label, prediction.probabilities["walk"]        // for classes
///
/// Values go in and come out in their own units: normalisation, categories, missing values, elapsed times and windows are
/// what they were in training. The answers are those of `lnn-top eval` on a table of the same rows, to the last bit.
///
/// **A row** has a value for each of `inputs`, by its name; nil, or a text that stands for a missing value, is filled as in
/// training. Texts are read as fields of the training's files were. Other keys are ignored, so that a whole row of a
/// table can be given.
///
/// **Time** passes between rows by `elapsed` where it is given, else by the difference of the rows' times where the rows
/// have them, else by the usual step. The first row of a sequence counts as one usual step. A network that was trained on
/// resampled rows needs rows at that step.
///
/// **A sequence** ends with `reset()`, where the value of the sequence column changes, and at gaps at which training cut
/// sequences. Rows of several sequences in turn need a predictor for each.
///
/// **A window.** A network that was trained on windows starts anew after so many rows, as it did then; `whole` runs on.
///
/// Not `Sendable`: a predictor carries the network's state and is used by one thread at a time. Cost: one step of the
/// network, and at the start of a window those that warm its state up.
public final class Predictor {
  /// The network.
  public let model: Model
  /// What the model knows of its data.
  public let schema: DataSchema
  /// What a row must have.
  public let inputs: [Input]
  /// What a prediction has.
  public let outputs: [Output]
  /// The unit of `elapsed`: "s" for dates, the one in the time column's name, "steps" without a time column.
  public let elapsedUnit: String

  private var encoder: RowEncoder
  private let stream: WindowedStream
  private let outputNames: [String]

  /// Reads a model file.
  ///
  /// - Parameter whole: whether a sequence is run through as one, as `eval --whole` does, where training cut it into
  ///   windows.
  /// - Throws: where the file cannot be used, or says nothing of the data that its network was trained on.
  public convenience init(contentsOf url: URL, whole: Bool = false) throws(PredictorError) {
    let (model, metadata) = try Self.read(url)
    let stored = try Self.ofSchema { () throws(DataError) in
      try DataSchema.stored(in: metadata, source: url.path)
    }
    guard let schema = stored else { throw .noSchema(path: url.path) }
    try self.init(model: model, schema: schema, whole: whole)
  }

  /// Reads the file of a network that was imported and says nothing of its columns: numbers go in and come out as they
  /// are.
  ///
  /// - Parameters:
  ///   - inputs: names for the network's inputs, in its order.
  ///   - outputs: names for its outputs.
  ///   - time: the column of times in a row, whose differences are the elapsed times; nil: there is none.
  /// - Throws: where the file cannot be used, the names are not as many as the network's inputs and outputs, or one is
  ///   empty or there twice.
  public convenience init(
    contentsOf url: URL, inputs: [String], outputs: [String], time: String? = nil
  ) throws(PredictorError) {
    let (model, _) = try Self.read(url)
    for names in [inputs, outputs] {
      var seen: Set<String> = []
      for name in names where !seen.insert(name).inserted { throw .repeatedName(name) }
    }
    guard !(inputs + outputs).contains(""), time != "" else { throw .emptyName }
    try self.init(model: model, schema: .raw(inputs: inputs, outputs: outputs, time: time))
  }

  /// - Throws: where the network's inputs and outputs are not those of the schema, or the schema makes no sense, as one
  ///   that was decoded from something else than `DataSchema.json`.
  public init(model: Model, schema: DataSchema, whole: Bool = false) throws(PredictorError) {
    let schema = try Self.ofSchema { () throws(DataError) in
      try schema.checked(source: schema.taskName)
    }
    let (width, outputWidth) = (model.cell.wiring.inputs, model.cell.outputWidth)
    guard schema.inputWidth == width, schema.outputWidth == outputWidth else {
      throw .doesNotFit(
        inputs: width, outputs: outputWidth, dataInputs: schema.inputWidth, dataOutputs: schema.outputWidth)
    }
    encoder = try Self.ofSchema { () throws(DataError) in try RowEncoder(schema) }
    self.model = model
    self.schema = schema
    inputs = Input.all(of: schema)
    outputs = Output.all(of: schema)
    outputNames = schema.isClassification ? schema.classes : outputs.map(\.name)
    elapsedUnit = schema.elapsedUnit
    stream = WindowedStream(model, schema: schema, whole: whole)
  }

  /// What `body` makes of a schema.
  private static func ofSchema<Made>(
    _ body: () throws(DataError) -> Made
  ) throws(PredictorError) -> Made {
    do {
      return try body()
    } catch {
      throw .badSchema(error)
    }
  }

  private static func read(_ url: URL) throws(PredictorError) -> (model: Model, metadata: [String: String]) {
    do {
      return try ModelFile.read(contentsOf: url)
    } catch {
      throw .badModel(path: url.path, error)
    }
  }

  /// Goes on to a row, and answers to it.
  ///
  /// - Parameter elapsed: the time since the row before, in `elapsedUnit`, whatever the time column says; nil: what that
  ///   says, else the usual step.
  /// - Returns: a prediction without answers for a row that lacks an input where training left such rows out.
  /// - Throws: where the row cannot be used; the predictor is then as it was before.
  public func step(_ row: [String: InputValue], elapsed: Double? = nil) throws(PredictorError) -> Prediction {
    var next = encoder
    let encoded = try next.encode(row, elapsed: elapsed)
    guard encoded.lacking.isEmpty else {
      encoder = next
      return Prediction(unseen: encoded.unseen, lacking: encoded.lacking)
    }
    let answer = stream.step(encoded) { outputs in
      Prediction(outputs, schema: schema, names: outputNames, unseen: encoded.unseen)
    }
    guard let answer else { throw .notFinite }
    encoder = next
    return answer
  }

  /// The same for a row of numbers, texts, dates and nils, also of several kinds at once:
  ///
  ///     try predictor.step(["speed": metresPerSecond * 3.6, "gear": gear, "crosswind": nil])
  public func step(
    _ row: [String: (any InputValueConvertible)?], elapsed: Double? = nil
  ) throws(PredictorError) -> Prediction {
    try step(row.mapValues { $0?.inputValue ?? .missing }, elapsed: elapsed)
  }

  /// Answers to a whole text, where the network was trained on tokens: begins a new sequence and runs all of its tokens,
  /// as training and an evaluation do. `step` takes a single token instead.
  ///
  ///     try predictor.answer(toText: ["review": "Not bad at all."]).label
  ///
  /// - Parameter row: as for `step`, but for the text.
  /// - Returns: the answer at the last token.
  /// - Throws: where the row has no text, or cannot be used.
  /// - Precondition: the network was trained on tokens.
  public func answer(toText row: [String: InputValue]) throws(PredictorError) -> Prediction {
    guard let column = schema.preparation?.text else { preconditionFailure("a network of no tokens") }
    guard let value = row[column.name] else {
      throw .missingInput(
        name: column.name, suggestions: EditDistance.suggestions(for: column.name, among: row.keys.sorted()))
    }
    let text: String =
      switch value {
      case .missing: ""
      case .number(let number): number.isFinite ? categoryName(number) : ""
      case .text(let text): text
      }
    var tokenizer = Tokenizer(column.tokens)
    var codes: [Int32] = []
    _ = tokenizer.append(text, to: &codes)
    reset()
    var row = row
    var answer = Prediction()
    for code in codes {
      row[column.name] = .text(tokenizer.levels[Int(code)])
      answer = try step(row)
    }
    return answer
  }

  /// Begins a new sequence: the network forgets what it saw.
  public func reset() {
    encoder.reset()
    stream.reset()
  }

  // MARK: - Inside

  /// The time constant of each neuron at the last row that was answered to, `[neurons]`, in `schema.timeUnit`; NaN before
  /// the first, and after `reset` and an answer that is not finite until the next. See `NetworkTrace.timeConstants`.
  ///
  /// Cost: that row is run once more, which takes some times as long as a step.
  public var timeConstants: [Double] { stream.timeConstants.map { Double($0) * schema.timeScale } }

  /// What each synapse contributed at that row: those of `model.cell.wiring`'s synapses, then its sensory synapses; 0
  /// where `timeConstants` are NaN. Without a unit, as a network sees normalised inputs. See
  /// `NetworkTrace.synapseCurrents`.
  ///
  /// Cost: as `timeConstants`.
  public var synapseCurrents: [Float] { stream.synapseCurrents }
}

extension Predictor {
  /// What a row must have a value for.
  public struct Input: Sendable, Hashable {
    /// What it holds.
    public enum Kind: Sendable, Hashable {
      case number
      /// A text, or seconds since 1970 UTC.
      case date
      /// One of the texts that training saw; numbers by their text.
      case category(levels: [String])
    }

    /// The key in a row: the column's name, or `holiday +3` for its value three rows ahead.
    public let name: String
    /// What it holds.
    public let kind: Kind

    package static func all(of schema: DataSchema) -> [Input] {
      var found: [Input] = []
      var seen: Set<String> = []
      let derived = Set(schema.preparation?.addedColumns ?? [])
      let timeName = schema.preparation?.timeFeatureColumn ?? schema.time?.column ?? ""
      for input in schema.inputs {
        let isDerived = derived.contains(input.column)
        // Without a time the usual step is meant; dates have other features.
        if isDerived, input.ahead == nil, schema.time?.isDate == false { continue }
        let name = isDerived ? DataSchema.name(timeName, ahead: input.ahead) : input.key
        let isDate = isDerived ? schema.time?.isDate != false : input.isDate
        let kind: Kind = input.levels.map { .category(levels: $0) } ?? (isDate ? .date : .number)
        if seen.insert(name).inserted { found.append(Input(name: name, kind: kind)) }
      }
      return found
    }
  }

  /// What a prediction has a value for.
  public struct Output: Sendable, Hashable {
    /// What it holds.
    public enum Kind: Sendable, Hashable {
      /// In the target's own unit.
      case number
      /// 0 or 1, with the probability of a 1.
      case bit
      /// A label, with the probability of each class.
      case label(classes: [String])
    }

    /// The target column's name, or `load +3` where several rows are forecast at once.
    public let name: String
    /// What it holds.
    public let kind: Kind
    /// Rows from the one that is read to the one that the answer is about: 0 but for forecasts.
    public let rowsAhead: Int

    static func all(of schema: DataSchema) -> [Output] {
      schema.targets.enumerated().map { index, target in
        let kind: Kind =
          schema.isClassification
          ? .label(classes: schema.classes) : schema.loss == .binaryCrossEntropy ? .bit : .number
        return Output(
          name: DataSchema.name(target.column, ahead: target.ahead), kind: kind,
          rowsAhead: schema.ahead(target: index))
      }
    }
  }
}

extension DataSchema {
  /// The unit of times between rows: "s" for dates, the one in the time column's name, "steps" without a time column.
  package var elapsedUnit: String { time.map { $0.isDate || $0.unitLength != 1 ? "s" : $0.unit } ?? "steps" }
}

extension DataSchema {
  /// The keys of the inputs that are made of a row's time: features of it, and the time column itself.
  package var derivedInputs: [String] {
    let added = Set(preparation?.addedColumns ?? [])
    return inputs.filter { added.contains($0.column) || ($0.ahead == nil && $0.column == time?.column) }
      .map(\.key)
  }
}

extension DataSchema.Input {
  /// The key of its value in a row.
  package var key: String { DataSchema.name(column, ahead: ahead) }
}
