import Liquid
import LiquidData

extension TrainOptions {
  /// Why an option that says where the data are means nothing, whatever a task file says.
  func dataObjection(to option: String) -> UsageError.Cause? {
    switch option {
    case "task" where data != nil: .clash(option: "--task", other: "DATA")
    case "data", "split-like-paper":
      namedTask != nil || resume != nil ? nil : .needs(option: "--\(option)", other: "a task file")
    default: nil
    }
  }

  /// Why an option means nothing beside the others, once all of them are known.
  func wordObjection(to option: String) -> UsageError.Cause? {
    objection(to: option) ?? learningObjection(to: option) ?? runObjection(to: option)
  }
}

extension TrainOptions {
  /// Why an option that is set, by its long name, means nothing beside the others; nil where it means something.
  func learningObjection(to option: String) -> UsageError.Cause? {
    let name = "--\(option)"
    switch option {
    case "horizon":
      return kind == .forecast ? nil : .needs(option: name, other: "--kind forecast")
    case "stride":
      let isIdle = sequence != nil && window == nil
      return isIdle ? .needs(option: name, other: "--window") : nil
    case "patience", "select":
      return split.validation > 0 || mayNamePartsByFile
        ? nil : .needs(option: name, other: "a validation part in --split")
    case "test-drop", "test-jitter", "test-noise", "test-horizon":
      return split.test > 0 || mayNamePartsByFile
        ? nil : .needs(option: name, other: "a test part in --split")
    case "loss", "class-weights":
      return lossObjection(to: name)
    default:
      return learning.objection(to: option)
    }
  }

  /// A task may have files of its own for validation and test, whatever the split says; the data then tell.
  private var mayNamePartsByFile: Bool { namedTask != nil }

  private func lossObjection(to name: String) -> UsageError.Cause? {
    let loss = learning.loss
    if name == "--loss", let loss, let kind, kind != .forecast {
      let fits = (loss == .crossEntropy) == (kind == .classification)
      return fits ? nil : .clash(option: "\(name) \(loss.rawValue)", other: "--kind \(kind.rawValue)")
    }
    guard name == "--class-weights", learning.classWeights != .none else { return nil }
    if kind == .regression { return .needs(option: name, other: "--kind classification") }
    let isForClasses = loss ?? .crossEntropy == .crossEntropy
    return isForClasses ? nil : .needs(option: name, other: "--loss cross-entropy")
  }
}

extension TrainOptions {
  /// The same for the options that say how long, from where on and into which file.
  func runObjection(to option: String) -> UsageError.Cause? {
    let name = "--\(option)"
    switch option {
    case "epochs" where steps != nil:
      return .clash(option: name, other: "--steps")
    case "no-run" where runFile != nil:
      return .clash(option: name, other: "--run")
    case "init", "name", "run", "no-run":
      return resume == nil ? nil : .clash(option: name, other: "--resume")
    default:
      return nil
    }
  }
}

extension LearningOptions {
  /// The same for the options that depend on no others than these.
  func objection(to option: String) -> UsageError.Cause? {
    func needs(_ other: String, unless isMet: Bool) -> UsageError.Cause? {
      isMet ? nil : .needs(option: "--\(option)", other: other)
    }
    switch option {
    case "huber-delta":
      return needs("--loss huber", unless: loss == .huber)
    case "momentum":
      return needs("--optimizer sgd or rmsprop", unless: optimizer == .sgd || optimizer == .rmsProp)
    case "nesterov":
      return needs("--optimizer sgd", unless: optimizer == .sgd)
        ?? needs("a --momentum above 0", unless: momentum ?? 0 > 0)
    case "schedule":
      let isComplete = schedule != .step || decayEvery != nil
      return isComplete ? nil : .needs(option: "--schedule step", other: "--decay-every")
    case "decay-every", "decay-factor":
      return needs("--schedule step", unless: schedule == .step)
    case "final-factor":
      return needs("--schedule cosine", unless: schedule == .cosine)
    default:
      return nil
    }
  }
}
