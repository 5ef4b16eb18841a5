/// A size in pixels: of a cell, or of an image.
public struct PixelSize: Sendable, Hashable {
  public var width: Int
  public var height: Int

  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// Of what a terminal claims: nil where no screen has so many pixels, or so few.
  public init?(checking width: Int, _ height: Int) {
    guard (1...32_768).contains(width), (1...32_768).contains(height) else { return nil }
    self.init(width: width, height: height)
  }
}
