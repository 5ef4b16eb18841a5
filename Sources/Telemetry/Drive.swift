/// A drive of a car by the network along a road that it was not trained on.
public struct Drive: Sendable, Hashable {
  /// The lane's middle seen from above, `[points, 2]` as x and y in metres.
  public var road: [Float]
  /// Metres from there to the lane's edge.
  public var laneHalfWidth: Float
  /// Seconds that a whole drive takes.
  public var duration: Float
  public var nominal: DrivenPath
  /// The same drive with the active perturbations and interventions; nil where none is active.
  public var perturbed: DrivenPath?

  public init(
    road: [Float], laneHalfWidth: Float, duration: Float, nominal: DrivenPath, perturbed: DrivenPath? = nil
  ) {
    self.road = road
    self.laneHalfWidth = laneHalfWidth
    self.duration = duration
    self.nominal = nominal
    self.perturbed = perturbed
  }

  /// Whether all arrays agree in length, so that a screen may rely on them. Values may be anything.
  var isWhole: Bool {
    road.count % 2 == 0 && nominal.isWhole && perturbed?.isWhole ?? true
  }
}

/// Where a car went.
public struct DrivenPath: Sendable, Hashable {
  /// Seconds since the start, `[points]`; they end where the drive did.
  public var times: [Float]
  /// The car seen from above, `[points, 2]` as x and y in metres.
  public var places: [Float]
  /// Metres to the left of the lane's middle, `[points]`.
  public var offsets: [Float]
  /// Seconds until the lane was first left; nil where it never was.
  public var leftLane: Float?
  public var figures: DriveFigures

  public init(
    times: [Float], places: [Float], offsets: [Float], leftLane: Float? = nil, figures: DriveFigures
  ) {
    self.times = times
    self.places = places
    self.offsets = offsets
    self.leftLane = leftLane
    self.figures = figures
  }

  var isWhole: Bool { places.count == 2 * times.count && offsets.count == times.count }
}

/// How well a car was driven.
public struct DriveFigures: Sendable, Hashable, Codable {
  public var secondsInLane: Float
  /// Metres from the lane's middle.
  public var meanOffset: Float
  public var largestOffset: Float
  /// Metres until the lane was first left; the whole drive where it never was.
  public var metresInLane: Float
  /// How fast the wheel was turned, root mean square in degrees a second: less is smoother.
  public var wheelRate: Float

  public init(
    secondsInLane: Float, meanOffset: Float, largestOffset: Float, metresInLane: Float, wheelRate: Float
  ) {
    self.secondsInLane = secondsInLane
    self.meanOffset = meanOffset
    self.largestOffset = largestOffset
    self.metresInLane = metresInLane
    self.wheelRate = wheelRate
  }
}
