/// Whether a file that begins so is packed: gzip, bzip2, xz, zstd, or an archive of tar or zip.
func isPacked(_ head: some Collection<UInt8>) -> Bool {
  let head = Array(head)
  let magics: [[UInt8]] = [
    [0x1F, 0x8B], Array("BZh".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], [0x28, 0xB5, 0x2F, 0xFD],
    Array("PK\u{3}\u{4}".utf8),
  ]
  if magics.contains(where: head.starts(with:)) { return true }
  return head.count >= 262 && head[257..<262].elementsEqual("ustar".utf8)
}
