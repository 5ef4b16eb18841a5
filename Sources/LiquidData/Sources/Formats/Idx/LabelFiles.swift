/// The files of labels that belong to files of images.
struct LabelFiles {
  private let labelPaths: [String: String]
  private let folder: String
  private let limits: ReadingLimits

  /// - Parameter labels: for each file of images that of its labels, as the task names them.
  init(_ labels: [String: String], folder: String, limits: ReadingLimits) throws(DataError) {
    var paths: [String: String] = [:]
    for (images, labels) in labels.sorted(by: { $0.key < $1.key }) {
      let path = joinedPath(folder, images)
      if paths.updateValue(joinedPath(folder, labels), forKey: realPath(path)) != nil {
        throw DataError(.namedTwice, file: path)
      }
    }
    labelPaths = paths
    self.folder = folder
    self.limits = limits
  }

  /// The labels' bytes and the file they are in; nil where the task names none.
  func labels(of images: OpenFile) throws(DataError) -> (bytes: [UInt8], file: String)? {
    guard let path = labelPaths[realPath(images.path)] else { return nil }
    var bytes: [UInt8] = []
    try FileVisitor(limits: limits).visit(path: path) { file throws(DataError) in
      bytes = try file.reader.all(limit: limits.bytesInMemory, file: path)
    }
    return (bytes, path)
  }

  /// Throws where labels are named for a file that is not read.
  func checkAllUsed(by paths: [String]) throws(DataError) {
    let read = Set(paths.map(realPath))
    if let unused = labelPaths.keys.sorted().first(where: { !read.contains($0) }) {
      throw DataError(
        .badSources(reason: "labels are named for this file, and it is not among the files"), file: unused)
    }
  }
}
