extension DataSources.Format {
  /// The format of a file that begins so: NumPy's and MNIST's magic bytes, a `.ts` file's name or first header; else
  /// a table.
  static func detected(head: ArraySlice<UInt8>, path: String) -> DataSources.Format {
    if head.starts(with: NpyHeader.magic) { return .npy }
    if IdxArray.begins(head) { return .idx }
    if path.lowercased().hasSuffix(".ts") || beginsAsTs(Array(head)) { return .ts }
    return .table
  }

  /// Whether the first line that is no comment is one of the headers that `.ts` files begin with.
  private static func beginsAsTs(_ head: [UInt8]) -> Bool {
    for (range, _) in LineScanner(head) where !range.isEmpty && head[range.lowerBound] != UInt8(ascii: "#") {
      return head[range].starts(with: "@problemname".utf8) || head[range].starts(with: "@problemName".utf8)
    }
    return false
  }
}
