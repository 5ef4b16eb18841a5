import Glibc

extension Theme.Color {
  /// Relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it for sRGB.
  public var luminance: Double {
    let linear = linearComponents
    return 0.2126 * linear.red + 0.7152 * linear.green + 0.0722 * linear.blue
  }

  /// Contrast ratio, 1 to 21, as WCAG 2.2 defines it; text wants 4.5.
  public func contrast(with other: Theme.Color) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// The components with sRGB's transfer curve undone, 0 to 1.
  var linearComponents: (red: Double, green: Double, blue: Double) {
    func linear(_ component: UInt8) -> Double {
      let value = Double(component) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return (linear(red), linear(green), linear(blue))
  }
}
