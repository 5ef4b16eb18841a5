import CNcurses
import Glibc
import Screen

extension TerminalSession {
  /// Sleeps in `poll(2)` until something happens, and reports it.
  ///
  /// - Parameter timeout: Seconds to sleep at most; nil sleeps for as long as it takes.
  /// - Returns: What happened, in order; empty when the time is up.
  public func wait(timeout: Double?) -> [TerminalEvent] {
    precondition(isOpen, "wait on a terminal that was given back")
    let deadline = timeout.map { Self.now + max(0, $0) }
    while true {
      if size != reportedSize {
        reportedSize = size
        return [.resized(size)]
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
      // A signal may have ended the sleep without anything to report; its byte is in the pipe by the next turn.
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
    // A terminal that is gone is always ready and never has anything: sleeping on it would spin.
    if codes.isEmpty, readiness & (POLLHUP | POLLERR | POLLNVAL) != 0 || emptyReads > 16 {
      isHungUp = true
      return [.hangup]
    }
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
    // Rounded up: waking too early would spin through the last millisecond. A day is as good as longer.
    return Int32(min(86_400_000, max(0, ((deadline - now) * 1000).rounded(.up))))
  }
}
