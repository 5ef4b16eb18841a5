import Foundation

/// A Python with Optuna: that which LNN_TOP_OPTUNA names, or that `make test-cluster` made.
package enum OptunaPython {
  /// Nil where there is none.
  package static let path: String? = {
    if let named = ProcessInfo.processInfo.environment["LNN_TOP_OPTUNA"] { return named }
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "../../..")
    let made = package.standardized.appendingPathComponent(".build/cluster-python/bin/python").path
    return FileManager.default.isExecutableFile(atPath: made) ? made : nil
  }()

  package static let absence: String = "set LNN_TOP_OPTUNA to a Python with optuna, or run make test-cluster"
}
