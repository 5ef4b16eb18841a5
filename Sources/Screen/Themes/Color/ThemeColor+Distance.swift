import Glibc

extension Theme.Color {
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
  init(oklab lab: SIMD4<Double>) {
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
}
