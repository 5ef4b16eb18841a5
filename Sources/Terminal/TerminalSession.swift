import CNcurses
import CTerminalGuard
import Foundation
import Screen

/// The terminal while the dashboard runs on it: draws grids, reports events, and restores the terminal however the
/// process ends (`restore()`, `exit`, a signal, a crash).
///
/// Only one session at a time, used from one thread; `waker` may be called from any. What other code writes to standard
/// output and standard error meanwhile is kept and printed when the session ends.
///
///     let session = try TerminalSession(theme: .builtIn)
///     defer { session.restore() }
///     session.present(grid, theme: .builtIn)
///     for event in session.wait(timeout: nil) { … }
public final class TerminalSession {
  /// How many colours are used.
  public let colorMode: ColorMode
  /// False where the locale is limited to ASCII.
  public let isUnicode: Bool
  /// The size of the screen, at least 1 by 1: the terminal's, or the part of it that is used.
  public private(set) var size: Size

  /// The size that `wait` reported last.
  private var reportedSize: Size
  private var reportedCell: PixelSize?
  private let device: TerminalDevice
  private let wakeup: Waker
  private let signalDescriptor: Int32
  private let screen: OpaquePointer
  private let isSynchronized: Bool
  private let modes: TerminalModes
  /// False before the modes are switched on, and while the process is stopped.
  private var areModesOn = false
  /// Whether tmux is between this program and the terminal.
  private let isWithinTmux: Bool
  private var title = ""
  /// Whether the terminal was asked for images.
  private let asksForImages: Bool
  private var graphics = TerminalGraphics()
  private var sender: PictureSender
  /// The pixels of a cell; nil where the terminal shows no images, or they are not wanted. A change comes as `.resized`.
  public private(set) var cellPixels: PixelSize?
  /// What came while the terminal was asked.
  private var early: [TerminalEvent] = []
  private let needsBackground: (Theme) -> Bool
  private var painter: ScreenPainter
  private var decoder = KeyDecoder()
  private var isOpen = true
  private var isHungUp = false
  /// How many times in a row the terminal announced input and had none; see `drainKeys`.
  private var emptyReads = 0

  /// Takes over the terminal.
  ///
  /// - Parameters:
  ///   - theme: The theme of the first frame.
  ///   - colors: How many colours to use at most; nil uses what the terminal has and `NO_COLOR` allows.
  ///   - wantsMouse: Whether to report the mouse where the terminal has one; its own selection of text is then
  ///     reached with Shift.
  ///   - wantsImages: Whether to ask the terminal if it shows images, and how.
  public init(
    theme: Theme, colors: ColorMode? = nil, wantsMouse: Bool = true, wantsImages: Bool = false
  ) throws(TerminalError) {
    let environment = TerminalEnvironment.current
    let profile = try Self.profile(environment)
    device = try TerminalDevice()
    wakeup = try Waker()
    isUnicode = TerminalEnvironment.adoptEncoding(environment)
    isSynchronized = profile.isSynchronized
    let modes = TerminalModes(usesMouse: wantsMouse && profile.hasMouse, terminalType: profile.name)
    self.modes = modes
    isWithinTmux = environment["TMUX"]?.isEmpty == false
    colorMode = profile.mode(asked: colors, environment: environment)

    // tmux and screen show no images, or only while nothing is drawn over them.
    let isDirect = !isWithinTmux && !["tmux", "screen"].contains { profile.name.hasPrefix($0) }
    asksForImages = wantsImages && isDirect && modes.usesBrackets && colorMode >= .palette256
    sender = PictureSender(firstNumber: Int(getpid() % 40_000) * 100)
    let needsBackground = { @Sendable (theme: Theme) in theme.needsBackground(environment: environment) }
    self.needsBackground = needsBackground
    // What was being written when a signal came may be a string: its end comes first.
    let ending = modes.usesBrackets ? TerminalModes.stringEnd : ""
    let restore = Array(
      (ending + (asksForImages ? KittyImage.removalOfAll : "") + modes.end + profile.restoreSequence)
        .utf8CString)
    var settings = device.savedModes
    signalDescriptor = terminal_guard_begin(device.descriptor, &settings, restore, restore.count - 1)
    guard signalDescriptor >= 0 else { throw TerminalDevice.failure("guarding the terminal") }
    set_escdelay(25)
    let (type, output, input) = (profile.name, device.output, device.input)
    guard let screen = TerminalSize.limiting(device.size, { newterm(type, output, input) }) else {
      terminal_guard_end()
      throw .unknownType(profile.name)
    }
    self.screen = screen
    Self.setModes()
    device.write(modes.begin)
    areModesOn = true
    terminal_guard_collect_output()
    painter = ScreenPainter(
      mode: colorMode, text: CellText(isUnicode: isUnicode), theme: theme, needsBackground: needsBackground)
    size = Size(columns: Int(getmaxx(curses_stdscr())), rows: Int(getmaxy(curses_stdscr())))
    reportedSize = size
    adoptSize()
    reportedSize = size
    if asksForImages { askForImages() }
  }

