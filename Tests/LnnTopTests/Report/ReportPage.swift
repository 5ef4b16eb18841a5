import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A report as its elements, read as XML.
final class ReportPage: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
    /// The names of the elements around it, the outermost first.
    let path: [String]
    /// All text within.
    var text = ""
  }

  /// In the order in which they begin.
  private(set) var elements: [Element] = []
  private var open: [Int] = []

  /// Nil where it is not well-formed.
  init?(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    let path = open.map { elements[$0].name }
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes, path: path))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    for index in open { elements[index].text += string }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }

  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  var headings: [Element] { elements.filter { ["h1", "h2", "h3", "h4"].contains($0.name) } }

  /// The ids of the sections, in their order.
  var sections: [String] { all("h2").compactMap { $0.attributes["id"] } }

  var text: String { all("body").first?.text ?? "" }

  /// What is wrong with any page of this kind: what asks for something from elsewhere, runs, or says nothing to a reader
  /// who does not see it.
  var flaws: [String] {
    var flaws: [String] = []
    for element in elements {
      let words = element.attributes
      func flaw(_ what: String) { flaws.append("<\(element.name)> \(what)") }
      if ["script", "link", "img", "iframe", "object", "embed", "base", "form"].contains(element.name) {
        flaw("has no place here")
      }
      for (name, value) in words {
        if name.hasPrefix("on") || ["src", "srcset", "style", "xlink:href"].contains(name) {
          flaw("has \(name)")
        }
        if name == "href", !value.hasPrefix("#") { flaw("leads to \(value)") }
      }
      if element.name == "th", words["scope"] == nil { flaw("has no scope") }
      if element.name == "svg", words["role"] != "img" || words["viewBox"] == nil { flaw("is no picture") }
      if element.name == "svg", words["aria-label"] == nil, words["aria-labelledby"] == nil {
        flaw("has no name")
      }
      if element.name == "table", !elements.contains(where: { $0.name == "caption" }) {
        flaw("has no caption")
      }
    }
    let ids = elements.compactMap { $0.attributes["id"] }
    if Set(ids).count < ids.count { flaws.append("an id is there twice") }
    for name in ["aria-labelledby", "href"] {
      for words in elements.compactMap({ $0.attributes[name] }) {
        for id in words.split(separator: " ") where !ids.contains(String(id).replacing("#", with: "")) {
          flaws.append("\(name) leads to \(id), which is not there")
        }
      }
    }
    let titles = elements.filter { $0.name == "title" && $0.path.last == "svg" }.count
    if titles < all("svg").count { flaws.append("a picture has no title") }
    if all("html").first?.attributes["lang"] != "en" { flaws.append("no language") }
    let levels = headings.compactMap { Int($0.name.dropFirst()) }
    if levels.first != 1 || levels.count(where: { $0 == 1 }) != 1 {
      flaws.append("the headings begin with \(levels)")
    }
    if zip(levels, levels.dropFirst()).contains(where: { $1 > $0 + 1 }) {
      flaws.append("a heading skips a level")
    }
    return flaws
  }
}
