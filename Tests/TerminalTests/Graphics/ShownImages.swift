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
    guard keys["f"] == "100", let file = Data(base64Encoded: data) else { return nil }
    return png(Array(file))
  }

  /// The pixels of a PNG file with a palette, eight bits a pixel and no filters; nil for any other, and for a damaged one.
  static func png(_ file: [UInt8]) -> Pixels? {
    guard file.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { return nil }
    func number(_ place: Int) -> Int { file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    var chunks: [String: ArraySlice<UInt8>] = [:]
    var place = 8
    while place + 12 <= file.count {
      let length = number(place)
      guard place + 12 + length <= file.count,
        check(file[(place + 4)..<(place + 8 + length)]) == number(place + 8 + length)
      else { return nil }
      let name = String(decoding: file[(place + 4)..<(place + 8)], as: UTF8.self)
      chunks[name] = file[(place + 8)..<(place + 8 + length)]
      place += 12 + length
    }
    guard place == file.count, let header = chunks["IHDR"], header.count == 13,
      Array(header.suffix(5)) == [8, 3, 0, 0, 0],
      let palette = chunks["PLTE"], palette.count % 3 == 0, chunks["IEND"]?.isEmpty == true,
      let rows = chunks["IDAT"].flatMap({ Inflate.bytes(of: Array($0)) })
    else { return nil }
    let (width, height) = (number(header.startIndex), number(header.startIndex + 4))
    guard rows.count == (width + 1) * height else { return nil }
    let opacity = Array(chunks["tRNS"] ?? [])
    var pixels: Pixels = []
    for row in 0..<height {
      let start = row * (width + 1)
      guard rows[start] == 0 else { return nil }
      var line: [Theme.Color?] = []
      for number in rows[(start + 1)...(start + width)].map({ Int($0) }) {
        guard number * 3 < palette.count else { return nil }
        let color = palette.startIndex + number * 3
        let isClear = number < opacity.count && opacity[number] == 0
        line.append(
          isClear
            ? nil : Theme.Color(red: palette[color], green: palette[color + 1], blue: palette[color + 2]))
      }
      pixels.append(line)
    }
    return pixels
  }

  /// The cyclic redundancy check of PNG, bit by bit.
  private static func check(_ bytes: ArraySlice<UInt8>) -> Int {
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return Int(~value)
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
