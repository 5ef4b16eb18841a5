/// What training makes small, per step of a sequence, averaged over all targets that count.
public enum Loss: String, Sendable, Hashable, Codable, CaseIterable {
  /// The mean of (output - target)^2 over steps and outputs.
  case meanSquaredError = "mse"
  /// The mean of -log softmax(outputs)[class] over steps.
  case crossEntropy = "cross-entropy"
}
