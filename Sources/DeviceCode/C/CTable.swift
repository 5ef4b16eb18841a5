import Text

/// A constant array of the generated C.
package struct CTable: Sendable, Hashable {
  package enum Element: String, Sendable, Hashable {
    case float
    case int8 = "int8_t"
    case uint8 = "uint8_t"
    case int16 = "int16_t"
    case uint16 = "uint16_t"
    case int32 = "int32_t"
    case uint32 = "uint32_t"

    package var bytes: Int {
      switch self {
      case .int8, .uint8: 1
      case .int16, .uint16: 2
      case .float, .int32, .uint32: 4
      }
    }
  }

  package let name: String
  package let element: Element
  /// Each as C writes it.
  package let values: [String]

  init(name: String, element: Element, values: [String]) {
    (self.name, self.element, self.values) = (name, element, values)
  }

  package init(_ name: String, _ values: [Float]) {
    self.name = name
    element = .float
    self.values = values.map(CText.literal)
  }

  /// Whole numbers in elements of a size.
  package init(_ name: String, _ element: Element, _ values: [Int]) {
    self.name = name
    self.element = element
    self.values = values.map { element == .int32 && $0 == Int(Int32.min) ? "(-2147483647 - 1)" : String($0) }
  }

  /// Numbers from 0 on in the smallest elements that hold them all.
  package init(counting name: String, _ values: [Int]) {
    let largest = values.max() ?? 0
    self.init(name, largest < 1 << 8 ? .uint8 : largest < 1 << 16 ? .uint16 : .uint32, values)
  }

  package var bytes: Int { values.count * element.bytes }

  /// `extern const float net_w1[76];`
  func declaration(_ names: CNames) -> String {
    "extern const \(names.upper)_FLASH \(element.rawValue) \(name)[\(values.count)];"
  }

  func definition(_ names: CNames) -> String {
    "const \(names.upper)_FLASH \(element.rawValue) \(name)[\(values.count)] = {\n"
      + CText.wrapped(values, indent: 2) + "\n};"
  }
}

/// Small pieces of C.
package enum CText {
  /// A number as a literal of type float that has the same bits.
  package static func literal(_ value: Float) -> String {
    precondition(value.isFinite, "\(value) in generated code")
    let text = "\(value)"
    return (text.contains(".") || text.contains("e") ? text : text + ".0") + "f"
  }

  /// A number as a literal of type float that stands as an operand.
  package static func operand(_ value: Float) -> String {
    value.sign == .minus ? "(\(literal(value)))" : literal(value)
  }

  /// Words with commas between them in lines of up to 110 columns.
  package static func wrapped(_ words: [String], indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var (lines, line) = ([String](), margin)
    for (index, word) in words.enumerated() {
      let piece = index + 1 < words.count ? word + "," : word
      if line.utf8.count > indent, line.utf8.count + 1 + piece.utf8.count > 110 {
        lines.append(line)
        line = margin
      }
      line += line.utf8.count > indent ? " " + piece : piece
    }
    return (lines + [line]).joined(separator: "\n")
  }

  /// Text in lines of up to 105 columns, broken between words; one that begins with a blank stays as it is.
  static func paragraph(_ text: String) -> [String] {
    if text.hasPrefix(" ") { return [text] }
    var lines = [""]
    for word in text.split(separator: " ") {
      if !lines[lines.count - 1].isEmpty, lines[lines.count - 1].count + 1 + word.count > 105 {
        lines.append("")
      }
      lines[lines.count - 1] += lines[lines.count - 1].isEmpty ? String(word) : " " + word
    }
    return lines
  }

  /// A comment; what would end it is taken out.
  package static func comment(_ text: String) -> String { "/* \(commentText(text)) */" }

  /// Text from a file for the inside of a comment, on one line.
  package static func commentText(_ text: String) -> String {
    text.sanitized.replacingOccurrences(of: "*/", with: "* /").replacingOccurrences(of: "/*", with: "/ *")
      .replacingOccurrences(of: "??", with: "? ?").replacingOccurrences(of: "??", with: "? ?")
  }

  /// Text as a string literal, in ASCII.
  package static func string(_ text: String) -> String {
    var literal = "\""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "?"):
        literal += "\\" + String(UnicodeScalar(byte))
      case 32..<127: literal += String(UnicodeScalar(byte))
      // Three octal digits: what follows cannot be taken for a part of it.
      default:
        let digits = String(byte, radix: 8)
        literal += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return literal + "\""
  }

  /// Text as a string of JSON.
  static func json(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": json += "\\" + String(scalar)
      case _ where scalar.value < 32:
        json += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: json.unicodeScalars.append(scalar)
      }
    }
    return json + "\""
  }
}
