import Foundation
import RunStore

/// Finds the run that a person means: a file, or the name of one in the directory of runs.
enum RunPath {
  static func resolve(_ name: String, locations: Locations) -> String {
    if FileManager.default.fileExists(atPath: name) || name.contains("/") { return name }
    let directory = RunDirectory.default(environment: locations.environment)
    let candidates = ["\(directory)/\(name)", "\(directory)/\(name).lnnrun"]
    return candidates.first { FileManager.default.fileExists(atPath: $0) } ?? name
  }
}
