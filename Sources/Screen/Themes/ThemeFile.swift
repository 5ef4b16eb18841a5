import Text
import YAML

/// Reads themes in the base16 and base24 formats of tinted-theming
/// (https://github.com/tinted-theming/home/blob/main/builder.md), the older flat layout included.
public enum ThemeFile {
  /// Reads a theme from the bytes of a file.
  ///
  /// - Parameters:
  ///   - file: The path, for error messages.
  ///   - slug: The name by which the theme is found.
  public static func parse(_ bytes: [UInt8], file: String, slug: String) throws(ThemeError) -> Theme {
    let root: YAMLNode
    do {
      root = try YAMLReader.read(bytes)
    } catch {
      throw ThemeError(file: file, line: error.line, cause: .notYAML(error.message))
    }
    guard case .mapping = root else {
      throw ThemeError(file: file, line: root.line, cause: .notYAML("keys such as palette are expected"))
    }
    return try Parser(file: file, root: root).theme(slug: slug)
  }

  /// Reads a theme file; its slug is the file's name without the ending.
  public static func read(path: String) throws(ThemeError) -> Theme {
    let bytes: [UInt8]
    do {
      bytes = try SmallFile.read(path, limit: YAMLReader.maximumBytes)
    } catch {
      throw ThemeError(file: path, line: nil, cause: .unreadable(error.message))
    }
    return try parse(bytes, file: path, slug: SmallFile.stem(of: path))
  }
}

private struct Parser {
  let file: String
  let root: YAMLNode

  func theme(slug: String) throws(ThemeError) -> Theme {
    if let system = try text("system") {
      guard system == "base16" || system == "base24" else {
        throw failure(root["system"], .unknownSystem(system))
      }
    }
    let colors = try palette()
    // The flat layout calls the name "scheme".
    let flatName = try text("scheme")
    let name = try text("name")
    let author = try text("author") ?? ""
    let shade = try variant(background: colors[Role.background.rawValue])
    return Theme(
      slug: slug, name: name ?? flatName ?? slug, author: author, variant: shade, palette: colors,
      extendedPalette: try extendedPalette())
  }

  private func palette() throws(ThemeError) -> [Theme.Color] {
    let colors = root["palette"] ?? root
    guard case .mapping = colors else { throw failure(colors, .notText(key: "base00 under palette")) }
    var palette: [Theme.Color] = []
    for role in Role.allCases {
      let digit = String(role.rawValue, radix: 16, uppercase: true)
      guard let color = try color("base0\(digit)", in: colors) else {
        throw failure(colors, .missing(key: "base0\(digit)"))
      }
      palette.append(color)
    }
    return palette
  }

  /// All eight or none: half a set would make some bold text bright and some not.
  private func extendedPalette() throws(ThemeError) -> [Theme.Color] {
    let colors = root["palette"] ?? root
    var palette: [Theme.Color] = []
    for index in 0..<Theme.extendedCount {
      guard let color = try color("base1\(index)", in: colors) else { return [] }
      palette.append(color)
    }
    return palette
  }

  private func color(_ key: String, in colors: YAMLNode) throws(ThemeError) -> Theme.Color? {
    guard let node = colors[key] ?? colors[key.lowercased()] else { return nil }
    guard let text = node.text else { throw failure(node, .notText(key: key)) }
    guard let color = Theme.Color(hex: text) else {
      throw failure(node, .notAColor(key: key, value: text))
    }
    return color
  }

  /// As the file says, else by the brightness of the background.
  private func variant(background: Theme.Color) throws(ThemeError) -> Theme.Variant {
    guard let word = try text("variant") else { return background.luminance > 0.18 ? .light : .dark }
    guard let variant = Theme.Variant(rawValue: word.lowercased()) else {
      throw failure(root["variant"], .unknownVariant(word))
    }
    return variant
  }

  private func text(_ key: String) throws(ThemeError) -> String? {
    guard let node = root[key] else { return nil }
    guard let text = node.text else { throw failure(node, .notText(key: key)) }
    return text
  }

  private func failure(_ node: YAMLNode?, _ cause: ThemeError.Cause) -> ThemeError {
    ThemeError(file: file, line: node?.line, cause: cause)
  }
}

/// Why a theme file cannot be used.
public struct ThemeError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Cause: Sendable, Hashable {
    /// The file cannot be read; the system's message.
    case unreadable(String)
    /// Not YAML, or YAML beyond the reader's limits.
    case notYAML(String)
    /// `system` names something other than base16 or base24.
    case unknownSystem(String)
    case missing(key: String)
    /// A value of the wrong type.
    case notText(key: String)
    /// Not six hexadecimal digits.
    case notAColor(key: String, value: String)
    /// Neither dark nor light.
    case unknownVariant(String)
  }

  public var file: String
  /// Counted from 1; nil where the cause has no line.
  public var line: Int?
  public var cause: Cause

  public init(file: String, line: Int?, cause: Cause) {
    self.file = file
    self.line = line
    self.cause = cause
  }

  /// One line: file, line, cause and what would be right.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "theme \(place): \(cause.words)".displayed(limit: 400)
  }
}

extension ThemeError.Cause {
  fileprivate var words: String {
    switch self {
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .notYAML(let reason): "not a theme: \(reason)"
    case .unknownSystem(let system): "the system '\(system)' is unknown; base16 and base24 are read"
    case .missing(let key): "\(key) is missing"
    case .notText(let key): "\(key) must be plain text"
    case .notAColor(let key, let value): "\(key): '\(value)' is not a colour; write six hexadecimal digits"
    case .unknownVariant(let variant): "the variant '\(variant)' is unknown; write dark or light"
    }
  }
}
