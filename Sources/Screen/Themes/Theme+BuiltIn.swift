extension Theme {
  /// The default theme, the same as `themes/dark.yaml`: compiled in, so that the program works wherever it is moved.
  public static let builtIn = Theme(
    slug: "dark", name: "Current", author: "lnn-top", variant: .dark,
    palette: [
      0x0e141c, 0x1c252f, 0x253447, 0x676f79, 0x9ba3ae, 0xc4cdd8, 0xd5dee9, 0xe3ecf7,
      0xf66c69, 0xf69643, 0xe1c841, 0x5ccd82, 0x4fcdce, 0x5caaf1, 0xcc85e2, 0xa3856d,
    ].map { Color(packed: $0) })
}
