/// What was exported, in words or as JSON.
struct ExportSummary: Encodable {
  /// The file or folder.
  var output: String
  /// For ncps: the Python expression that makes the module.
  var module: String?
  /// For ncps: whether the network expects normalised columns.
  var isNormalized: Bool?
  /// How to look at it.
  var hint: String?
  /// What of the source could not be read.
  var problem: String?

  init(output: String) {
    self.output = output
  }

  private enum CodingKeys: String, CodingKey {
    case output
    case module
    case isNormalized = "normalized"
    case hint
    case problem
  }

  var text: String {
    var rows = [("written", output)]
    if let module { rows.append(("module", module)) }
    if isNormalized == true {
      rows.append(("note", "its inputs and outputs are normalised; see \"schema\" in the file's metadata"))
    }
    if let hint { rows.append(("look at it", hint)) }
    return SummaryText.lines(rows)
  }
}
