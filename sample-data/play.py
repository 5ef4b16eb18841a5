#!/usr/bin/env python3
"""Plays a CSV file as if it came from a sensor: its header, then a row at a time.

    python3 sample-data/play.py FILE [--rate ROWS] [--from ROW] [--loop] [--time COLUMN]

Needs nothing but Python's standard library. Ends without a word on Ctrl-C or when nobody reads any more.
"""

import argparse
import csv
import io
import os
import sys
import time
from decimal import Decimal, InvalidOperation

TIMES = ("time_s", "hours")  # the columns of times in the sample data


class Clock:
    """The column of times. Played again, they go on where they ended."""

    def __init__(self, column):
        self.column, self.offset = column, Decimal(0)
        self.smallest, self.largest, self.rows = None, None, 0

    def see(self, line):
        """Takes note of a row's time, and gives the row with the time that is to be played."""
        if self.column is None:
            return line
        fields = next(csv.reader([line]))
        try:
            now = Decimal(fields[self.column])
        except (InvalidOperation, IndexError):
            return line  # no time to change; the row is played as it is
        self.smallest = now if self.smallest is None else min(self.smallest, now)
        self.largest = now if self.largest is None else max(self.largest, now)
        self.rows += 1
        if not self.offset:
            return line
        fields[self.column] = str(now + self.offset)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(fields)
        return text.getvalue()

    def start_again(self):
        """The next round begins a mean step after the end of this one."""
        if self.rows > 0:
            span, digit = self.largest - self.smallest, Decimal(1).scaleb(self.largest.as_tuple().exponent)
            self.offset += span + max((span / max(1, self.rows - 1)).quantize(digit), digit)
        self.smallest, self.largest, self.rows = None, None, 0


def wait_until(due):
    """Waits in one go, by a fixed timetable, so that what a row costs does not add up."""
    left = due - time.monotonic()
    if left > 0:
        time.sleep(left)


def play(path, rate, first, loops, column):
    """Returns the number of rows that were played."""
    with open(path, encoding="utf-8", newline="") as file:
        header = file.readline()
        names = next(csv.reader([header]), [])
        if column is not None and column not in names:
            raise ValueError(f"{path} has no column '{column}', but {', '.join(names)}")
        wanted = column or next((name for name in TIMES if name in names), None)
        clock = Clock(None if wanted is None else names.index(wanted))
        body, played, start = file.tell(), 0, time.monotonic()
        sys.stdout.write(header)
        while True:
            for row, line in enumerate(file_lines(file), 1):
                line = clock.see(line)
                if row < first and played == 0:
                    continue
                if rate > 0:
                    wait_until(start + played / rate)
                sys.stdout.write(line)
                played += 1
            if not loops or played == 0:
                return played
            clock.start_again()
            file.seek(body)


def file_lines(file):
    """Lines with an end, also the last one. readline, as iterating would forbid tell()."""
    while line := file.readline():
        yield line if line.endswith("\n") else line + "\n"


def arguments():
    parser = argparse.ArgumentParser(description="Plays a CSV file as if it came from a sensor.")
    parser.add_argument("file")
    parser.add_argument("--rate", type=float, default=10, metavar="ROWS",
                        help="rows a second; 0: as fast as they are read (10)")
    parser.add_argument("--from", dest="first", type=int, default=1, metavar="ROW",
                        help="begin with this row, counted from 1 after the header")
    parser.add_argument("--loop", action="store_true",
                        help="from the start again at the end; times go on rising")
    parser.add_argument("--time", metavar="COLUMN",
                        help=f"the times that --loop lets rise ({' or '.join(TIMES)})")
    chosen = parser.parse_args()
    if not 0 <= chosen.rate < float("inf"):
        parser.error("--rate is a number of rows a second, 0 or more")
    return parser, chosen


def main():
    parser, chosen = arguments()
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    try:
        if play(chosen.file, chosen.rate, chosen.first, chosen.loop, chosen.time) == 0:
            parser.error(f"{chosen.file} has no row {chosen.first}")
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Python would write what is left, and complain, when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, UnicodeDecodeError, ValueError) as error:
        parser.error(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
