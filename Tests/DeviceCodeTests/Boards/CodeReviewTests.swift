import TestSupport
import Testing

@Suite("cppcheck", .enabled(if: CodeReview.isAvailable, "make test-device installs it"))
struct CodeReviewTests {
  @Test("A network without faults has none beside advice")
  func clean() throws {
    let review = try CodeReview(of: BoardTests.example)
    #expect(review.findings.filter { !$0.isOfMisra && $0.severity != "information" }.isEmpty)
  }

  @Test("Faults and broken rules are found")
  func faults() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      int net_step(int place);
      int net_step(int place) {
        int table[4] = {1, 2, 3, 4};
        if (place > 4) goto end;
        table[4] = 5;
      end:
        return table[0];
      }
      """, to: "net.c")
    let review = try CodeReview(of: folder.path)
    let fault = review.findings.first { $0.identifier == "arrayIndexOutOfBounds" }
    #expect(fault?.file == "net.c")
    #expect(fault?.line == 5)
    #expect(fault?.severity == "error")
    #expect(review.misraCounts["misra-c2012-15.1"] == 1)
  }
}
