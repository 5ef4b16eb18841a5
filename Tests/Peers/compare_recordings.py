"""Trains torch's LSTM on spoken digits as the task `spoken-digits` trains lnn-top's networks: the same features, size and
schedule. Every speaker is held out in turn, as 'lnn-top benchmark spoken-digits --hold-out speaker' does, or with
--by-number the first five recordings of each speaker and digit. Prints a Markdown table.

Run it with run.sh, which installs what it needs.
"""

import argparse
import io
import math
import statistics
import tarfile
import wave

import librosa
import numpy
import torch

RATE, BANDS, FRAME, HOP, TRANSFORM = 8000, 40, 200, 80, 256
UNITS, DROPOUT, INPUT_DROPOUT, BATCH, RATE_OF_LEARNING, EPOCHS = 64, 0.4, 0.2, 32, 0.004, 40


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", required=True, help="recordings.tar.gz of the data set")
    parser.add_argument("--seeds", type=int, default=3, help="(default: 3)")
    parser.add_argument("--threads", type=int, default=2, help="(default: 2)")
    parser.add_argument("--by-number", action="store_true", help="test on recordings 0 to 4 of known speakers")
    return parser.parse_args()


def features(samples):
    """Log-mel bands without the recording's mean, and their changes, [frames, 2 * bands]."""
    energies = librosa.feature.melspectrogram(
        y=samples, sr=RATE, n_fft=TRANSFORM, win_length=FRAME, hop_length=HOP, n_mels=BANDS
    )
    decibels = librosa.power_to_db(energies)
    changes = librosa.feature.delta(decibels, width=5, mode="nearest")
    channels = numpy.concatenate([decibels, changes]).T
    return torch.tensor(channels - channels.mean(axis=0), dtype=torch.float32)


def recordings(archive):
    """(features, digit, speaker, number) of each file."""
    found = []
    with tarfile.open(archive) as tar:
        for member in sorted(tar.getmembers(), key=lambda member: member.name):
            if not member.name.endswith(".wav"):
                continue
            digit, speaker, number = member.name.rsplit("/", 1)[-1].removesuffix(".wav").split("_")
            with wave.open(io.BytesIO(tar.extractfile(member).read())) as file:
                samples = numpy.frombuffer(file.readframes(file.getnframes()), "<i2") / numpy.float32(32768)
            found.append((features(samples), int(digit), speaker, int(number)))
    return found


class Network(torch.nn.Module):
    """An LSTM whose largest state over all steps a dense layer reads, with dropout of whole channels."""

    def __init__(self):
        super().__init__()
        self.recurrent = torch.nn.LSTM(2 * BANDS, UNITS, batch_first=True)
        self.readout = torch.nn.Linear(UNITS, 10)

    def forward(self, inputs, lengths):
        dropped = torch.nn.functional.dropout(inputs.new_ones(len(inputs), 1, 2 * BANDS), INPUT_DROPOUT, self.training)
        states, _ = self.recurrent(inputs * dropped)
        after = torch.arange(inputs.shape[1])[None, :, None] >= lengths[:, None, None]
        largest = states.masked_fill(after, -math.inf).amax(dim=1)
        return self.readout(torch.nn.functional.dropout(largest, DROPOUT, self.training))


def batches(part, size):
    for first in range(0, len(part), size):
        chosen = part[first : first + size]
        inputs = torch.nn.utils.rnn.pad_sequence([row[0] for row in chosen], batch_first=True)
        yield inputs, torch.tensor([len(row[0]) for row in chosen]), torch.tensor([row[1] for row in chosen])


def figures(network, part):
    """Loss and accuracy."""
    loss = right = 0
    network.eval()
    with torch.no_grad():
        for inputs, lengths, digits in batches(part, 256):
            answers = network(inputs, lengths)
            loss += torch.nn.functional.cross_entropy(answers, digits, reduction="sum").item()
            right += (answers.argmax(dim=1) == digits).sum().item()
    return loss / len(part), right / len(part)


def accuracy(learning, test, seed):
    """On the test part, at the epoch of the lowest loss on a tenth of the others."""
    torch.manual_seed(seed)
    order = torch.randperm(len(learning)).tolist()
    validation = [learning[index] for index in order[: len(order) // 10]]
    training = [learning[index] for index in order[len(order) // 10 :]]
    every = torch.cat([row[0] for row in training])
    mean, deviation = every.mean(dim=0), every.std(dim=0)
    training, validation, test = (
        [((row[0] - mean) / deviation, *row[1:]) for row in part] for part in (training, validation, test)
    )
    network = Network()
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE_OF_LEARNING)
    steps = EPOCHS * math.ceil(len(training) / BATCH)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    best = (math.inf, 0.0)
    for _ in range(EPOCHS):
        network.train()
        shuffled = [training[index] for index in torch.randperm(len(training)).tolist()]
        for inputs, lengths, digits in batches(shuffled, BATCH):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(inputs, lengths), digits).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        best = min(best, (figures(network, validation)[0], figures(network, test)[1]))
    return best[1]


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    rows = recordings(options.archive)
    if options.by_number:
        turns = {"recordings 0 to 4": lambda row: row[3] < 5}
    else:
        turns = {speaker: lambda row, own=speaker: row[2] == own for speaker in sorted({row[2] for row in rows})}
    table = {name: [] for name in turns}
    for name, is_held in turns.items():
        for seed in range(1, options.seeds + 1):
            learning, test = [row for row in rows if not is_held(row)], [row for row in rows if is_held(row)]
            table[name].append(accuracy(learning, test, seed))
    means = [statistics.mean(found) for found in table.values()]
    print(f"| torch's LSTM, {options.seeds} seeds | {' | '.join(table)} | mean |")
    print("| --- |" + " ---: |" * (len(table) + 1))
    print(f"| accuracy | {' | '.join(f'{mean:.4f}' for mean in means)} | {statistics.mean(means):.4f} |")
    if options.seeds > 1:
        spreads = [statistics.stdev(found) for found in table.values()]
        print(f"| deviation over seeds | {' | '.join(f'{spread:.4f}' for spread in spreads)} | - |")


if __name__ == "__main__":
    main()
