import Foundation
import RunStore

/// Finds the run that a person means: a file, the name of one in the directory of runs, or the name that runs were
/// given, of which the newest counts.
enum RunPath {
  static func resolve(_ name: String, locations: Locations) -> String {
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory)
    if name.contains("/") || (exists && !isDirectory.boolValue) { return name }
    let directory = locations.runs
    let candidates = ["\(directory)/\(name)", "\(directory)/\(name).lnnrun"]
    if let file = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) { return file }
    // The newest run first: the listing is sorted so.
    return RunListing.summaries(in: directory).first { $0.name == name }?.path ?? name
  }
}
