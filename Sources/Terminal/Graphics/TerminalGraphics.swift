import Screen

/// How a terminal shows images, as it says itself.
package enum ImageProtocol: Sendable, Hashable {
  case kitty
  /// With so many colours an image.
  case sixel(registers: Int)
}

/// What the terminal has answered about images so far.
package struct TerminalGraphics: Sendable, Hashable {
  private var hasKitty = false
  private var attributes: Set<Int>?
  private var registers = 256
  private var cellSize: PixelSize?
  private var textAreaSize: PixelSize?
  /// The colour behind text; nil where the terminal does not say.
  package private(set) var background: Theme.Color?

  package init() {}

  /// Whether the answer has come that every terminal gives, after all others.
  package var isComplete: Bool { attributes != nil }

  /// Nil where the terminal shows no images, or has not said yet.
  package var imageProtocol: ImageProtocol? {
    guard let attributes else { return nil }
    return hasKitty ? .kitty : attributes.contains(4) ? .sixel(registers: registers) : nil
  }

  package mutating func adopt(_ answer: TerminalAnswer) {
    switch answer {
    case .kittyGraphics: hasKitty = true
    case .attributes(let numbers): attributes = numbers
    case .cellSize(let size): cellSize = size
    case .textAreaSize(let size): textAreaSize = size
    case .colorRegisters(let count): registers = count
    case .background(let color): background = color
    }
  }

  /// Forgets what changes with the size of the terminal or of its font.
  package mutating func forgetSizes() { (cellSize, textAreaSize) = (nil, nil) }

  /// The pixels of a cell; nil where there are no images, or where nothing says how large cells are.
  ///
  /// - Parameters:
  ///   - window: the pixels of the whole terminal as its device knows them; nil where it does not.
  ///   - size: the whole terminal in cells.
  package func cell(window: PixelSize?, size: Size) -> PixelSize? {
    guard imageProtocol != nil else { return nil }
    func cell(_ area: PixelSize?) -> PixelSize? {
      area.map { PixelSize(width: $0.width / max(1, size.columns), height: $0.height / max(1, size.rows)) }
    }
    let known = [cellSize, cell(window), cell(textAreaSize)].compactMap { $0 }
    return known.first { (3...64).contains($0.width) && (6...128).contains($0.height) }
  }
}
