/// The version that `--version` prints and runs remember.
let programVersion = "0.1.0"
