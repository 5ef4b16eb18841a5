import Foundation

/// An error that says in one line what is wrong and what to do about it, wherever it is shown: `localizedDescription`,
/// which alerts and logs of apps show, has the same words as `description`.
package protocol WordedError: LocalizedError, CustomStringConvertible {}

extension WordedError {
  public var errorDescription: String? { description }
}

/// The system's own words for why a file could not be read or written.
package enum FileFailure {
  package static func reason(_ error: any Error) -> String {
    let error = error as NSError
    if let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError,
      underlying.domain == NSPOSIXErrorDomain
    {
      return String(cString: strerror(Int32(underlying.code)))
    }
    if error.code == CocoaError.fileReadNoSuchFile.rawValue
      || error.code == CocoaError.fileNoSuchFile.rawValue
    {
      return "no such file"
    }
    return error.localizedDescription
  }
}
