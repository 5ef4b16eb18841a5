import Glibc

/// C strings with a null pointer behind the last, as `main` gets them; they live as long as this object.
final class CStrings {
  /// The strings, without the null pointer.
  let pointers: [UnsafePointer<CChar>?]
  /// `argv` for C functions, which may reorder it. Valid while the object lives; sound because the buffer
  /// is allocated here, holds `pointers.count` + 1 elements, and is freed only in `deinit`.
  let terminated: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let owned: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) {
    owned = strings.map { strdup($0) }
    pointers = owned.map { $0.map { UnsafePointer($0) } }
    terminated = .allocate(capacity: owned.count + 1)
    for (index, string) in owned.enumerated() { terminated.advanced(by: index).initialize(to: string) }
    terminated.advanced(by: owned.count).initialize(to: nil)
  }

  deinit {
    for string in owned { free(string) }
    terminated.deallocate()
  }
}
