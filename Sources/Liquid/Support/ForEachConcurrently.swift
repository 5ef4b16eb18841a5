import Dispatch

/// Runs `body` for 0 ..< `count`, each on its own thread where there are several, and returns when all are done.
package func forEachConcurrently(_ count: Int, _ body: (Int) -> Void) {
  guard count > 1 else {
    if count == 1 { body(0) }
    return
  }
  // The compiler writes the length of this file's path into the program here, which must not depend on the folder.
  #sourceLocation(file:"concurrently",line:1)
  withoutActuallyEscaping(body) { body in
    let job = ConcurrentJob(body: body)
    DispatchQueue.concurrentPerform(iterations: count) { job.body($0) }
  }
  #sourceLocation()
}

// Unchecked, but sound: callers make each iteration touch its own worker and shards only, and the values that all
// iterations read do not change before `concurrentPerform` has returned.
private struct ConcurrentJob: @unchecked Sendable {
  let body: (Int) -> Void
}
