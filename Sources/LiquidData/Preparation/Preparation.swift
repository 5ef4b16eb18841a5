/// What is done to a table before its columns become inputs and targets: the same for training and for whatever else
/// a trained network is given.
public struct Preparation: Sendable, Hashable, Codable {
  public var missingMarkers: [String: [Double]]
  public var categories: [String]
  public var timeFeatures: [TimeFeature]
  /// Whose features they are; nil: the time column's.
  public var timeFeatureColumn: String?
  public var sortsByTime: Bool
  public var resample: Double?

  public static let none = Preparation(
    missingMarkers: [:], categories: [], timeFeatures: [], timeFeatureColumn: nil, sortsByTime: false,
    resample: nil)

  init(_ task: TaskDefinition) {
    self.init(
      missingMarkers: task.missingMarkers, categories: task.categories, timeFeatures: task.timeFeatures,
      timeFeatureColumn: task.timeFeatureColumn, sortsByTime: task.sortsByTime, resample: task.resample)
  }

  private init(
    missingMarkers: [String: [Double]], categories: [String], timeFeatures: [TimeFeature],
    timeFeatureColumn: String?, sortsByTime: Bool, resample: Double?
  ) {
    self.missingMarkers = missingMarkers
    self.categories = categories
    self.timeFeatures = timeFeatures
    self.timeFeatureColumn = timeFeatureColumn
    self.sortsByTime = sortsByTime
    self.resample = resample
  }

  /// The table with everything done that concerns its rows and columns; `sequence` and `time` name its columns, `classes`
  /// those of numbers that stand for classes.
  func applied(
    to table: Table, time: String?, sequence: String?, classes: [String]
  ) throws(DataError) -> Table {
    if self == .none { return table }
    var table = try table.markingMissing(missingMarkers).readingCategories(categories)
    if sortsByTime { table = try table.sorted(byTime: time) }
    if let resample {
      table = try table.resampled(step: resample, time: time, sequence: sequence, classes: Set(classes))
    }
    guard !timeFeatures.isEmpty else { return table }
    guard let column = timeFeatureColumn ?? time else {
      throw DataError(.badTask(reason: "time features need a time column"), file: table.name)
    }
    return try table.addingTimeFeatures(timeFeatures, of: column, sequence: sequence)
  }

  /// The names of the columns that it adds.
  public var addedColumns: [String] { timeFeatures.flatMap(\.columnNames) }
}
