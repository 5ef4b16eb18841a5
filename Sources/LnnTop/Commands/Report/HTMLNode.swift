import Text

/// A piece of an HTML document that is also well-formed XML.
///
/// Whatever is text or the value of an attribute is escaped when a node is made; the names of elements and attributes are
/// literals of the program. So nothing that a file calls itself can become markup:
///
///     HTMLNode.element("p", ["class": "note"], ["trained on ", .name("<script>.csv")])
package struct HTMLNode: Sendable {
  /// Escaped already.
  package let markup: String

  private init(markup: String) {
    self.markup = markup
  }

  /// Words of the program, or numbers.
  package static func text(_ text: String) -> HTMLNode { HTMLNode(markup: escaped(text)) }

  /// What a file or a person calls something: shortened, and kept from reordering the words beside it.
  package static func name(_ name: String, limit: Int = 120) -> HTMLNode {
    element("bdi", [.text(name.displayed(limit: limit))])
  }

  /// Several nodes after one another.
  static func group(_ nodes: [HTMLNode]) -> HTMLNode { HTMLNode(markup: nodes.map(\.markup).joined()) }

  package static func element(
    _ tag: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ children: [HTMLNode] = []
  ) -> HTMLNode {
    let words = attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
    if voidTags.contains("\(tag)") { return HTMLNode(markup: "<\(tag)\(words)/>") }
    return HTMLNode(markup: "<\(tag)\(words)>\(children.map(\.markup).joined())</\(tag)>")
  }

  static func element(_ tag: StaticString, _ children: [HTMLNode]) -> HTMLNode { element(tag, [:], children) }

  /// The one style sheet; it holds no character that XML would take for markup.
  static func style(_ sheet: StaticString) -> HTMLNode { HTMLNode(markup: "<style>\n\(sheet)\n</style>") }

  /// A line break in preformatted text and between the parts of the document.
  static let lineBreak = HTMLNode(markup: "\n")

  /// Elements that HTML does not close.
  private static let voidTags: Set<String> = ["meta", "br"]

  /// The only way for a text into the document: characters that steer become U+FFFD, those of markup become references.
  /// Scalars, as a combining mark makes another character of the bracket before it.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.sanitized.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      // The last two of each plane are no characters, and XML has no place for them.
      case _ where scalar.value & 0xFFFE == 0xFFFE: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension HTMLNode: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { self = .text(value) }
}

extension HTMLNode {
  static func paragraph(_ children: [HTMLNode]) -> HTMLNode { element("p", children) }
  static func note(_ children: [HTMLNode]) -> HTMLNode { element("p", ["class": "note"], children) }

  /// A part of the document under a heading of the second order.
  ///
  /// - Parameter id: a word of its own, which the heading is found by.
  static func section(_ id: StaticString, _ title: String, _ children: [HTMLNode]) -> HTMLNode {
    let heading = element("h2", ["id": "\(id)"], [.text(title)])
    return element("section", ["aria-labelledby": "\(id)"], [heading] + children)
  }

  /// Names with commas between them, those beyond the limit counted.
  static func names(_ names: [String], limit: Int) -> HTMLNode {
    var nodes: [HTMLNode] = []
    for (index, name) in names.prefix(limit).enumerated() {
      if index > 0 { nodes.append(", ") }
      nodes.append(.name(name, limit: 60))
    }
    if names.count > limit { nodes.append(" and \(NumberText.grouped(names.count - limit)) more") }
    return group(nodes)
  }

  /// What is wider than a small screen scrolls by itself; a keyboard reaches it.
  ///
  /// - Parameter isWhole: whether the end of a page must not cut it.
  static func scrolling(_ label: String, _ child: HTMLNode, isWhole: Bool = false) -> HTMLNode {
    element(
      "div",
      ["class": isWhole ? "wide whole" : "wide", "role": "group", "tabindex": "0", "aria-label": label],
      [child])
  }
}
