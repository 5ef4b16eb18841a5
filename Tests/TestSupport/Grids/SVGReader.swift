import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An SVG read back by an XML parser that shares nothing with the program.
public final class SVGReader: NSObject, XMLParserDelegate {
  public private(set) var titles: [String] = []
  public private(set) var texts: [String] = []
  /// Where each text begins and how long it is, in pixels.
  public private(set) var places: [(x: Int, y: Int, length: Int)] = []
  /// Why the text is not XML; nil where it is.
  public private(set) var error: String?
  private var present = ""

  public init(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    if !parser.parse() { error = parser.parserError.map { "\($0)" } ?? "not XML" }
  }

  public func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    present = ""
    guard name == "text" else { return }
    func number(_ key: String) -> Int { attributes[key].flatMap { Int($0) } ?? -1 }
    places.append((number("x"), number("y"), number("textLength")))
  }

  public func parser(_ parser: XMLParser, foundCharacters string: String) { present += string }

  public func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "text" { texts.append(present) }
    if name == "title" { titles.append(present) }
  }
}
