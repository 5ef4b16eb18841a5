import Foundation
import LnnTop

@main
struct LnnTopMain {
  static func main() {
    exit(Program.main(arguments: Array(CommandLine.arguments.dropFirst())))
  }
}
