import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An SVG read back by an XML parser that shares nothing with the program.
package final class SVGReader: NSObject, XMLParserDelegate {
  package private(set) var titles: [String] = []
  package private(set) var texts: [String] = []
  /// Where each text begins and how long it is, in pixels.
  package private(set) var places: [(x: Int, y: Int, length: Int)] = []
  /// Why the text is not XML; nil where it is.
  package private(set) var error: String?
  private var present = ""

  package init(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    if !parser.parse() { error = parser.parserError.map { "\($0)" } ?? "not XML" }
  }

  package func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    present = ""
    guard name == "text" else { return }
    func number(_ key: String) -> Int { attributes[key].flatMap { Int($0) } ?? -1 }
    places.append((number("x"), number("y"), number("textLength")))
  }

  package func parser(_ parser: XMLParser, foundCharacters string: String) { present += string }

  package func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "text" { texts.append(present) }
    if name == "title" { titles.append(present) }
  }
}