  deinit { restore() }

  /// Makes `wait` return `.woken`; may be called from any thread, also after the session has ended.
  public var waker: @Sendable () -> Void {
    { @Sendable [wakeup] in wakeup.wake() }
  }

  /// Shows a grid, and pictures over its cells. Cells beyond the screen are cut off; parts of the screen beyond the grid are
  /// blank.
  public func present(_ grid: Grid, pictures: [Picture] = [], theme: Theme) {
    guard isOpen, !isHungUp else { return }
    let hasChanged = painter.draw(grid, theme: theme, size: size)
    guard let way = graphics.imageProtocol else {
      if hasChanged { flush() }
      return
    }
    let screen = Rect(x: 0, y: 0, columns: size.columns, rows: size.rows)
    let shown = pictures.filter { $0.place.intersection(screen) == $0.place }
    let removed = sender.remove(except: shown, by: way)
    if way != .kitty {
      // What is written over a sixel image removes it; ncurses would leave out cells that are blank as before.
      for place in removed.places { wredrawln(curses_stdscr(), Int32(place.y), Int32(place.rows)) }
    }
    let palette = PixelPalette(theme: theme, background: needsBackground(theme) ? nil : graphics.background)
    let images = sender.update(shown, palette: palette, by: way, now: Self.now)
    guard hasChanged || !removed.places.isEmpty || !images.isEmpty else { return }
    flush(before: removed.sequence, after: images)
  }

  /// Whether pictures wait for the next call of `present`: there were too many for one.
  public var isBehind: Bool { sender.isBehind }

  /// Draws everything again, after something else wrote to the screen.
  public func redraw() {
    guard isOpen, !isHungUp else { return }
    clearok(curses_curscr(), true)
    flush(before: forgetPictures())
  }

  /// Shows a title, where the terminal has one; it has its own again when the session ends.
  public func setTitle(_ text: String) {
    guard isOpen, !isHungUp, modes.hasTitle, text != title else { return }
    title = text
    device.write(TerminalModes.title(text))
  }

  /// Puts a text into the terminal's clipboard. False where the terminal is not known to have one that programs reach;
  /// whether it lets them is the person's setting.
  public func copy(_ text: String) -> Bool {
    guard isOpen, !isHungUp, modes.usesBrackets else { return false }
    device.write(TerminalClipboard.copy(text, throughTmux: isWithinTmux))
    return true
  }

  /// Restores the terminal and stops the process, as Ctrl-Z does; returns when it is continued.
  public func suspend() {
    guard isOpen else { return }
    leave()
    terminal_guard_stop()
    reenter()
  }

  /// Ends the session and restores the terminal. Further calls do nothing.
  public func restore() {
    guard isOpen else { return }
    isOpen = false
    leave()
    delscreen(screen)
    device.restoreModes()
    terminal_guard_end()
    terminal_guard_release_output()
  }

  /// Sets the terminal up again after the process was stopped and the shell used it.
  private func reenter() {
    leave()
    adoptSize()
    device.write(modes.begin + (title.isEmpty ? "" : TerminalModes.title(title)))
    areModesOn = true
    redraw()
  }

  /// Restores the terminal's modes and its main screen.
  private func leave() {
    if areModesOn { device.write(forgetPictures() + modes.end) }
    areModesOn = false
    // Leaving the alternate screen twice would put the cursor where it was long ago.
    if !isendwin() { endwin() }
  }

  /// The size of the whole terminal, where that is more than is used of it; nil otherwise.
  public var oversize: Size? {
    device.size.flatMap { $0 == TerminalSize.usable($0) ? nil : $0 }
  }

  /// Adopts the terminal's size if it changed.
  private func adoptSize() {
    guard let actual = device.size.map(TerminalSize.usable), actual != size else { return }
    resize_term(Int32(actual.rows), Int32(actual.columns))
    size = Size(
      columns: max(1, Int(getmaxx(curses_stdscr()))), rows: max(1, Int(getmaxy(curses_stdscr()))))
    painter.invalidate()
    // Terminals differ in what they keep of the old screen, and where.
    clearok(curses_curscr(), true)
    device.write(forgetPictures())
    guard asksForImages else { return }
    graphics.forgetSizes()
    adoptCell()
    // The font may be another, too.
    if areModesOn { device.write(TerminalAnswer.sizeQuestions) }
  }

  /// - Parameters:
  ///   - before: what is written before ncurses draws.
  ///   - images: what is written over it.
  private func flush(before: String = "", after images: [UInt8] = []) {
    wnoutrefresh(curses_stdscr())
    device.write((isSynchronized ? SynchronizedOutput.begin : "") + before)
    doupdate()
    device.write(images)
    if isSynchronized { device.write(SynchronizedOutput.end) }
  }

