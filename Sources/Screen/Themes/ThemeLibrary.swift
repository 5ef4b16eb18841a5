/// The themes to choose from: the built-in one and those found in files.
public struct ThemeLibrary: Sendable, Hashable {
  /// The most files read from one directory.
  static let maximumFiles = 2_000

  /// Never empty: the built-in theme (or a file of the same slug) comes first, then the others by slug.
  public private(set) var themes: [Theme]
  /// The path of each theme's file by slug; none for the built-in one.
  public private(set) var files: [String: String] = [:]
  /// Files that could not be used, each with why.
  public private(set) var warnings: [ThemeError] = []

  /// Reads every theme in the directories. Of two files with the same slug the first counts; missing directories are
  /// skipped.
  public init(directories: [String] = []) {
    var found: [String: Theme] = [:]
    for directory in directories {
      let names = SmallFile.names(in: directory).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
      for name in names.prefix(Self.maximumFiles) where found[SmallFile.stem(of: name)] == nil {
        do {
          let path = "\(directory)/\(name)"
          let theme = try ThemeFile.read(path: path)
          found[theme.slug] = theme
          files[theme.slug] = path
        } catch {
          warnings.append(error)
        }
      }
    }
    let first = found.removeValue(forKey: Theme.builtIn.slug) ?? .builtIn
    themes = [first] + found.values.sorted { $0.slug < $1.slug }
  }

  /// The index of a theme by its slug, or else its name; case is ignored.
  public func index(named name: String) -> Int? {
    let wanted = name.lowercased()
    return themes.firstIndex { $0.slug.lowercased() == wanted }
      ?? themes.firstIndex { $0.name.lowercased() == wanted }
  }
}
