import Foundation
import LnnTop
import Testing

@Suite struct LocationsTests {
  @Test func themesAreLookedForInConfigurationDataAndInstallation() {
    let installed = Locations(
      environment: ["XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d"], executable: "/opt/x/bin/lnn-top")
    #expect(
      installed.themeDirectories == ["/c/lnn-top/themes", "/d/lnn-top/themes", "/opt/x/share/lnn-top/themes"])
  }

  @Test func aProgramThatWasJustBuiltFindsItsPackage() {
    let built = Locations(
      environment: ["HOME": "/h", "XDG_DATA_HOME": "relative"], executable: "/p/.build/x/release/lnn-top")
    #expect(built.themeDirectories.first == "/h/.config/lnn-top/themes")
    #expect(built.sharedDirectories("sample-data").first == "/h/.local/share/lnn-top/sample-data")
    #expect(built.sharedDirectories("sample-data").last == "/p/sample-data")
  }

  @Test func withoutAnythingKnownThereIsNowhereToLook() {
    let nowhere = Locations(environment: [:], executable: "")
    #expect(nowhere.themeDirectories.isEmpty)
    #expect(nowhere.sharedDirectories("sample-data").isEmpty)
  }

  @Test func theSamplesOfThisPackageAreFound() {
    let files = Locations.current.sharedDirectories("sample-data").map { "\($0)/tasks/lane-keeping.yaml" }
    #expect(files.contains(where: FileManager.default.isReadableFile))
  }
}
