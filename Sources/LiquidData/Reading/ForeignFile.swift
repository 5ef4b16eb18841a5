import Text

/// A file of another program, known by its first bytes, that is not read but can be converted with one command.
enum ForeignFile {
  case parquet, arrow, excel, openDocument, hdf5, pickle, matlab, newMatlab, json

  /// Throws if a file is one of these.
  static func check(_ file: OpenFile) throws(DataError) {
    guard let found = ForeignFile(head: Array(try file.bytes.head(64)), path: file.path) else { return }
    throw found.refusal(of: file.path)
  }

  /// Throws if an archive with files of these names is the document of a program.
  static func check(members: [String], path: String) throws(DataError) {
    if members.contains(where: { $0.hasPrefix("xl/workbook.") }) { throw excel.refusal(of: path) }
    if members.contains("mimetype"), members.contains("content.xml") { throw openDocument.refusal(of: path) }
  }

  private static let beginnings: [(bytes: [UInt8], kind: ForeignFile)] = [
    (Array("PAR1".utf8), .parquet), (Array("ARROW1".utf8), .arrow), (Array("FEA1".utf8), .arrow),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .excel),
    ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], .hdf5),
    (Array("MATLAB 7.3 MAT-file".utf8), .newMatlab), (Array("MATLAB 5.0 MAT-file".utf8), .matlab),
  ]

  private init?(head: [UInt8], path: String) {
    if let row = Self.beginnings.first(where: { head.starts(with: $0.bytes) }) {
      self = row.kind
    } else if head.count > 2, head[0] == 0x80,
      (2...5).contains(head[1])
        || FileEnding.is("pkl", of: path) || FileEnding.is("pickle", of: path)
    {
      self = .pickle
    } else if FileEnding.is("mat", of: path), head.contains(0) {
      // Version 4 has nothing that all its files begin with.
      self = .matlab
    } else {
      return nil
    }
  }

  private var name: String {
    switch self {
    case .parquet: "a Parquet file"
    case .arrow: "a Feather or Arrow file"
    case .excel: "an Excel workbook"
    case .openDocument: "an OpenDocument spreadsheet"
    case .hdf5: "an HDF5 file"
    case .pickle: "a Python pickle"
    case .matlab, .newMatlab: "a MATLAB file"
    case .json: "JSON in one piece"
    }
  }

  func refusal(of path: String) -> DataError {
    // Nothing is at the path of a file inside an archive, or of standard input.
    let place =
      FileKind(of: path) == .regular ? path : path.split(separator: "/").last.map(String.init) ?? path
    let isPlain = place.utf8.allSatisfy { (0x20..<0x7F).contains($0) && !"'\"\\$`!".utf8.contains($0) }
    let source = isPlain && place != StandardInput.name ? place : "FILE"
    return DataError(.foreign(kind: name, command: command(from: source)), file: path)
  }

  private func command(from source: String) -> String {
    let point = source.lastIndex(of: ".").flatMap { source[$0...].contains("/") ? nil : $0 }
    let stem = point.map { String(source[..<$0]) } ?? source
    func pandas(_ reader: String) -> String {
      "python3 -c \"import pandas; pandas.\(reader)('\(source)').to_csv('\(stem).csv', index=False)\""
    }
    func array(_ module: String, _ expression: String) -> String {
      "python3 -c \"import numpy, \(module); numpy.save('\(stem).npy', \(expression))\", where NAME is the variable's"
    }
    return switch self {
    case .parquet: pandas("read_parquet")
    case .arrow: pandas("read_feather")
    case .excel, .openDocument: pandas("read_excel")
    case .pickle: pandas("read_pickle") + ", if you trust who made it"
    case .hdf5, .newMatlab: array("h5py", "h5py.File('\(source)')['NAME'][...]")
    case .matlab: array("scipy.io", "scipy.io.loadmat('\(source)')['NAME']")
    case .json: "jq -c '.[]' '\(source)' > '\(stem).jsonl'"
    }
  }
}

/// The endings of files' names.
enum FileEnding {
  private static let packings = [".gz", ".bz2", ".xz", ".zst"]

  /// The name without the ending of what it is packed with.
  static func unpacked(_ path: String) -> String {
    let lower = path.lowercased()
    return packings.first(where: lower.hasSuffix).map { String(path.dropLast($0.count)) } ?? path
  }

  /// Whether a file's name ends so, whatever it is packed with.
  static func `is`(_ ending: String, of path: String) -> Bool {
    unpacked(path).lowercased().hasSuffix(".\(ending)")
  }
}
