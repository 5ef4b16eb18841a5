import Foundation
import Liquid
import Text

/// What a kept table has beside its values, and which files these are in: the file `index.json` of its folder.
struct CacheIndex: Codable {
  private struct Origin: Codable {
    let file: String
    let first: Int
    let end: Int
    let part: String?
  }

  private struct Column: Codable {
    let name: String
    let kind: Kind
    let values: File
    let levels: [String]?
    let unit: String?
    let stray: Table.Column.Stray?
    let offsets: File?
    let missingWords: [String: Int]
  }

  private enum Kind: String, Codable {
    case numbers, dates, text
  }

  private struct File: Codable {
    let name: String
    let bytes: Int
    let checksum: String
  }

  private static let fileName = "index.json"

  /// Of the index itself, with nothing here.
  private var checksum = ""
  /// See `CacheSource`.
  let source: String
  private let rows: Int
  private let lines: RowLines
  private let warnings: [String]
  private let origins: [Origin]
  private let reading: ReadingOptions
  private let stated: StatedRoles
  private let columns: [Column]

  /// - Parameter table: all its values are in files with names.
  init(_ table: Table, source: String) {
    self.source = source
    rows = table.rowCount
    lines = table.lines
    warnings = table.warnings
    origins = table.origins.map {
      Origin(file: $0.file, first: $0.rows.lowerBound, end: $0.rows.upperBound, part: $0.part?.rawValue)
    }
    reading = table.reading
    stated = table.stated
    columns = table.columns.compactMap(Self.column)
    precondition(columns.count == table.columns.count, "a column that is in no file")
    checksum = ownChecksum
  }

  private static func column(_ column: Table.Column) -> Column? {
    let (kind, values, levels): (Kind, File?, [String]?) =
      switch column.values {
      case .numbers(let values): (.numbers, file(values), nil)
      case .dates(let values): (.dates, file(values), nil)
      case .text(let codes, let levels): (.text, file(codes), levels)
      }
    return values.map {
      Column(
        name: column.name, kind: kind, values: $0, levels: levels, unit: column.unit, stray: column.stray,
        offsets: column.offsets.flatMap { file($0) }, missingWords: column.missingWords)
    }
  }

  private static func file<Element>(_ values: Stored<Element>) -> File? {
    guard let file = values.file, let name = file.name, let checksum = file.checksum else { return nil }
    return File(name: name, bytes: file.byteCount, checksum: checksum)
  }

  private var ownChecksum: String {
    var plain = self
    plain.checksum = ""
    var sum = Checksum()
    sum.add(Self.encoded(plain)[...])
    return sum.text
  }

  /// The same bytes for the same values.
  static func encoded(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts and whole numbers always can be encoded.
    return (try? encoder.encode(value)).map(Array.init) ?? []
  }

  // MARK: - Files

  /// Reads the index of a folder.
  init(folder: String) throws(CacheFlaw) {
    guard let data = FileManager.default.contents(atPath: joinedPath(folder, Self.fileName)),
      let index = try? JSONDecoder().decode(CacheIndex.self, from: data), index.ownChecksum == index.checksum
    else { throw .damaged }
    self = index
  }

  func write(to folder: String, _ space: CacheSpace) throws(DataError) {
    let bytes = Self.encoded(self)
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: joinedPath(folder, Self.fileName)))
    } catch {
      let code = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      throw space.failure(Int32(clamping: code?.code ?? Int(ENOSPC)))
    }
    try space.count(bytes: bytes.count)
  }

  /// The table, with its values mapped.
  ///
  /// - Complexity: reads all values once to compare checksums.
  func table(named name: String, in folder: String, _ space: CacheSpace) throws(CacheFlaw) -> Table {
    guard lines.isOf(rows: rows) else { throw .damaged }
    var columns: [Table.Column] = []
    for column in self.columns {
      let offsets: Stored<Int32>?
      if let file = column.offsets { offsets = try mapped(file, in: folder, space) } else { offsets = nil }
      columns.append(
        Table.Column(
          name: column.name, values: try values(of: column, in: folder, space), unit: column.unit,
          stray: column.stray, offsets: offsets, missingWords: column.missingWords))
    }
    var table = Table(
      name: name.sanitized, columns: columns, lines: lines, warnings: warnings,
      origins: origins.map {
        Table.Origin(file: $0.file, rows: $0.first..<$0.end, part: $0.part.flatMap(Dataset.Part.init))
      },
      reading: reading)
    table.stated = stated
    return table
  }

  private func values(
    of column: Column, in folder: String, _ space: CacheSpace
  ) throws(CacheFlaw) -> Table.Column.Values {
    switch column.kind {
    case .numbers: return .numbers(try mapped(column.values, in: folder, space))
    case .dates: return .dates(try mapped(column.values, in: folder, space))
    case .text:
      return .text(codes: try mapped(column.values, in: folder, space), levels: column.levels ?? [])
    }
  }

  private func mapped<Element>(
    _ file: File, in folder: String, _ space: CacheSpace
  ) throws(CacheFlaw) -> Stored<Element> {
    let descriptor = open(joinedPath(folder, file.name), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .damaged }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size == file.bytes,
      file.bytes == rows * MemoryLayout<Element>.stride,
      let mapped = try? MappedFile(
        descriptor: descriptor, byteCount: file.bytes, name: file.name, checksum: file.checksum, space: space),
      mapped.computedChecksum == file.checksum
    else { throw .damaged }
    return Stored(mapped)
  }
}

extension Table {
  /// The table with all values in files of a cache.
  func moved(to space: CacheSpace) throws(DataError) -> Table {
    var moved: [Column] = []
    for column in columns {
      let values: Column.Values
      switch column.values {
      case .numbers(let numbers): values = .numbers(try numbers.moved(to: space))
      case .dates(let dates): values = .dates(try dates.moved(to: space))
      case .text(let codes, let levels): values = .text(codes: try codes.moved(to: space), levels: levels)
      }
      let offsets: Stored<Int32>?
      if let own = column.offsets { offsets = try own.moved(to: space) } else { offsets = nil }
      moved.append(
        Column(
          name: column.name, values: values, unit: column.unit, stray: column.stray, offsets: offsets,
          missingWords: column.missingWords))
    }
    return replacing(columns: moved)
  }
}
