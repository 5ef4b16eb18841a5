import Dispatch

/// Where a replay gets the time from; tests crank one by hand.
public protocol ReplayClock: Sendable {
  /// Seconds since some fixed moment, never going back.
  var now: Double { get }
}

/// The time since the machine started.
public struct MonotonicClock: ReplayClock {
  public init() {}

  public var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
}
