import LiquidData

/// The options of a command that runs a stored network over data: a table, a task, or a part of what it was trained on.
protocol DataChoosingOptions: TableReadingOptions {
  /// A table or a task file; what may also stand in `task`.
  var data: String? { get set }
  var task: String? { get set }
  /// The folder that the task's files are in; nil: that of the task file.
  var dataFolder: String? { get set }
  var part: PartChoice? { get set }
}

extension OptionRow where Options: DataChoosingOptions {
  /// - Parameter partDefault: the part that is taken where none is named.
  static func dataRows(partDefault: String) -> [Self] {
    [
      .optional(
        "task", \.task, .text("FILE"), "a task file, or the name of a task; the same as for DATA"
      ).objecting { $0.data == nil ? nil : .clash(option: "--task", other: "DATA") },
      .optional(
        "data", \.dataFolder, .text("DIR"), shownDefault: "that of the task file",
        "the folder that a task's files are in"),
      .optional(
        "part", \.part, .choice(), shownDefault: partDefault,
        "which rows of the data that the network was trained on"),
    ]
  }
}
