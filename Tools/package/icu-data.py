"""usage: icu-data.py FULL SMALL: of the data of ICU that Foundation brings, what lnn-top uses.

Foundation holds every language, converter and dictionary of ICU, 34 MB. lnn-top speaks English, reads texts with decoders of
its own and asks ICU for nothing but time zones, the Gregorian calendar and the properties of characters. ICU answers for
a language that is not there as for its root. ICU's own icupkg refuses a file with so many names.

FULL is a file of ICU's common data, little-endian: a header, whose first two bytes are its length, then a count, for each
item the offsets of its name and of its bytes from the end of the header, the names in order, and the bytes at multiples of 16.
"""

import re
import struct
import sys

# Of trees of languages, these names; nothing of the trees that are not named.
LANGUAGES = r"(root|en|en_US|en_US_POSIX|pool|res_index)\.res"
KEPT = re.compile(
    rf"({LANGUAGES}|(curr|lang|region|unit|zone)/{LANGUAGES}|coll/(ucadata\.icu|(root|res_index)\.res)"
    r"|brkitr/((root|en|res_index)\.res|(char|line|word|sent)\w*\.brk)"
    r"|(?!unames)[^/]*\.(nrm|icu|spp|cfu)"
    r"|(currencyNumericCodes|dayPeriods|genderList|grammaticalFeatures|icustd|icuver|keyTypeData|langInfo|likelySubtags"
    r"|metaZones|metadata|numberingSystems|plurals|pluralRanges|supplementalData|timezoneTypes|units|windowsZones"
    r"|zoneinfo64)\.res)")


def items(data, header):
    """The names and bytes of a file, in order."""
    (count,) = struct.unpack_from("<I", data, header)
    offsets = [struct.unpack_from("<II", data, header + 4 + 8 * item) for item in range(count)]
    ends = [start for _, start in offsets[1:]] + [len(data) - header]
    for (name, start), end in zip(offsets, ends):
        name += header
        yield data[name : data.index(b"\0", name)].decode("ascii"), data[header + start : header + end]


def packed(head, kept):
    """A file of such items."""
    name_start = 4 + 8 * len(kept)
    names = [name.encode("ascii") + b"\0" for name, _ in kept]
    places, contents = b"", b""
    first = -(-(name_start + sum(map(len, names))) // 16) * 16
    for name, (_, value) in zip(names, kept):
        places += struct.pack("<II", name_start, first + len(contents))
        contents += value + bytes(-len(value) % 16)
        name_start += len(name)
    table = struct.pack("<I", len(kept)) + places + b"".join(names)
    return head + table + bytes(first - len(table)) + contents


def main():
    full, small = sys.argv[1:]
    with open(full, "rb") as file:
        data = file.read()
    header, magic = struct.unpack_from("<HH", data)
    if magic != 0x27DA or data[8] != 0:
        sys.exit(f"{full} is no common data of ICU in little-endian order")
    kept = []
    for name, value in items(data, header):
        if KEPT.fullmatch(name.split("/", 1)[1]):
            kept.append((name, value))
    with open(small, "wb") as file:
        file.write(packed(data[:header], kept))


main()
