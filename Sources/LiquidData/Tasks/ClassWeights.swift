/// How much the targets of each class count in the loss.
public enum ClassWeights: Sendable, Hashable {
  /// All alike.
  case none
  /// n / (k n_c) for a class with n_c of the training part's n targets, k classes occurring: together every class
  /// counts as much as any other.
  case balanced
  /// By the classes' names, above 0; a class without one gets 1.
  case given([String: Double])
}

/// Which steps of a sample have targets that count.
public enum TargetSteps: String, Sendable, Hashable, Codable, CaseIterable {
  case all
  /// The last step of each window or sequence alone.
  case last
}
