/// Text broken at spaces into lines of at most `width` columns; a word that is longer has a line of its own, and
/// a text without words is one empty line.
public func wrapped(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  var used = 0
  for word in text.split(separator: " ") {
    let columns = DisplayWidth.of(String(word))
    if let last = lines.indices.last, used + 1 + columns <= width {
      lines[last] += " " + word
      used += 1 + columns
    } else {
      lines.append(String(word))
      used = columns
    }
  }
  return lines.isEmpty ? [""] : lines
}
