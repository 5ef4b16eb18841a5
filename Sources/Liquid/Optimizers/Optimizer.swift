import Text

/// Moves a model's parameters against a gradient: a value with all that goes on from step to step.
///
///     var optimizer = try Optimizer(layout: model.cell.layout)
///     let loss = try engine.lossAndGradient(parameters: model.parameters, batch: batch)
///     try optimizer.step(&model, gradient: engine.gradient, learningRate: 0.02)
///
/// A ``Trainer`` does this, with clipping and a schedule, in one call.
public struct Optimizer: Sendable, Hashable {
  /// The rule, and its numbers.
  public let options: OptimizerOptions
  /// The parameters that it has state for.
  public let layout: ParameterLayout
  private var rule: ChosenRule
  private let factors: RateFactors
  /// The parameters before the newest step that was checked, for one that ruins them.
  private var before: [Float] = []

  /// - Parameters:
  ///   - layout: that of the model's cell.
  ///   - rateFactors: factors of the learning rate by the tensor's name; 0 freezes a tensor.
  /// - Throws: where an option lies outside of what is allowed, or a tensor is not in the layout.
  public init(
    _ options: OptimizerOptions = OptimizerOptions(), layout: ParameterLayout,
    rateFactors: [String: Double] = [:]
  ) throws(OptimizerError) {
    try self.init(options, layout: layout, rateFactors: rateFactors, forgetting: 0)
  }

  /// - Parameter forgetting: by how much of itself the memory of earlier gradients is shorter; see `OnlineLearner`.
  package init(
    _ options: OptimizerOptions, layout: ParameterLayout, rateFactors: [String: Double], forgetting: Double
  ) throws(OptimizerError) {
    try options.validate()
    do {
      factors = try RateFactors(rateFactors, layout: layout)
    } catch {
      throw .rateFactors(error)
    }
    self.options = options
    self.layout = layout
    rule = ChosenRule(options, parameterCount: layout.count, forgetting: forgetting)
  }

  /// Moves the model's parameters, in place, then onto their constraints: those of tensors that must not be negative
  /// are not. Allocates nothing.
  ///
  /// - Parameters:
  ///   - gradient: the loss's with respect to the parameters, `[layout.count]`.
  ///   - learningRate: finite and at least 0.
  /// - Throws: where one of them is not what it must be; the model stays as it is then.
  public mutating func step(
    _ model: inout Model, gradient: [Float], learningRate: Double
  ) throws(OptimizerError) {
    guard model.cell.layout == layout else { throw .otherModel }
    guard gradient.count == layout.count else {
      throw .gradientCount(gradient.count, expected: layout.count)
    }
    guard learningRate >= 0, Float(learningRate).isFinite else { throw .learningRate(learningRate) }
    if let index = gradient.firstNotFinite { throw .gradientNotFinite(index: index) }
    before.replaceSubrange(0..., with: model.parameters)
    step(unchecked: &model, gradient: gradient, learningRate: Float(learningRate))
    guard let index = model.parameters.firstNotFinite else { return }
    model.parameters.replaceSubrange(0..., with: before)
    throw .stepNotFinite(index: index)
  }

  /// The same for what is known to fit; the parameters may be NaN after it.
  package mutating func step(unchecked model: inout Model, gradient: [Float], learningRate: Float) {
    rule.step(
      parameters: &model.parameters, gradient: gradient, learningRate: learningRate, layout: layout,
      factors: factors)
  }

  /// Sets the gradient of frozen tensors to 0, so that it has no part in the norm of the whole.
  package func clearFrozen(_ gradient: inout [Float]) { factors.clearFrozen(&gradient, layout: layout) }

  /// Everything that changes from step to step.
  package var state: OptimizerState { rule.state }

  /// Continues from the state of an optimiser with the same options and layout; any other leaves it as it is.
  package mutating func restore(_ state: OptimizerState) throws(OptimizerStateError) {
    try rule.restore(state)
  }
}

