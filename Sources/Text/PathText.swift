import Foundation

/// A path from a folder and a name inside it; "" stands for the working directory.
package func joinedPath(_ folder: String, _ name: String) -> String {
  if folder.isEmpty { return name }
  return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
}

extension String {
  /// The folder that a path names its last part in: `a` of `a/b`, `/` of `/b`, nothing of `b`. Foundation's own
  /// property ends the program where the path is a single letter.
  package var parentFolder: String {
    var bytes = Array(utf8CString)
    // `dirname` shortens the copy in place.
    let folder = bytes.withUnsafeMutableBufferPointer { String(cString: dirname($0.baseAddress)) }
    return folder == "." && !hasPrefix(".") ? "" : folder == "//" ? "/" : folder
  }
}
