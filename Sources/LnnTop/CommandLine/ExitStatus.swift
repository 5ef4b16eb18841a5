/// What a command tells the shell.
package enum ExitStatus {
  static let success: Int32 = 0
  /// Something went wrong at run time.
  static let failure: Int32 = 1
  /// The command line cannot be understood.
  static let usage: Int32 = 2

  /// A signal ended the program, as shells count it.
  static func signal(_ number: Int32) -> Int32 { 128 + number }

  /// What each status means, for documents: the status as they name it, and what happened.
  package static let meanings: [(status: String, meaning: String)] = [
    ("\(success)", "the command did what was asked; also where who reads its output has gone"),
    (
      "\(failure)",
      "it could not, or what came of it is worth nothing, such as a diverged run; stderr says why"
    ),
    ("\(usage)", "the command line cannot be understood; nothing was done"),
    (
      "128 + N",
      "signal N ended it, such as 130 for Ctrl-C and 143 for SIGTERM; what was recorded is complete"
    ),
  ]
}
