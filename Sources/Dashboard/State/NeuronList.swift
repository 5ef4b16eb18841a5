/// How the neuron table is sorted, filtered and scrolled.
public struct NeuronList: Sendable {
  public internal(set) var sortColumn: NeuronColumn = .index
  public internal(set) var isAscending = true
  /// Part of a name or a layer; empty shows all.
  public internal(set) var filter = ""
  /// True while keys go into the filter.
  public internal(set) var isEditingFilter = false
  /// The neurons shown, in order.
  public internal(set) var order: [Int] = []
  /// The first row shown, where the selection allows it.
  public internal(set) var firstRow = 0
  /// True from a turn of the mouse's wheel, which may leave the selection out of sight, to the next key.
  public internal(set) var isScrolledFreely = false
}

extension NeuronList: SortedList {}