/// Why an optimiser cannot be made or cannot step.
public enum OptimizerError: Error, Sendable, Hashable {
  /// A learning rate that is negative or not finite.
  case learningRate(Double)
  /// A momentum outside of 0 ..< 1.
  case momentum(Double)
  case nesterovWithoutMomentum
  /// A weight decay that is negative or not finite.
  case weightDecay(Double)
  case rateFactors(RateFactorError)
  /// The model's parameters are laid out in another way than those the optimiser was made for.
  case otherModel
  case gradientCount(Int, expected: Int)
  case gradientNotFinite(index: Int)
  /// A step so long that a parameter would not be finite after it.
  case stepNotFinite(index: Int)
  /// A limit of the gradient's norm that is not above 0.
  case clip(Double)
  /// A number of a schedule that lies outside of what is allowed.
  case schedule(name: String, value: Double, allowed: String)
}

extension OptimizerError: WordedError {
  public var description: String {
    switch self {
    case .learningRate(let rate): "the learning rate is \(rate); it must be a finite number and at least 0"
    case .momentum(let momentum): "the momentum is \(momentum); it must be at least 0 and below 1"
    case .nesterovWithoutMomentum: "the momentum is 0, and Nesterov's form needs one above 0"
    case .weightDecay(let decay): "the weight decay is \(decay); it must be a finite number and at least 0"
    case .rateFactors(let error): error.description
    case .otherModel:
      "the optimiser was made for a model with other parameters; make one with this model's cell.layout"
    case .gradientCount(let count, let expected):
      "\(counted(count, "gradient")) for \(counted(expected, "parameter"))"
    case .gradientNotFinite(let index):
      "the gradient of parameter \(index) is not a finite number: the network ran away; lower the learning rate"
    case .stepNotFinite(let index):
      "after the step parameter \(index) would not be a finite number; lower the learning rate"
    case .clip(let limit): "the limit of the gradient's norm is \(limit); it must be above 0"
    case .schedule(let name, let value, let allowed):
      "the schedule's \(name) is \(value); it must be \(allowed)"
    }
  }
}

/// Which optimiser, and its numbers; everything else is as in `torch.optim`.
///
///     let options = OptimizerOptions(.sgd, momentum: 0.9, isNesterov: true)
///
public struct OptimizerOptions: Sendable, Hashable, Codable {
  /// The rules; the raw value is the name in files and on the command line.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case adam
    case adamW = "adamw"
    case sgd
    case rmsProp = "rmsprop"
  }

  /// The rule.
  public var kind: Kind
  /// For `sgd` and `rmsProp`, at least 0 and below 1.
  public var momentum: Double
  /// For `sgd` with a momentum.
  public var isNesterov: Bool
  /// Nil: the optimiser's own, 0.01 for AdamW and 0 for the others.
  public var weightDecay: Double?

  /// The options that are left out are those of plain Adam.
  public init(
    _ kind: Kind = .adam, momentum: Double = 0, isNesterov: Bool = false, weightDecay: Double? = nil
  ) {
    self.kind = kind
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
  }

  /// Adam as it is.
  public static let adam = OptimizerOptions(.adam)
  /// AdamW with a weight decay of 0.01.
  public static let adamW = OptimizerOptions(.adamW)
  /// Gradient descent without momentum.
  public static let sgd = OptimizerOptions(.sgd)
  /// RMSprop without momentum.
  public static let rmsProp = OptimizerOptions(.rmsProp)

  /// Throws where a number lies outside of what is allowed.
  func validate() throws(OptimizerError) {
    guard momentum >= 0, Float(momentum) < 1 else { throw .momentum(momentum) }
    guard !isNesterov || Float(momentum) > 0 else { throw .nesterovWithoutMomentum }
    if let weightDecay, !(weightDecay >= 0 && Float(weightDecay).isFinite) { throw .weightDecay(weightDecay) }
  }
}

/// Scales a gradient down to a Euclidean norm of at most `limit`, in place.
///
/// - Parameter limit: nil leaves the gradient as it is.
/// - Returns: the norm before. A norm that is not finite leaves the gradient as it is: the caller decides what to do.
package func clipGlobalNorm(_ gradient: inout [Float], to limit: Float?) -> Double {
  var sum = 0.0
  for value in gradient { sum += Double(value) * Double(value) }
  let norm = sum.squareRoot()
  if let limit, norm.isFinite, norm > Double(limit) {
    let scale = Float(Double(limit) / norm)
    for index in gradient.indices { gradient[index] *= scale }
  }
  return norm
}
