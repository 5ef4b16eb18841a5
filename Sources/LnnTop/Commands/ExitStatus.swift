/// What a command tells the shell.
enum ExitStatus {
  static let success: Int32 = 0
  /// Something went wrong at run time.
  static let failure: Int32 = 1

  /// A signal ended the program, as shells count it.
  static func signal(_ number: Int32) -> Int32 { 128 + number }
}
