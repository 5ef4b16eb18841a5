import Screen

/// The pictures on the terminal: which are there, and what changes them.
package struct PictureSender: Sendable {
  /// Bytes of pictures in one frame, after which the others wait for the next.
  package static let frameLimit = 96 << 10

  /// Bytes of pictures in a second: what a connection takes beside the text, and a terminal reads without delay.
  package static let bytesPerSecond = 512.0 * 1_024

  private struct Shown: Sendable {
    var picture: Picture
    var palette: PixelPalette
    let number: Int
  }

  private var shown: [Rect: Shown] = [:]
  private var nextNumber: Int
  /// Whether pictures wait for the next frame.
  package private(set) var isBehind = false
  /// When pictures may be replaced again, in seconds.
  private var dueAt = -Double.infinity
  /// Places whose picture waits, the one that waits longest first.
  private var waiting: [Rect] = []

  /// - Parameter firstNumber: of images, where they have numbers.
  package init(firstNumber: Int) { nextNumber = firstNumber }

  /// Takes it that the terminal shows nothing any more.
  package mutating func forget() {
    shown = [:]
    waiting = []
    isBehind = false
    dueAt = -.infinity
  }

  /// Forgets the pictures that are not among these, and returns their places and what removes them from the screen. Where
  /// that is empty, writing the cells anew does.
  package mutating func remove(except pictures: [Picture], by way: ImageProtocol) -> (
    places: [Rect], sequence: String
  ) {
    let kept = Set(pictures.map(\.place))
    var (places, sequence): ([Rect], String) = ([], "")
    for (place, picture) in shown where !kept.contains(place) {
      shown[place] = nil
      places.append(place)
      if way == .kitty { sequence += KittyImage.removal(number: picture.number) }
    }
    return (places, sequence)
  }

  /// What brings the terminal's pictures up to date, as far as the limits allow; the cursor stays. A picture where none was
  /// waits for no earlier one.
  ///
  /// - Parameter now: in seconds, on a clock that never goes back.
  package mutating func update(
    _ pictures: [Picture], palette: PixelPalette, by way: ImageProtocol, now: Double
  ) -> [UInt8] {
    let changed = pictures.filter { shown[$0.place]?.picture != $0 || shown[$0.place]?.palette != palette }
    let places = changed.map(\.place)
    waiting = waiting.filter(places.contains) + places.filter { !waiting.contains($0) }
    var bytes: [UInt8] = []
    for place in waiting.filter({ now >= dueAt || shown[$0] == nil }) {
      guard bytes.count < Self.frameLimit, let picture = changed.first(where: { $0.place == place }) else {
        break
      }
      waiting.removeAll { $0 == place }
      let number = shown[place]?.number ?? newNumber()
      bytes += Self.bytes(of: picture, palette, by: way, number: number)
      shown[place] = Shown(picture: picture, palette: palette, number: number)
    }
    isBehind = !waiting.isEmpty
    guard !bytes.isEmpty else { return [] }
    dueAt = max(now, dueAt) + Double(bytes.count) / Self.bytesPerSecond
    // The cursor and its colours are ncurses' business.
    return Array("\u{1B}7".utf8) + bytes + Array("\u{1B}8".utf8)
  }

  private mutating func newNumber() -> Int {
    nextNumber += 1
    return nextNumber
  }

  private static func bytes(
    of picture: Picture, _ palette: PixelPalette, by way: ImageProtocol, number: Int
  ) -> [UInt8] {
    let place = picture.place
    let move = Array("\u{1B}[\(place.y + 1);\(place.x + 1)H".utf8)
    switch way {
    case .kitty:
      return move
        + KittyImage.sequence(showing: picture.image, palette: palette, over: place.size, number: number)
    case .sixel(let registers):
      return move + SixelImage.sequence(showing: picture.image, palette: palette, registers: registers)
    }
  }
}
