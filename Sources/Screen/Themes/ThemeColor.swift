import Foundation

extension Theme {
  /// An sRGB colour.
  public struct Color: Sendable, Hashable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
      self.red = red
      self.green = green
      self.blue = blue
    }
  }
}

extension Theme.Color {
  /// A colour written as six hexadecimal digits, with or without a leading `#`.
  public init?(hex: String) {
    let digits = hex.hasPrefix("#") ? hex.dropFirst() : Substring(hex)
    guard digits.utf8.count == 6, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
      let value = UInt32(digits, radix: 16)
    else { return nil }
    self.init(packed: value)
  }

  /// A colour from `0xRRGGBB`.
  public init(packed value: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: value >> 16), green: UInt8(truncatingIfNeeded: value >> 8),
      blue: UInt8(truncatingIfNeeded: value))
  }

  /// `0xRRGGBB`.
  public var packed: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }

  /// Six lower-case hexadecimal digits, without `#`.
  public var hex: String {
    let digits = String(packed, radix: 16)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// Relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it for sRGB.
  public var luminance: Double {
    let linear = linearComponents
    return 0.2126 * linear.red + 0.7152 * linear.green + 0.0722 * linear.blue
  }

  /// Contrast ratio, 1 to 21, as WCAG 2.2 defines it; text needs 4.5.
  public func contrast(with other: Theme.Color) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// The components with sRGB's transfer curve undone, 0 to 1.
  private var linearComponents: (red: Double, green: Double, blue: Double) {
    func linear(_ component: UInt8) -> Double {
      let value = Double(component) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return (linear(red), linear(green), linear(blue))
  }

  /// How different two colours look: the Euclidean distance in Oklab, 0 (equal) to about 1 (black and white).
  ///
  /// Source: B. Ottosson, "A perceptual color space for image processing", 2020.
  public func distance(to other: Theme.Color) -> Double {
    let (a, b) = (oklab, other.oklab)
    let difference = a - b
    return (difference * difference).sum().squareRoot()
  }

  /// Lightness and the two opponent axes.
  var oklab: SIMD4<Double> {
    let (r, g, b) = linearComponents
    let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return [
      0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
      0,
    ]
  }

  /// The nearest colour of sRGB, each component clipped.
  private init(oklab lab: SIMD4<Double>) {
    func cube(_ a: Double, _ b: Double) -> Double {
      let root = lab[0] + a * lab[1] + b * lab[2]
      return root * root * root
    }
    let l = cube(0.3963377774, 0.2158037573)
    let m = cube(-0.1055613458, -0.0638541728)
    let s = cube(-0.0894841775, -1.2914855480)
    func component(_ linear: Double) -> UInt8 {
      let value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055
      return UInt8((min(max(value, 0), 1) * 255).rounded())
    }
    self.init(
      red: component(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      green: component(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      blue: component(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s))
  }

  /// The colour part of the way to another, 0 to 1, on a straight line in Oklab: equal steps look equal.
  public func mixed(with other: Theme.Color, share: Double) -> Theme.Color {
    if share <= 0 { return self }
    if share >= 1 { return other }
    return Theme.Color(oklab: oklab + (other.oklab - oklab) * share)
  }
}
