import Foundation

/// A Python with pandas, matplotlib and jsonschema: that which LNN_TOP_PANDAS names, or that `make test-python` made.
package enum PandasPython {
  /// Nil where there is none.
  package static let path: String? = {
    if let named = ProcessInfo.processInfo.environment["LNN_TOP_PANDAS"] { return named }
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "../../..")
    let made = package.standardized.appendingPathComponent(".build/pandas-python/bin/python").path
    return FileManager.default.isExecutableFile(atPath: made) ? made : nil
  }()

  package static let absence: String = "set LNN_TOP_PANDAS to a Python with pandas, or run make test-python"
}
