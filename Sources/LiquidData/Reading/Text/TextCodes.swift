import Text

/// Texts as codes: indices into the list of distinct texts.
struct TextCodes {
  private var all: StoredBuilder<Int32>
  private(set) var levels: [String] = []
  private var codeByLevel: [String: Int32] = [:]
  private var levelBytes = 0

  /// - Parameter space: where codes are written; nil: in memory. The distinct texts always are in memory.
  init(in space: CacheSpace? = nil) { all = StoredBuilder(in: space) }

  /// An estimate; see `MemoryBudget`.
  var heldBytes: Int { all.heldBytes + levelBytes }

  var failure: DataError? { all.failure }

  /// The code of a text; -1 for nil, a missing one.
  mutating func code(of text: String?) -> Int32 {
    guard let text else { return -1 }
    if let code = codeByLevel[text] { return code }
    let code = Int32(levels.count)
    codeByLevel[text] = code
    levels.append(text)
    levelBytes += MemoryBudget.textBytes + text.utf8.count
    return code
  }

  mutating func append(_ text: String?, times count: Int = 1) {
    let code = code(of: text)
    all.append(repeating: code, count: count)
  }

  /// Appends a code that `code(of:)` returned.
  mutating func append(code: Int32) { all.append(code) }

  /// Appends texts that have other codes.
  mutating func append(_ next: Stored<Int32>, levels: [String]) {
    let shared = levels.map { code(of: $0) }
    for code in next { append(code: code < 0 ? -1 : shared[Int(code)]) }
  }

  func finished() throws(DataError) -> (codes: Stored<Int32>, levels: [String]) {
    (try all.finished(), levels)
  }

  /// - Precondition: they are kept in memory.
  var codes: [Int32] { all.inMemory }

  /// - Precondition: they are kept in memory.
  var values: Table.Column.Values { .text(codes: codes, levels: levels) }
}

/// The name of a class; numbers lose superfluous zeros, so that `1` and `1.0000e+00` are one class.
func className(_ text: String) -> String {
  let bytes = Array(text.utf8)
  guard let number = NumberParser().parse(bytes, 0, bytes.count), !number.isNaN
  else {
    return text.sanitized
  }
  return categoryName(number)
}
