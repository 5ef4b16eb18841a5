/// The help texts, whole. After a change of wording, replace them with what the program prints.
enum HelpGoldens {
  static let program = """
    Usage: lnn-top [command] [options]

    htop for liquid neural networks: trains one on your time series and shows every
    neuron's state and time constant live in the terminal. Without a command it
    trains on a simulated lane-keeping drive; the options of train apply.

    Commands:
      train                       train a liquid network on a table and watch it
      replay                      play a recorded run in the dashboard
      attach                      follow a run that another process is recording
      runs                        list recorded runs
      eval                        metrics and predictions of a trained model
      bench                       measure the speed of networks on this machine

    Help:
      -h, --help                  show this help
      -V, --version               show the version

    'lnn-top COMMAND --help' lists the options of a command.

    Exit status: 0 success, 1 failure while running, 2 wrong usage.
    """

  static let train = """
    Usage: lnn-top train [options] DATA

    Trains a liquid network on DATA and shows the loss, every neuron's state and
    every neuron's time constant while it learns. Without a terminal on stdout it
    prints progress lines instead.

    Arguments:
      DATA                        a CSV or TSV file with column names

    Data:
          --inputs NAMES          the columns that the network sees, such as a,b
                                  (default: all others)
          --targets NAMES         the columns that it learns to give (default: the
                                  last)
          --time COLUMN           seconds or dates, for steps that last differently
                                  long (default: every step lasts 1)
          --sequence COLUMN       rows with one value here are one sequence
                                  (default: one sequence)
          --kind regression|classification|forecast
                                  what is to be learnt (default: as the targets
                                  suggest)
          --window N              cut sequences into windows of N steps (default:
                                  whole sequences, or 32 without --sequence)
          --stride N              steps from one training window to the next
                                  (default: an eighth of a window)
          --split A,B,C           shares for training, validation and test, in this
                                  order (default: 75,10,15)
          --horizon N             how many steps ahead a forecast looks (default: 1)
          --missing forward-fill|mask
                                  missing inputs: keep the last value, or add a mask
                                  channel (default: forward-fill)

    Network:
          --model ltc|cfc|cfc-no-gate|cfc-pure
                                  the kind of network (default: ltc)
          --wiring full|random|ncp|auto-ncp
                                  which synapses there are (default: auto-ncp)
          --units N               neurons in all (default: 32)
          --sparsity X            the share of synapses left out; not for the wiring
                                  full (default: 0.5)
          --unfolds N             solver steps within each step of the data
                                  (default: 6)
          --constraints implicit|explicit
                                  keep conductances positive by a softplus, or by
                                  cutting off after each step (default: implicit)
          --backbone-layers N     dense layers of a cfc with the wiring full
                                  (default: 1)
          --backbone-units N      units in each of them (default: 128)
          --input-map affine|linear|none
                                  how inputs are scaled on their way in (default:
                                  affine)
          --output-map affine|linear|none
                                  how states are scaled on their way out (default:
                                  affine)

    Neural circuit policy (--wiring ncp):
          --command-neurons N     neurons between the inter and the motor layer
                                  (default: as auto-ncp)
          --sensory-fanout N      inter neurons that each input reaches (default: as
                                  auto-ncp)
          --inter-fanout N        command neurons that each inter neuron reaches
                                  (default: as auto-ncp)
          --recurrent-synapses N  synapses among the command neurons (default: as
                                  auto-ncp)
          --motor-fanin N         command neurons that reach each motor neuron
                                  (default: as auto-ncp)

    Training:
          --epochs N              passes over the training data (default: 100)
          --steps N               optimiser steps, instead of epochs
          --batch N               windows or sequences in one step (default: 32)
          --learning-rate X       the size of Adam's steps (default: 0.01)
          --clip X                the longest gradient allowed; 0: any (default: 1)
          --seed N                the same seed gives the same network, bit for bit
                                  (default: 1)
          --threads N             threads that compute (default: all cores, at most
                                  8)

    Results:
          --name NAME             what the run is called (default: the data file's)
          --run FILE              record the run in FILE (default: a new file among
                                  the runs)
          --no-run                record nothing
          --model-out FILE        write the trained model to FILE (safetensors)

    Display:
          --headless              print progress lines and draw no dashboard
          --json                  print one JSON object a line and draw no dashboard
          --fps N                 at most N frames a second (default: 15)
          --theme NAME            colours, by the name of a theme
          --glyphs braille|block|ascii
                                  what charts are drawn with (default: as the locale
                                  allows)
      -q, --quiet                 print results and errors only

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let replay = """
    Usage: lnn-top replay [options] RUN

    Plays a recorded run in the same dashboard: play, pause, step, seek, change the
    speed. Without a terminal on stdout it prints the recorded progress lines.

    Arguments:
      RUN                         a run file, or the name of a recorded run

    Playback:
          --speed X               how many times faster than recorded (default: 1)

    Display:
          --headless              print progress lines and draw no dashboard
          --json                  print one JSON object a line and draw no dashboard
          --fps N                 at most N frames a second (default: 15)
          --theme NAME            colours, by the name of a theme
          --glyphs braille|block|ascii
                                  what charts are drawn with (default: as the locale
                                  allows)

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let attach = """
    Usage: lnn-top attach [options] RUN

    Shows a run in the dashboard while another process records it. Without a
    terminal on stdout it prints the progress lines recorded so far.

    Arguments:
      RUN                         a run file, or the name of a recorded run

    Display:
          --headless              print progress lines and draw no dashboard
          --json                  print one JSON object a line and draw no dashboard
          --fps N                 at most N frames a second (default: 15)
          --theme NAME            colours, by the name of a theme
          --glyphs braille|block|ascii
                                  what charts are drawn with (default: as the locale
                                  allows)

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let runs = """
    Usage: lnn-top runs [options] [DIR]

    Lists recorded runs: task, model, steps, best loss, duration, state.

    Arguments:
      DIR                         where the run files are (default: where train
                                  records them)

    Output:
          --json                  print one JSON object a line

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let eval = """
    Usage: lnn-top eval [options] MODEL DATA

    Runs a trained model over all rows of DATA and prints its metrics. The model
    file knows the columns and the normalisation.

    Arguments:
      MODEL                       a model file from train --model-out, or a run
      DATA                        a CSV or TSV file with the columns the model was
                                  trained on

    Output:
          --predictions FILE      write predictions to FILE (CSV)
          --json                  print one JSON object
          --threads N             threads that compute (default: all cores, at most
                                  8)

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let bench = """
    Usage: lnn-top bench [options]

    Measures training steps of some networks, and steps of a stream: how long they
    take, how that compares with the operations that no such network can do without,
    and how much memory they need. Figures are worth most on an idle machine.

    Measurement:
          --threads N             threads that compute (default: all cores, at most
                                  8)
          --repeats N             how often to measure each network (default: 21)
          --only NAME             one network: ltc-dense-32, ltc-ncp-32,
                                  ltc-ncp-302, cfc-32, stream-ltc-dense-32,
                                  stream-ltc-ncp-32, stream-cfc-32 (default: all)

    Output:
          --json                  print one JSON object

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """
}
