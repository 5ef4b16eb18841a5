extension String {
  /// The folder that a path names its last part in: `a` of `a/b`, `/` of `/b`, nothing of `b`. Foundation's own
  /// property ends the program where the path is a single letter.
  package var parentFolder: String {
    var path = self[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    guard path != "/", let slash = path.lastIndex(of: "/") else { return path == "/" ? "/" : "" }
    var folder = path[..<slash]
    while folder.count > 1, folder.last == "/" { folder.removeLast() }
    return folder.isEmpty ? "/" : String(folder)
  }
}
