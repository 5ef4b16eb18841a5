import Foundation
import Text

/// Quantiles of how long the newest rows took, from 100 ns to three hours, to within 2 %.
///
/// Each row falls into a bucket of a logarithmic scale. Memory is two bytes for each row of the window, and the counts.
public struct LatencyMeter: Codable, Sendable, Hashable {
  private static let shortest = 1e-7
  private static let bucketsPerDecade = 60.0
  private static let bucketCount = 661

  /// The buckets of the newest rows; once it is full, the oldest is at `position`.
  private var newest: [UInt16] = []
  private var position = 0
  private var counts = [Int](repeating: 0, count: Self.bucketCount)
  private let window: Int

  /// - Parameter window: rows that count, at least 1.
  public init(window: Int = 1000) {
    precondition(window >= 1, "a window of \(window) rows")
    self.window = window
  }

  /// Counts a row that took so many seconds. Less than 100 ns counts as that, as does a negative time, where a clock was
  /// set; NaN counts for nothing.
  public mutating func add(_ seconds: Double) {
    guard !seconds.isNaN else { return }
    let place = (log10(max(seconds, Self.shortest) / Self.shortest) * Self.bucketsPerDecade).rounded(.down)
    let bucket = min(Int(saturating: place), Self.bucketCount - 1)
    counts[bucket] += 1
    guard newest.count == window else {
      newest.append(UInt16(bucket))
      return
    }
    counts[Int(newest[position])] -= 1
    newest[position] = UInt16(bucket)
    position = (position + 1) % window
  }

  /// The seconds within which a share of the newest rows was done, such as 0.5 or 0.99; nil without rows.
  public func quantile(_ share: Double) -> Double? {
    guard !newest.isEmpty else { return nil }
    let wanted = share * Double(newest.count)
    var rows = 0
    for (bucket, count) in counts.enumerated() where count > 0 {
      rows += count
      if Double(rows) >= wanted { return Self.middle(of: bucket) }
    }
    return counts.lastIndex { $0 > 0 }.map(Self.middle)
  }

  private static func middle(of bucket: Int) -> Double {
    shortest * pow(10, (Double(bucket) + 0.5) / bucketsPerDecade)
  }
}
