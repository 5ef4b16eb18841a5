/// Everything that `lnn-top themes` can be told.
public struct ThemesOptions: Sendable, Hashable, CommandOptions {
  /// The theme to look at; nil: all.
  public var name: String?
  /// One JSON object a line instead of a preview.
  public var json = false
  public var colors = ColorChoice.auto

  public init() {}

  mutating func adopt(_ loaded: LoadedSettings) { colors = loaded.settings.colors }

  static let table = CommandTable<ThemesOptions>(
    name: "themes",
    summary: "preview the colour themes",
    details: """
      Shows every theme: its name, its variant, where it comes from and a sample of each role in its colours; plain \
      text where stdout has no colours. With NAME, shows a sample panel and the contrast of each role.
      """,
    positionals: [.optional("NAME", \.name, "the theme to look at")],
    groups: [
      OptionGroup(
        "Output",
        [
          .flag("json", \.json, "print one JSON object a line"),
          .value("color", \.colors, .choice(), "how many colours to use at most"),
        ])
    ])
}
