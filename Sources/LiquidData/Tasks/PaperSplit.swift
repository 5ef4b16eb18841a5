/// How the code behind published figures dealt out the same data, where that differs from the task's own split.
///
/// It is for comparison with those figures only: in most cases it lets rows of the test part into training.
public struct PaperSplit: Sendable, Hashable {
  /// Nil, as everything here: as in the task itself.
  public var by: TaskDefinition.SplitBy?
  public var shares: Split?
  public var stride: Int?
  public var shuffle: UInt64?
  /// Why it leaks.
  public var note: String?

  public init(
    by: TaskDefinition.SplitBy? = nil, shares: Split? = nil, stride: Int? = nil, shuffle: UInt64? = nil,
    note: String? = nil
  ) {
    self.by = by
    self.shares = shares
    self.stride = stride
    self.shuffle = shuffle
    self.note = note
  }
}
