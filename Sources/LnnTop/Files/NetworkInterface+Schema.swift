import DeviceCode
import Liquid
import LiquidData
import Text

extension NetworkInterface {
  /// What a model knows of its data.
  ///
  /// - Parameters:
  ///   - ranges: of each input in the training part, in the order of `schema.inputs`; empty where they are not known.
  ///   - precise: whether values have 64 bits, as dates need: seconds since 1970.
  /// - Throws: where another machine cannot have a value.
  init(
    schema: DataSchema, ranges: [ClosedRange<Double>?] = [], precise: Bool = false
  ) throws(DeviceCodeError) {
    var inputs: [Input] = []
    // Markers are those of a table's own columns: a sine of 0 is no missing value.
    let added = Set(schema.preparation?.addedColumns ?? [])
    for (index, input) in schema.inputs.enumerated() {
      let range = ranges.indices.contains(index) ? ranges[index] : nil
      let markers = added.contains(input.column) ? [] : schema.markers(of: input.column)
      inputs.append(try Self.input(input, range: range, markers: markers, precise: precise))
    }
    let scale = ElapsedScale(schema)
    self.init(
      inputs: inputs, missing: Missing(schema.missing),
      answer: schema.isClassification
        ? .classes : schema.loss == .binaryCrossEntropy ? .bits : .numbers,
      outputs: Self.outputs(schema),
      time: Time(unit: schema.elapsedUnit, usualStep: scale.unit, longest: scale.limit),
      recipe: schema.recipe)
  }

  private static func input(
    _ input: DataSchema.Input, range: ClosedRange<Double>?, markers: Set<Double>, precise: Bool
  ) throws(DeviceCodeError) -> Input {
    let name = input.key
    if let levels = input.levels {
      guard input.isIndexed else { return Input(name: name, kind: .category(levels: levels)) }
      // A word that is not in the vocabulary has an index of its own; another category has none.
      let unseen = input.isTokens ? levels.firstIndex(of: TextTokens.unknown) : nil
      return Input(name: name, kind: .index(levels: levels.count, names: levels, unseen: unseen))
    }
    guard precise || !input.isDate else {
      throw .inexpressible(
        part: "the input \(name.quoted)",
        reason:
          "it is a date, of which a float has not enough digits; train without it, or with a time feature")
    }
    return Input(
      name: name,
      kind: .number(
        mean: input.normalization.mean, deviation: input.normalization.deviation, hasMask: input.hasMask),
      range: range, markers: markers)
  }

  private static func outputs(_ schema: DataSchema) -> [Output] {
    if schema.isClassification { return schema.classes.map { Output(name: $0) } }
    let isBit = schema.loss == .binaryCrossEntropy
    return zip(schema.targets, schema.targetNames).map { target, name in
      isBit
        ? Output(name: name)
        : Output(
          name: name, mean: target.normalization.mean, deviation: target.normalization.deviation)
    }
  }
}

extension NetworkInterface.Missing {
  init(_ missing: TaskDefinition.Missing) {
    self =
      switch missing {
      case .forwardFill, .fillAndMask: .lastKnown
      case .mask: .mean
      case .drop: .leftOut
      }
  }
}
