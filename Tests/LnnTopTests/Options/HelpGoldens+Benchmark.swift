extension HelpGoldens {
  static let benchmark = """
    Usage: lnn-top benchmark [options] TASK

    Trains several kinds of networks on TASK, each with several seeds, and prints
    what they came to: means and standard deviations of the test results. Every run
    is a run file that can be watched with attach and compared; called again, the
    command reuses what is finished and goes on with the rest. To measure the speed
    of this machine, see 'lnn-top bench'.

    Arguments:
      TASK                        a CSV or TSV file with column names, or a task
                                  file

    Comparison:
          --models NAMES          the networks, with dense readouts but for -ncp:
                                  ltc, ltc-ncp, ltc-mm, cfc, cfc-ncp, cfc-mm,
                                  cfc-no-gate, cfc-pure, lstm, gru, ct-rnn,
                                  neural-ode, ct-gru (default: ltc, ltc-ncp, cfc,
                                  cfc-ncp, cfc-mm, lstm, gru, ct-rnn, neural-ode,
                                  ct-gru)
          --seeds N               runs of each network, with the seeds 1, 2 and so
                                  on (default: 5)
          --out DIR               the folder for the run files (default: named after
                                  the task, among the runs)
          --jobs N                runs at the same time, of one thread each
                                  (default: one a core)
          --format text|markdown|json
                                  how the results are written (default: text)
          --json                  the same as --format json
      -q, --quiet                 print no progress

    Data:
          --task FILE             a task file, or the name of a task; the same as
                                  for DATA
          --data DIR              the folder that a task's files are in (default:
                                  that of the task file)
          --inputs NAMES          the columns that the network sees, such as a,b
                                  (default: all others)
          --targets NAMES         the columns that it learns to give (default: the
                                  last)
          --time COLUMN           seconds or dates, for steps that last differently
                                  long (default: every step lasts 1)
          --sequence COLUMN       rows with one value here are one sequence
                                  (default: one sequence)
          --categories NAMES      columns of numbers whose values are categories
                                  (default: none)
          --kind regression|classification|forecast
                                  what is to be learnt (default: as the targets
                                  suggest)
          --window N              cut sequences into windows of N steps (default:
                                  whole sequences, or 32 without --sequence)
          --stride N              steps from one training window to the next
                                  (default: an eighth of a window)
          --split A,B,C           shares for training, validation and test, in this
                                  order (default: 75,10,15)
          --split-by auto|time|sequence|file|windows
                                  what these shares are of (default: auto)
          --shuffle N             deal sequences or files out in a random order that
                                  N seeds (default: their own order)
          --split-like-paper      deal a task's data out as published code does,
                                  although its test rows are trained on
          --horizon N             how many steps ahead a forecast looks (default: 1)
          --missing forward-fill|mask|fill-and-mask|drop
                                  missing inputs: keep the last value, add a mask
                                  channel, both, or leave the row out (default:
                                  forward-fill)
          --time-features NAMES   inputs derived from the dates in the time column,
                                  such as hour-of-day,weekend (default: none)
          --sort-by-time          bring the rows of each file into the order of
                                  their times first
          --resample X            take means over steps of this length, in the time
                                  column's unit (default: steps as they are)
          --thinning X            the share of rows left out at random, so that
                                  times become irregular (default: 0)
          --scaling standard|range|none
                                  how inputs are scaled (default: standard)
          --target-scaling standard|range|none
                                  how targets are scaled (default: standard)
          --metric accuracy|f1|auc|mae|mse|nmse|rmse
                                  the figure that results are compared by (default:
                                  accuracy, or mae for numbers)

    Network:
          --units N               neurons in all (default: 32)
          --sparsity X            the share of synapses left out; not for the wiring
                                  full (default: 0.5)
          --unfolds N             solver steps within each step of the data, for
                                  ltc, ct-rnn and neural-ode (default: 6)
          --solver fused|euler|rk4
                                  how those steps are made, for ltc, ct-rnn and
                                  neural-ode (default: fused; rk4 for neural-ode)
          --constraints implicit|explicit
                                  keep an ltc's conductances positive by a softplus,
                                  or by cutting off after each step (default:
                                  implicit)
          --backbone-layers N     dense layers of a cfc with the wiring full
                                  (default: 1)
          --backbone-units N      units in each of them (default: 128)
          --activation lecun-tanh|silu|relu|tanh|gelu
                                  what follows each of them (default: lecun-tanh)
          --heads strict|ncps     synapses of a wired cfc: strictly the wiring's, or
                                  those of the ncps package, which can then load it
                                  (default: strict)
          --input-map affine|linear|none
                                  how an ltc or cfc scales inputs on their way in
                                  (default: affine)
          --output-map affine|linear|none
                                  how it scales states on their way out (default:
                                  affine)

    Training:
          --epochs N              passes over the training data (default: 100)
          --steps N               optimiser steps, instead of epochs
          --patience N            end after N epochs in a row without a better
                                  validation (default: go on)
          --select loss|metric    keep the weights of the epoch with the best
                                  validation loss, or with the best metric (default:
                                  loss)
          --batch N               windows or sequences in one step (default: 16)
          --checkpoint-every N    keep the state of every Nth step alone and compute
                                  the others twice: less memory for long sequences
                                  (default: keep all states)

    Loss:
          --loss mse|mae|huber|cross-entropy|binary-cross-entropy
                                  what training makes small; binary-cross-entropy is
                                  for columns of 0 and 1 (default: mse, or
                                  cross-entropy for classes)
          --huber-delta X         where huber turns from a parabola into lines, in
                                  standard deviations of the target (default: 1)
          --class-weights none|balanced|CLASS=X,...
                                  how much each class counts; balanced: rare ones
                                  more (default: none)
          --target-steps all|last
                                  which targets of a window or sequence count
                                  (default: all)

    Optimiser:
          --optimizer adam|adamw|sgd|rmsprop
                                  how steps are made of gradients (default: adam)
          --learning-rate X       the size of steps (default: 0.01 for ltc, 0.001
                                  for the others)
          --rate-factors T=X,...  times what for which tensors, such as
                                  sigma=0.1,erev=0; 0 freezes one (default: 1 for
                                  all)
          --momentum X            how much of a step of sgd or rmsprop is left in
                                  the next (default: 0)
          --nesterov              Nesterov's form of the momentum of sgd
          --weight-decay X        how strongly parameters are drawn to 0 (default:
                                  0.01 for adamw, else 0)
          --clip X                the longest gradient allowed; 0: any (default: 1)

    Learning rate over time:
          --schedule constant|cosine|step
                                  how the learning rate falls (default: constant)
          --warmup-steps N        let the learning rate rise over the first N steps
                                  (default: 0)
          --decay-every N         steps from one fall to the next (--schedule step)
          --decay-factor X        what it is multiplied with then (default: 0.1)
          --final-factor X        what a cosine leaves of it at the end (default: 0)

    Test conditions:
          --test-drop X,...       test with steps left out at random, with these
                                  probabilities, such as 0.1,0.5
          --test-jitter X,...     test with steps taken earlier or later, by up to
                                  these parts of a gap between them
          --test-noise X,...      test with Gaussian noise on numeric inputs, in
                                  standard deviations of theirs
          --test-horizon X,...    test with windows so many times as long; steps
                                  beyond the first window count

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """
}
