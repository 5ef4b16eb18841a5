extension HelpGoldens {
  static let taskInit = """
    Usage: lnn-top task init [options] DATA

    Looks at the data and writes a task file: which columns are inputs, target, time
    and sequence, what is missing, how the data are cut up. Every line is a guess
    with its reason beside it, for you to check and change.

    Arguments:
      DATA                        tables with the same columns, or patterns for
                                  several

    Output:
      -o, --out FILE              write the task to FILE (default: stdout)
          --force                 replace FILE where it exists

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let taskCheck = """
    Usage: lnn-top task check [options] TASK

    Reads a task and its data and says what training would see: files, sequences,
    steps, gaps, classes, the parts and whether any row is in two of them, a first
    batch, and the network. Nothing is trained or recorded.

    Arguments:
      TASK                        a task file, or the name of a task that comes with
                                  the program

    Data:
          --data DIR              the folder that the task's files are in (default:
                                  that of the task file)
          --split-like-paper      look at the split of the published code instead

    Output:
          --json                  print one JSON object

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """
}
