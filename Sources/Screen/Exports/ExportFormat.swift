/// The forms in which a screen is written to a file.
public enum ExportFormat: String, Sendable, Hashable, CaseIterable {
  /// Characters alone.
  case text
  /// Characters with the escape sequences that colour them on a terminal.
  case ansi
  /// A picture that any browser shows.
  case svg

  /// The format that a file's name asks for by its ending; nil for an ending that says nothing.
  public init?(fileName: String) {
    guard let dot = fileName.lastIndex(of: ".") else { return nil }
    switch fileName[fileName.index(after: dot)...].lowercased() {
    case "txt", "text": self = .text
    case "ans", "ansi": self = .ansi
    case "svg": self = .svg
    default: return nil
    }
  }
}

extension Grid {
  /// The screen as the contents of a file, the same bytes every time.
  ///
  /// - Parameters:
  ///   - theme: the colours; without meaning for plain text.
  ///   - title: what the picture is called; only an SVG has one.
  public func exported(as format: ExportFormat, theme: Theme, title: String) -> String {
    switch format {
    case .text: PlainTextExport.text(of: self)
    case .ansi: ANSIExport(theme: theme).text(of: self)
    case .svg: SVGExport(theme: theme, title: title).text(of: self)
    }
  }
}
