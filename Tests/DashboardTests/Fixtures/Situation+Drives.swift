import Dashboard
import Screen
import Telemetry

extension Situation {
  /// A car that the network drives: well, badly with a neuron silenced, and as no car ever drove.
  static var drives: [Situation] {
    var well = RunFixture().frame()
    well.drive = DriveFixture().drive
    var badly = RunFixture().frame(interventions: [Intervention(kind: .silence, neuron: 4)])
    badly.drive = DriveFixture(leavesAt: 90).drive
    var broken = RunFixture().frame()
    broken.drive = DriveFixture(isBroken: true).drive
    let zoomed: [(name: String, keys: [KeyEvent])] = [("zoomed", ["f", "f", "z"])]
    return [
      Situation("drive", .fixture(frame: well), pressing: ["5"], otherViews: zoomed),
      Situation("drive-perturbed", .fixture(frame: badly), pressing: ["5", "("], otherViews: zoomed),
      Situation("drive-broken", .fixture(frame: broken), pressing: ["5"]),
    ]
  }
}
