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
  private var oklab: SIMD4<Double> {
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
}
