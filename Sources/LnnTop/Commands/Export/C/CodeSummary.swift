import DeviceCode
import Text

/// What was written, for the summary of an export.
struct CodeSummary: Encodable {
  var weights: String
  /// Constants, in bytes.
  var tableBytes: Int
  var operations: StepOperations
  /// Of whole numbers beside floats.
  var accuracy: FixedAccuracy?
  var check: CheckResult?

  private enum CodingKeys: String, CodingKey {
    case weights
    case tableBytes = "table_bytes"
    case operations, accuracy, check
  }

  init(source: CSource, accuracy: FixedAccuracy?) {
    weights = accuracy == nil ? "float" : "int8"
    tableBytes = source.tableBytes
    operations = source.arithmetic.operations
    self.accuracy = accuracy
  }

  var lines: [(String, String)] {
    [
      ("weights", "\(weights), \(tableBytes) bytes of constants"),
      (
        "a step",
        "\(operations.multiplyAdds) multiplications and \(operations.activations) activations"
      ),
    ] + (accuracy?.lines ?? []) + (check?.lines ?? [])
  }
}
