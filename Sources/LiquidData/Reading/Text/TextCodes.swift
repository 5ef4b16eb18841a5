import Text

/// Texts as codes: indices into the list of distinct texts.
struct TextCodes {
  private(set) var codes: [Int32] = []
  private(set) var levels: [String] = []
  private var codeByLevel: [String: Int32] = [:]
  private var levelBytes = 0

  /// An estimate; see `MemoryBudget`.
  var heldBytes: Int { 4 * codes.count + levelBytes }

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
    codes.append(contentsOf: repeatElement(code, count: count))
  }

  /// Appends a code that `code(of:)` returned.
  mutating func append(code: Int32) { codes.append(code) }

  /// These texts followed by those of another list.
  func followed(by next: TextCodes) -> TextCodes {
    var all = self
    let shared = next.levels.map { all.code(of: $0) }
    for code in next.codes { all.append(code: code < 0 ? -1 : shared[Int(code)]) }
    return all
  }

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
