import Glibc

/// The environment variables that say what the terminal is.
enum TerminalEnvironment {
  private static let names = ["TERM", "COLORTERM", "COLORFGBG", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG"]

  static var current: [String: String] {
    var values: [String: String] = [:]
    for name in names {
      if let value = getenv(name) { values[name] = String(cString: value) }
    }
    return values
  }

  /// Sets the character encoding as the environment asks; true where it is UTF-8.
  ///
  /// Only the encoding: a locale's decimal comma would change how C libraries read numbers.
  static func adoptEncoding(_ environment: [String: String]) -> Bool {
    let adopted = setlocale(LC_CTYPE, "")
    let wanted = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    // Machines often lack the locale that a login brought along, and containers say nothing: terminals speak UTF-8.
    let isUTF8Wanted = wanted.map { $0.uppercased().contains("UTF") } ?? true
    if (adopted == nil || wanted == nil) && isUTF8Wanted { setlocale(LC_CTYPE, "C.UTF-8") }
    return nl_langinfo(Int32(CODESET)).map { String(cString: $0) == "UTF-8" } ?? false
  }
}
