import LnnTop

@main
struct LnnTopMain {
  static func main() {}
}
