import LnnTop
import Testing

@Suite struct BenchOptionsTests {
  @Test func everyOptionSetsItsValue() throws {
    #expect(try parsed(["bench"]) == BenchOptions())
    var options = BenchOptions()
    options.json = true
    options.threads = 3
    options.repeats = 5
    options.only = "ltc-ncp-32"
    #expect(
      try parsed(words("bench --json --threads 3 --repeats 5 --only ltc-ncp-32"))
        == options)
  }

  @Test func anUnknownNetworkIsToldWhichThereAre() {
    let error = #expect(throws: UsageError.self) { try Commands.parse(words("bench --only lct")) }
    for name in Workload.names { #expect(error?.description.contains(name) == true, "\(name)") }
  }

  @Test(arguments: ["--repeats 0", "--threads 0", "--repeats some"])
  func whatCannotBeMeasuredIsRefused(option: String) {
    #expect(throws: UsageError.self) { try Commands.parse(words("bench \(option)")) }
  }

  @Test func namesAreDistinct() {
    #expect(Set(Workload.names).count == Workload.names.count)
  }
}
