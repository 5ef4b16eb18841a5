// swift-tools-version: 6.0
import PackageDescription

// A package of somebody else, with programs that use the library as a stranger does: OutsideTests builds and runs them.
// A new program is a folder in Programs and its line here, with the library products that it needs.
let programs: KeyValuePairs = [
  "learns-a-sine": ["Liquid"],
  "trains-and-streams": ["Liquid", "LiquidData"],
  "predicts-rows": ["LiquidData"],
  "looks-inside": ["Liquid", "LiquidData"],
  "learns-online": ["Liquid"],
]

let package = Package(
  name: "outside",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "lnn-top", path: "../..")],
  targets: programs.map { name, products in
    .executableTarget(
      name: name, dependencies: products.map { .product(name: $0, package: "lnn-top") },
      path: "Programs/\(name)")
  },
  swiftLanguageModes: [.v6]
)
