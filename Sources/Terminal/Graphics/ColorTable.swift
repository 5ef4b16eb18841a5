import Screen

/// The colours of an image, each with a number, in a register of the terminal or in a palette; where there are more than it
/// takes, the rarer ones are drawn in the nearest of the others.
struct ColorTable {
  private(set) var colors: [Theme.Color] = []
  /// The register of each tone; -1 for clear pixels and for tones that the image does not have.
  private(set) var registers = Array(repeating: -1, count: 256)

  init(_ image: PixelImage, _ palette: PixelPalette, registers limit: Int) {
    var counts = Array(repeating: 0, count: 256)
    for pixel in image.pixels { counts[Int(pixel)] += 1 }
    counts[Int(PixelImage.Tone.clear.index)] = 0
    let used = counts.indices.filter { counts[$0] > 0 }
    for tone in used.sorted(by: { (counts[$0], $1) > (counts[$1], $0) }) {
      let color = palette.colors[tone]
      if let register = colors.firstIndex(of: color) {
        registers[tone] = register
      } else if colors.count < max(2, limit) {
        registers[tone] = colors.count
        colors.append(color)
      } else {
        registers[tone] = nearest(to: color)
      }
    }
  }

  private func nearest(to color: Theme.Color) -> Int {
    func distance(_ other: Theme.Color) -> Int {
      let (red, green) = (Int(color.red) - Int(other.red), Int(color.green) - Int(other.green))
      let blue = Int(color.blue) - Int(other.blue)
      return red * red + green * green + blue * blue
    }
    return colors.indices.min { distance(colors[$0]) < distance(colors[$1]) } ?? 0
  }
}
