/// The program's name and version, as `--version` prints and run files record them.
public enum ProgramVersion {
  public static let name = "lnn-top"
  public static let number = "0.1.0"
  /// `lnn-top 0.1.0`
  public static let line = "\(name) \(number)"
}
