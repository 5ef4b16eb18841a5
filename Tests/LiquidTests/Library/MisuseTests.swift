import Liquid
import TestSupport
import Testing

/// What a developer may do wrong with the library. Mistakes in data and options are errors that say what is wrong;
/// mistakes in the program end it with a message, in optimised builds too.
@Suite struct MisuseTests {
  @Test(arguments: Misuse.all)
  func aMistakeInDataOrOptionsIsAnErrorInWords(_ misuse: Misuse) throws {
    do {
      try misuse.run()
      Issue.record("\(misuse) goes by in silence")
    } catch {
      let text = "\(error)"
      #expect(text.contains(misuse.words), "\(misuse): \(text)")
      #expect(!text.contains("\n") && text.first?.isUppercase == false, "\(text)")
    }
  }

  @Test(arguments: FatalMisuses.all.indices)
  func aMistakeInTheProgramEndsItWithWords(_ index: Int) async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [index] in
      try FatalMisuses.all[index].run()
    }
    #expect(FatalMisuses.all[index].fault(standardError: result?.standardErrorContent) == nil)
  }
}
