import CNcurses
import CTerminalGuard
import Glibc
import Screen

/// The terminal while the dashboard is on it: draws grids, reports keys, and gives the terminal back as it was in
/// every way out (`restore()`, `exit`, a signal, a crash).
///
/// One session at a time, used from one thread; only `waker` may be called from others. What other code writes to
/// standard output and standard error meanwhile is kept and printed when the session ends.
public final class TerminalSession {
  /// How many colours are drawn with.
  public let colorMode: ColorMode
  /// False where the locale has no more than ASCII.
  public let isUnicode: Bool
  /// The size of the screen, at least 1 by 1.
  public internal(set) var size: Size

  /// The size that `wait` reported last.
  var reportedSize: Size
  let device: TerminalDevice
  let wakeup: Waker
  let signalDescriptor: Int32
  private let screen: OpaquePointer
  private let isSynchronized: Bool
  /// False where the terminal has no mouse or none is wanted.
  private let usesMouse: Bool
  private var painter: ScreenPainter
  var decoder = KeyDecoder()
  var isOpen = true
  var isHungUp = false
  /// How many times the terminal said there was input and had none; see `drainKeys`.
  var emptyReads = 0

  /// Takes over the terminal.
  ///
  /// - Parameters:
  ///   - theme: The theme of the first frame.
  ///   - colors: How many colours to use at most; nil uses what the terminal has and `NO_COLOR` allows.
  ///   - wantsMouse: Whether to report the mouse where the terminal has one; its own selection of text is then
  ///     reached with Shift.
  public init(theme: Theme, colors: ColorMode? = nil, wantsMouse: Bool = true) throws(TerminalError) {
    let environment = TerminalEnvironment.current
    let profile = try Self.profile(environment)
    device = try TerminalDevice()
    wakeup = try Waker()
    isUnicode = TerminalEnvironment.adoptEncoding(environment)
    isSynchronized = profile.isSynchronized
    usesMouse = wantsMouse && profile.hasMouse
    colorMode = profile.mode(asked: colors, environment: environment)

    let restore = Array(((usesMouse ? MouseReport.end : "") + profile.restoreSequence).utf8CString)
    var modes = device.savedModes
    signalDescriptor = terminal_guard_begin(device.descriptor, &modes, restore, restore.count - 1)
    guard signalDescriptor >= 0 else { throw TerminalDevice.failure("guarding the terminal") }
    set_escdelay(25)
    guard let screen = newterm(profile.name, device.output, device.input) else {
      terminal_guard_end()
      throw .unknownType(profile.name)
    }
    self.screen = screen
    Self.setModes()
    if usesMouse { device.write(MouseReport.begin) }
    terminal_guard_collect_output()
    painter = ScreenPainter(mode: colorMode, text: CellText(isUnicode: isUnicode), theme: theme) {
      $0.needsBackground(environment: environment)
    }
    size = Size(columns: Int(getmaxx(curses_stdscr())), rows: Int(getmaxy(curses_stdscr())))
    reportedSize = size
    adoptSize()
    reportedSize = size
  }

  deinit { restore() }

  /// Makes `wait` return `.woken`; may be called from any thread, also after the session has ended.
  public var waker: @Sendable () -> Void {
    { @Sendable [wakeup] in wakeup.wake() }
  }

  /// Shows a grid. What lies beyond the screen is cut off, what the grid leaves free is blank.
  public func present(_ grid: Grid, theme: Theme) {
    guard isOpen, !isHungUp, painter.draw(grid, theme: theme, size: size) else { return }
    flush()
  }

  /// Draws everything anew, for when something else wrote to the screen.
  public func redraw() {
    guard isOpen, !isHungUp else { return }
    clearok(curses_curscr(), true)
    flush()
  }

  /// Stops the process as Ctrl-Z does, with the terminal given back; returns when it is continued.
  public func suspend() {
    guard isOpen else { return }
    leave()
    terminal_guard_stop()
    reenter()
  }

  /// Gives the terminal back; the session is over. Calling it again does nothing.
  public func restore() {
    guard isOpen else { return }
    isOpen = false
    leave()
    delscreen(screen)
    device.restoreModes()
    terminal_guard_end()
    terminal_guard_release_output()
  }

  /// Takes the terminal back after the process was stopped: the shell has had it meanwhile.
  func reenter() {
    leave()
    adoptSize()
    if usesMouse { device.write(MouseReport.begin) }
    redraw()
  }

  /// Puts the terminal's modes and its first screen back.
  private func leave() {
    if usesMouse { device.write(MouseReport.end) }
    // Leaving the second screen twice would put the cursor where it was long ago.
    if !isendwin() { endwin() }
  }

  /// Takes over the terminal's size where it changed.
  func adoptSize() {
    guard let actual = device.size, actual != size else { return }
    resize_term(Int32(actual.rows), Int32(actual.columns))
    size = Size(
      columns: max(1, Int(getmaxx(curses_stdscr()))), rows: max(1, Int(getmaxy(curses_stdscr()))))
    painter.invalidate()
    // Terminals differ in what they keep of the old screen, and where.
    clearok(curses_curscr(), true)
  }

  private func flush() {
    wnoutrefresh(curses_stdscr())
    if isSynchronized { device.write(SynchronizedOutput.begin) }
    doupdate()
    if isSynchronized { device.write(SynchronizedOutput.end) }
  }

  private static func setModes() {
    cbreak()
    noecho()
    nonl()
    keypad(curses_stdscr(), true)
    nodelay(curses_stdscr(), true)
    leaveok(curses_stdscr(), true)
    curs_set(0)
    // ncurses would take the first bytes of a report for itself and wait for a mouse that it did not turn on.
    keyok(KEY_MOUSE, false)
  }
}
