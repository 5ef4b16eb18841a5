import Foundation
import Screen

/// What a terminal would show of image sequences: decoders for both protocols, pixel by pixel.
enum ShownImages {
  /// A pixel's colour; nil where the image leaves the screen as it is.
  typealias Pixels = [[Theme.Color?]]

  /// The pixels of a sixel image; nil for what is none. Colours have the precision of the format, a hundredth.
  static func sixel(_ bytes: [UInt8]) -> Pixels? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let match = text.wholeMatch(of: /\u{1B}P0;1;0q"1;1;(\d+);(\d+)([!-~]*)\u{1B}\\/),
      let width = Int(match.1), let height = Int(match.2)
    else { return nil }
    var pixels: Pixels = Array(repeating: Array(repeating: nil, count: width), count: height)
    var colors: [Int: Theme.Color] = [:]
    var (x, top, color) = (0, 0, 0)
    var rest = match.3[...]
    func number(_ rest: inout Substring) -> Int {
      let digits = rest.prefix { $0.isNumber }
      rest = rest.dropFirst(digits.count)
      return Int(digits) ?? -1
    }
    while let character = rest.popFirst() {
      switch character {
      case "$": x = 0
      case "-": (x, top) = (0, top + 6)
      case "#":
        color = number(&rest)
        guard rest.first == ";" else { continue }
        var parts: [Int] = []
        while rest.first == ";" {
          rest.removeFirst()
          parts.append(number(&rest))
        }
        guard parts.count == 4, parts[0] == 2, parts.allSatisfy({ (0...100).contains($0) }) else {
          return nil
        }
        let shares = parts.dropFirst().map { UInt8(($0 * 255 + 50) / 100) }
        colors[color] = Theme.Color(red: shares[0], green: shares[1], blue: shares[2])
      case "!", "?"..."~":
        let count = character == "!" ? number(&rest) : 1
        guard let sixel = character == "!" ? rest.popFirst() : character, let value = sixel.asciiValue,
          (63...126).contains(value), let drawn = colors[color], x + count <= width
        else { return nil }
        for row in 0..<6 where (value - 63) >> UInt8(row) & 1 == 1 {
          guard top + row < height else { return nil }
          for column in x..<x + count { pixels[top + row][column] = drawn }
        }
        x += count
      default: return nil
      }
    }
    return pixels
  }

  /// An image in kitty's protocol: its keys, and its pixels.
  struct Kitty {
    var keys: [String: String]
    var pixels: Pixels
  }

  /// The images in what was written, each from its chunks; nil where one is broken. Removals and questions are left out.
  static func kitty(_ bytes: [UInt8]) -> [Kitty]? {
    var (images, keys, data): ([Kitty], [String: String], String) = ([], [:], "")
    let text = String(decoding: bytes, as: UTF8.self)
    for match in text.matches(of: /\u{1B}_G([^;\u{1B}]*);?([^\u{1B}]*)\u{1B}\\/) {
      var control: [String: String] = [:]
      for pair in match.1.split(separator: ",") {
        let parts = pair.split(separator: "=")
        guard parts.count == 2 else { return nil }
        control[String(parts[0])] = String(parts[1])
      }
      if let action = control["a"], action != "T" { continue }
      if control["a"] != nil { (keys, data) = (control, "") }
      guard match.2.count <= 4_096 else { return nil }
      data += match.2
      guard control["m"] == "0" else { continue }
      guard let pixels = pixels(keys, data) else { return nil }
      images.append(Kitty(keys: keys, pixels: pixels))
    }
    return images
  }

  private static func pixels(_ keys: [String: String], _ data: String) -> Pixels? {
    guard keys["o"] == "z", let width = keys["s"].flatMap({ Int($0) }),
      let height = keys["v"].flatMap({ Int($0) }),
      let packed = Data(base64Encoded: data), let bytes = Inflate.bytes(of: Array(packed))
    else { return nil }
    let size = keys["f"] == "32" ? 4 : 3
    guard bytes.count == width * height * size else { return nil }
    return (0..<height).map { y in
      (0..<width).map { x in
        let place = (y * width + x) * size
        if size == 4, bytes[place + 3] == 0 { return nil }
        return Theme.Color(red: bytes[place], green: bytes[place + 1], blue: bytes[place + 2])
      }
    }
  }

  /// The pixels of an image in a palette.
  static func expected(_ image: PixelImage, _ palette: PixelPalette, isRounded: Bool) -> Pixels {
    (0..<image.size.height).map { y in
      (0..<image.size.width).map { x in
        let tone = image[x, y]
        if tone == .clear { return nil }
        let color = palette.colors[Int(tone.index)]
        return isRounded ? rounded(color) : color
      }
    }
  }

  /// A colour in hundredths, as sixel has them.
  private static func rounded(_ color: Theme.Color) -> Theme.Color {
    func round(_ value: UInt8) -> UInt8 {
      let share: Int = (Int(value) * 100 + 127) / 255
      return UInt8((share * 255 + 50) / 100)
    }
    return Theme.Color(red: round(color.red), green: round(color.green), blue: round(color.blue))
  }
}
