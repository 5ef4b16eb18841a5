import Foundation
import RunStore
import Sweeps
import TestSupport
import Testing

@Suite struct SweepLeadTests {
  private let temporary: TemporaryFolder
  private let folder: SweepFolder
  /// The claim of a process on another machine, whose state is unknown here.
  private let far = SweepClaim(
    process: ProcessIdentity(space: "another machine", pid: 17, birth: "1"), machine: "ada")

  init() throws {
    temporary = try TemporaryFolder()
    folder = SweepFolder(path: temporary.path("sweep"))
    try folder.prepare()
  }

  private func write(_ claim: SweepClaim) throws {
    try JSONEncoder().encode(claim).write(to: URL(filePath: folder.claimPath(SweepLead.key)))
  }

  @Test("One process leads, until it gives the lead up")
  func one() throws {
    let lead = try SweepLead(folder, clock: { 0 }, pause: { _ in })
    let error = #expect(throws: SweepFolderError.self) {
      try SweepLead(
        folder, clock: { 0 }, pause: { _ in Issue.record("a process that can be seen is not waited for") })
    }
    #expect(error?.description.contains("leads the sweep") == true)
    lead.end()
    #expect(folder.claimedKeys().isEmpty && folder.beat(of: SweepLead.key) == nil)
    try SweepLead(folder, clock: { 0 }, pause: { _ in }).end()
  }

  @Test("The lead of another machine is taken over where its beat stood still, by the clock of this one")
  func stoodStill() throws {
    try write(far)
    folder.beat(SweepLead.key, count: 4)
    var (now, looks) = (1_000.0, 0)
    let lead = try SweepLead(
      folder, clock: { now },
      pause: { other in
        #expect(other == far)
        looks += 1
        now += 1
      })
    #expect(looks == Int(ClaimWatch.patience))
    #expect(!folder.holds(far, SweepLead.key))
    lead.end()
  }

  @Test("The lead of another machine stands where its beat goes on", arguments: [nil, 4])
  func goesOn(before: Int?) throws {
    try write(far)
    if let before { folder.beat(SweepLead.key, count: before) }
    var now = 0.0
    let error = #expect(throws: SweepFolderError.self) {
      try SweepLead(
        folder, clock: { now },
        pause: { _ in
          now += 30
          if now == 60 { folder.beat(SweepLead.key, count: (before ?? 0) + 1) }
        })
    }
    #expect(now == 60)
    #expect(error?.description.contains("17 on ada") == true)
    #expect(folder.holds(far, SweepLead.key))
  }
}