  /// Takes it that no picture is on the screen, and returns what sees to it where clearing the screen does not.
  private func forgetPictures() -> String {
    sender.forget()
    // Whoever draws does so again, also where nothing else has changed.
    reportedCell = nil
    return graphics.imageProtocol == .kitty ? KittyImage.removalOfAll : ""
  }

  /// Seconds that a terminal has to say whether it shows images; what it says later counts as well.
  private static let patience = 0.2

  private func askForImages() {
    // A character may be inserted into a line instead of writing the line anew, which images do not take part in.
    idcok(curses_stdscr(), false)
    device.write(TerminalAnswer.questions)
    let deadline = Self.now + Self.patience
    while !graphics.isComplete, Self.now < deadline {
      var descriptor = pollfd(fd: device.descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, Self.milliseconds(until: deadline)) > 0 else { continue }
      early += drainKeys(Int32(descriptor.revents))
      if isHungUp { return }
    }
  }

  private func adoptAnswers() {
    let answers = decoder.takeAnswers()
    guard asksForImages, !answers.isEmpty else { return }
    for answer in answers { graphics.adopt(answer) }
    adoptCell()
  }

  private func adoptCell() {
    cellPixels = graphics.cell(window: device.pixelSize, size: device.size ?? size)
  }

  private static func setModes() {
    cbreak()
    noecho()
    nonl()
    keypad(curses_stdscr(), true)
    nodelay(curses_stdscr(), true)
    leaveok(curses_stdscr(), true)
    curs_set(0)
    // ncurses would consume the first bytes of a report and wait for a mouse that it did not turn on.
    keyok(KEY_MOUSE, false)
    // Newer entries of terminfo make keys of these, with codes that differ.
    for report in ["\u{1B}[I", "\u{1B}[O"] { define_key(report, 0) }
  }
}

extension TerminalSession {
  /// Sleeps in `poll(2)` until something happens, and reports it.
  ///
  /// - Parameter timeout: The most seconds to sleep; nil waits for any length of time.
  /// - Returns: The events in order; empty when the time is up.
  public func wait(timeout: Double?) -> [TerminalEvent] {
    precondition(isOpen, "wait after the session has ended")
    let deadline = timeout.map { Self.now + max(0, $0) }
    while true {
      if size != reportedSize || cellPixels != reportedCell {
        (reportedSize, reportedCell) = (size, cellPixels)
        return [.resized(size)]
      }
      if !early.isEmpty {
        defer { early = [] }
        return early
      }
      var descriptors = [
        pollfd(fd: isHungUp ? -1 : device.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: signalDescriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let isReady = poll(&descriptors, nfds_t(descriptors.count), Self.milliseconds(until: deadline)) > 0
      var events: [TerminalEvent] = []
      if isReady {
        if descriptors[1].revents != 0 { events += drainSignals() }
        if descriptors[0].revents != 0 { events += drainKeys(Int32(descriptors[0].revents)) }
        if descriptors[2].revents != 0 {
          wakeup.reset()
          events.append(.woken)
        }
      }
      // A signal may end the sleep without anything to report; its byte is in the pipe on the next turn.
      if !events.isEmpty { return events }
      if let deadline, Self.now >= deadline { return [] }
    }
  }

  private func drainKeys(_ readiness: Int32) -> [TerminalEvent] {
    var codes: [Int32] = []
    if readiness & POLLIN != 0 {
      // A paste may be long: the rest comes with the next call.
      while codes.count < 4096 {
        let code = wgetch(curses_stdscr())
        if code == ERR { break }
        codes.append(code)
      }
    }
    emptyReads = codes.isEmpty ? emptyReads + 1 : 0
    // A terminal that is gone is always ready but has no input: polling it would spin.
    if codes.isEmpty, readiness & (POLLHUP | POLLERR | POLLNVAL) != 0 || emptyReads > 16 {
      isHungUp = true
      return [.hangup]
    }
    defer { adoptAnswers() }
    return decoder.decode(codes)
  }

  private func drainSignals() -> [TerminalEvent] {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = max(0, read(signalDescriptor, &bytes, bytes.count))
    var events: [TerminalEvent] = []
    for signal in bytes[..<count].map(Int32.init) {
      switch signal {
      case SIGWINCH: adoptSize()
      case SIGTSTP: events.append(.key(.control("z")))
      case SIGCONT: if !isHungUp { reenter() }
      default: events.append(.interrupted(signal: signal))
      }
    }
    return events
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private static func milliseconds(until deadline: Double?) -> Int32 {
    guard let deadline else { return -1 }
    // Rounded up: waking too early would spin through the last millisecond. At most a day, which fits an Int32.
    return Int32(min(86_400_000, max(0, ((deadline - now) * 1000).rounded(.up))))
  }
}
