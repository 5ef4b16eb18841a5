import Text

/// The names of a network in C: everything that it declares begins with one word.
package struct CNames: Sendable, Hashable {
  /// Lower case, such as `net`: before functions, types and files.
  package let lower: String
  /// Upper case, such as `NET`: before macros and constants.
  package let upper: String

  /// The file of levels that are too many for constants.
  package var levelsFile: String { "\(lower)_levels.json" }
  /// The file of the tokens of a text.
  package var vocabularyFile: String { "\(lower)_vocabulary.txt" }

  /// The file that lists the levels of an input without constants.
  func file(of input: NetworkInterface.Input, in interface: NetworkInterface) -> String {
    interface.vocabulary?.input == input.name ? vocabularyFile : levelsFile
  }

  /// - Throws: where the word is no identifier, or one that C, C++ or their headers have taken.
  package init(_ word: String) throws(DeviceCodeError) {
    let letters = word.unicodeScalars
    let isIdentifier =
      letters.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_"
      }
      && letters.first.map { ("a"..."z").contains($0) || ("A"..."Z").contains($0) } == true
    guard isIdentifier, word.utf8.count <= 32 else { throw .badName(word) }
    guard !Self.taken.contains(word.lowercased()) else { throw .takenName(word) }
    lower = word.lowercased()
    upper = word.uppercased()
  }

  /// The names of values as constants, such as `NET_INPUT_WIND_SPEED`: one for each, all different.
  ///
  /// - Parameters:
  ///   - kind: such as `INPUT`.
  ///   - used: constants that are taken, and afterwards these, too.
  package func constants(_ kind: String, _ names: [String], used: inout Set<String>) -> [String] {
    names.enumerated().map { index, name in
      let plain = "\(upper)_\(kind)_\(Self.identifier(name))"
      let unique = used.contains(plain) || plain.hasSuffix("_") ? "\(upper)_\(kind)_AT_\(index)" : plain
      // A column may be called what an earlier one's number made.
      var constant = unique
      while !used.insert(constant).inserted { constant += "_" }
      return constant
    }
  }

  /// Letters and digits in upper case, with `_` for everything else: `wind speed (km/h)` is `WIND_SPEED_KM_H`.
  private static func identifier(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars.prefix(48) {
      if scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
        text.unicodeScalars.append(scalar)
      } else if scalar == "+" || (scalar == "-" && text.isEmpty) {
        text += (text.isEmpty || text.hasSuffix("_") ? "" : "_") + (scalar == "+" ? "PLUS_" : "MINUS_")
      } else if !text.hasSuffix("_"), !text.isEmpty {
        text += "_"
      }
    }
    while text.hasSuffix("_") { text.removeLast() }
    return text.uppercased()
  }

  /// What the files use themselves, and the headers that a file of that name would hide.
  private static let taken: Set<String> = [
    "alignas", "alignof", "and", "asm", "auto", "bool", "break", "case", "catch", "char", "class", "const",
    "constexpr", "continue", "default", "delete", "do", "double", "else", "enum", "explicit", "export",
    "extern",
    "false", "float", "for", "friend", "goto", "if", "inline", "int", "long", "main", "mutable", "namespace",
    "new",
    "not", "nullptr", "operator", "or", "private", "protected", "public", "register", "restrict", "return",
    "short",
    "signed", "sizeof", "static", "struct", "switch", "template", "this", "throw", "true", "try", "typedef",
    "typeid", "typename", "union", "unsigned", "using", "virtual", "void", "volatile", "while", "xor",
    "stdint",
    "string", "stdio", "math", "time", "stdlib", "stddef", "limits", "errno", "ctype", "assert", "locale",
    "setjmp", "signal", "stdarg", "complex", "fenv", "inttypes", "iso646", "stdbool", "tgmath", "wchar",
    "wctype",
    "threads", "uchar", "stdatomic", "stdalign", "wire", "spi", "servo", "eeprom", "serial", "stream",
    "print", "server",
    "client", "udp", "printable", "wstring", "pins_arduino", "binary", "int8", "int16", "int32", "uint8",
    "uint16", "uint32", "arduino",
  ]
}
