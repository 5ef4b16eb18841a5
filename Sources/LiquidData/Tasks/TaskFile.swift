/// A task as a file describes it: where its data are, what is to be learnt from them, and how networks are trained and
/// compared on it.
///
/// The file is YAML; its keys are the words of the command line. `TaskFileKey.all` lists them.
public struct TaskFile: Sendable, Hashable {
  /// The file, as the person named it.
  public var path: String
  public var name: String
  /// What the data are, in a sentence or two.
  public var about: String?
  /// Where they can be had.
  public var source: String?
  public var citation: String?
  public var sources: DataSources
  public var definition: TaskDefinition
  /// Long names of options of `lnn-top train`, with their values: what holds where the command line says nothing.
  public var training: [String: String]
  public var benchmark: BenchmarkPlan
  public var paperSplit: PaperSplit?
  /// The line of each key, by its path, such as `training.units`.
  var lines: [String: Int]

  /// The line of a key, by its path, such as `training.units`; nil where the file does not have it.
  public func line(of key: String) -> Int? { lines[key] }

  /// What is to be learnt.
  ///
  /// - Parameter likePaper: whether rows are dealt out as the published code does; without `paperSplit` no difference.
  public func definition(likePaper: Bool) -> TaskDefinition {
    var definition = definition
    guard likePaper, let paper = paperSplit else { return definition }
    definition.splitBy = paper.by ?? definition.splitBy
    definition.split = paper.shares ?? definition.split
    definition.stride = paper.stride ?? definition.stride
    definition.shuffle = paper.shuffle ?? definition.shuffle
    return definition
  }
}
