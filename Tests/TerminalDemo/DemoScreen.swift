import Dispatch
import Glibc
import Screen
import Terminal

/// The demo's state: which events came, and how to draw them.
struct DemoScreen {
  let session: TerminalSession
  private(set) var isQuitting = false
  private(set) var isStartingAgain = false
  private(set) var farewell = ""
  private(set) var themeIndex = 0
  private var events: [String] = []

  private var showsPictures: Bool
  private var tone = PixelImage.Tone(.focus)

  init(session: TerminalSession, showsPictures: Bool) {
    self.session = session
    self.showsPictures = showsPictures
  }

  /// One picture: a frame of the colour of errors around another colour, with a text in the middle.
  var pictures: [Picture] {
    guard showsPictures, let cell = session.cellPixels, session.size.columns >= 60 else { return [] }
    let place = Rect(x: 30, y: 3, columns: 20, rows: 8)
    let size = PixelSize(width: place.columns * cell.width, height: place.rows * cell.height)
    var image = PixelImage(size: size, tone: PixelImage.Tone(.error))
    image.fill(x: 2..<(size.width - 2), y: 2..<(size.height - 2), tone: tone)
    return [Picture(place: place, image: image, texts: [Self.caption], cell: cell)]
  }

  private static let caption = Rect(x: 36, y: 6, columns: 8, rows: 1)

  mutating func handle(_ event: TerminalEvent) {
    events.append("\(event)".filter { $0 != "\"" })
    switch event {
    case .interrupted(let signal): quit("signal \(signal)")
    case .hangup: quit("hangup")
    case .key(.control("z")): session.suspend()
    case .key(.control("l")): session.redraw()
    case .key(.character(let character)): command(character)
    default: break
    }
  }

  private mutating func command(_ character: Character) {
    switch character {
    case "q": quit("key")
    case "t": themeIndex = 1 - themeIndex
    case "g": showsPictures.toggle()
    case "G": tone = PixelImage.Tone(.validation)
    case "i": session.setTitle("a title\u{7} of the demo")
    case "y": events.append("copied: \(session.copy("kept"))")
    case "w":
      let waker = session.waker
      DispatchQueue.global().async { @Sendable in waker() }
    case "e":
      let noise = "noise on standard error\n"
      _ = noise.withCString { Glibc.write(STDERR_FILENO, $0, strlen($0)) }
    case "N":
      quit("again")
      isStartingAgain = true
    case "L":
      // Leaves once there are ten bytes that it does not read.
      var unread: Int32 = 0
      while ioctl(STDIN_FILENO, UInt(FIONREAD), &unread) == 0, unread < 10 { sched_yield() }
      quit("keys left")
    case "X": exit(7)
    case "T": preconditionFailure("told to fail")
    case "O": farewell = "\(Self.overflow(depth: 1))"
    default: break
    }
  }

  private mutating func quit(_ reason: String) {
    isQuitting = true
    farewell = reason
  }

  /// Uses up the stack.
  private static func overflow(depth: Int) -> Int {
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { memory in
      memory[depth % 4096] = UInt8(truncatingIfNeeded: depth)
      return overflow(depth: depth + 1) + Int(memory[depth % 4096])
    }
  }

  func grid(size: Size) -> Grid {
    var grid = Grid(size: size)
    grid.fill(Rect(x: 0, y: 0, columns: size.columns, rows: 1), style: Style(.value, on: .statusBar))
    write(
      "terminal-demo \(size.columns)x\(size.rows) \(session.colorMode) pid=\(getpid())", row: 0,
      Style(.title, on: .statusBar), &grid)
    write("last: \(events.last ?? "none") count: \(events.count)", row: 1, Style(), &grid)
    for role in Role.allCases {
      write("\(role)", row: 2 + role.rawValue, Style(role), &grid)
    }
    write("log: \(events.suffix(12).joined(separator: " "))", row: 18, Style(.label), &grid)
    if !pictures.isEmpty {
      for (place, character) in "pictured".enumerated() {
        grid[Self.caption.x + place, Self.caption.y] = Grid.Cell(character, style: Style(.paused))
      }
    }
    let cell = session.cellPixels.map { "\($0.width)x\($0.height)" } ?? "none"
    write("cell: \(cell)", row: 21, Style(), &grid)
    write("[\u{1B}[31m\u{7}\u{9B}]", row: 19, Style(), &grid)
    write("e\u{301}|\u{2840}\u{2588}|", row: 20, Style(.value, bold: true), &grid)
    grid[8, 20] = Grid.Cell("\u{6F22}")
    grid[9, 20] = Grid.Cell(" ", isContinuation: true)
    grid[10, 20] = Grid.Cell("|")
    grid[size.columns - 1, size.rows - 1] = Grid.Cell("#", style: Style(.focus))
    return grid
  }

  private func write(_ text: String, row: Int, _ style: Style, _ grid: inout Grid) {
    var x = 0
    for character in text {
      grid[x, row] = Grid.Cell(character, style: style)
      x += 1
      // Enough of a rule for what the tests type.
      guard character.unicodeScalars.first.map({ (0x2E80...0x9FFF).contains($0.value) }) == true else {
        continue
      }
      grid[x, row] = Grid.Cell(" ", style: style, isContinuation: true)
      x += 1
    }
  }
}
