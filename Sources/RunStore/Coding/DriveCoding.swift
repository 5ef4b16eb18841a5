import Telemetry

/// A drive as a blob: a format byte (1; 2 with a perturbed path), then arrays packed by `FloatPacking`, all exact: the
/// road, its half width and duration, and for each path times, places, offsets and figures. The figures are the moment the
/// lane was left (NaN where it never was), seconds in the lane, mean and largest offset, metres in the lane and the
/// wheel's rate.
package enum DriveCoding {
  private static let format: UInt8 = 1
  private static let formatWithPerturbed: UInt8 = 2
  private static let figureCount = 6

  package static func encode(_ drive: Drive) -> [UInt8] {
    var bytes = [drive.perturbed == nil ? format : formatWithPerturbed]
    FloatPacking.single.append(drive.road, to: &bytes)
    FloatPacking.single.append([drive.laneHalfWidth, drive.duration], to: &bytes)
    for path in [drive.nominal, drive.perturbed].compactMap({ $0 }) {
      let figures = path.figures
      FloatPacking.single.append(path.times, to: &bytes)
      FloatPacking.single.append(path.places, to: &bytes)
      FloatPacking.single.append(path.offsets, to: &bytes)
      FloatPacking.single.append(
        [
          path.leftLane ?? .nan, figures.secondsInLane, figures.meanOffset, figures.largestOffset,
          figures.metresInLane, figures.wheelRate,
        ], to: &bytes)
    }
    return bytes
  }

  /// Nil where the bytes are not exactly one drive.
  package static func drive(from bytes: [UInt8]) -> Drive? {
    let hasPerturbed = bytes.first == formatWithPerturbed
    guard hasPerturbed || bytes.first == format else { return nil }
    var rest = bytes.dropFirst()
    guard let road = FloatPacking.take(from: &rest), let sizes = FloatPacking.take(from: &rest),
      sizes.count == 2, let nominal = path(from: &rest)
    else { return nil }
    var drive = Drive(road: road, laneHalfWidth: sizes[0], duration: sizes[1], nominal: nominal)
    if hasPerturbed {
      guard let perturbed = path(from: &rest) else { return nil }
      drive.perturbed = perturbed
    }
    return rest.isEmpty ? drive : nil
  }

  private static func path(from bytes: inout ArraySlice<UInt8>) -> DrivenPath? {
    guard let times = FloatPacking.take(from: &bytes), let places = FloatPacking.take(from: &bytes),
      let offsets = FloatPacking.take(from: &bytes), let figures = FloatPacking.take(from: &bytes),
      figures.count == figureCount
    else { return nil }
    return DrivenPath(
      times: times, places: places, offsets: offsets, leftLane: figures[0].isNaN ? nil : figures[0],
      figures: DriveFigures(
        secondsInLane: figures[1], meanOffset: figures[2], largestOffset: figures[3],
        metresInLane: figures[4], wheelRate: figures[5]))
  }
}
