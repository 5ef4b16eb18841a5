/// A positional argument that the command's table requires: parsing refused the command line without it.
func required(_ argument: String?) -> String {
  guard let argument else { preconditionFailure("a required argument is absent after parsing") }
  return argument
}
