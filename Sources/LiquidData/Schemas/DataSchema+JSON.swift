import Foundation
import Liquid

extension DataSchema {
  /// The schema as JSON, the same text every time.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a schema holds finite numbers and text only")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Reads what `json` wrote; `source` names the file it came from in the error.
  public init(json: String, source: String) throws(DataError) {
    do {
      self = try JSONDecoder().decode(DataSchema.self, from: Data(json.utf8))
    } catch {
      throw DataError(.badSchema(reason: "it is not the JSON of one"), file: source)
    }
    if let flaw { throw DataError(.badSchema(reason: flaw), file: source) }
  }

  /// What makes a schema from outside unusable.
  private var flaw: String? {
    if inputs.isEmpty || inputWidth == 0 { return "it has no inputs" }
    if targets.isEmpty { return "it has no targets" }
    if !classes.isEmpty && (classes.count < 2 || targets.count != 1) { return "its classes make no sense" }
    if horizon < 0 || horizon > 1 << 40 || (window ?? 1) < 1 { return "its window makes no sense" }
    if isClassification != (loss == .crossEntropy) { return "its loss and its targets do not go together" }
    if metricObjection != nil { return "its metric and its targets do not go together" }
    if let classWeights {
      let isUsable = classWeights.count == classes.count && classWeights.allSatisfy { $0.isFinite && $0 > 0 }
      if !isUsable { return "its class weights make no sense" }
    }
    if let step = preparation?.resample, !(step > 0 && step.isFinite) {
      return "its resampling makes no sense"
    }
    if let features = preparation?.timeFeatures, Set(features).count < features.count {
      return "its time features make no sense"
    }
    let normalizations = inputs.map(\.normalization) + targets.map(\.normalization)
    if normalizations.contains(where: { !($0.mean.isFinite && $0.deviation.isFinite && $0.deviation > 0) }) {
      return "its normalisation makes no sense"
    }
    if let time, !(time.medianStep > 0 && time.unitLength > 0 && time.medianStep.isFinite) {
      return "its time makes no sense"
    }
    return nil
  }
}
