"""A text as hashed runs of letters and words: what a model looks at."""

import html
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 15
SHORTEST, LONGEST = 2, 5
"""Letters in a run; a word counts with a blank on either side."""
READ = 500
"""Characters of a text that count: nobody describes a waste in more."""
UNESCAPED = 3
NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Runs:
    """Texts as rows of a sparse matrix: how often a text has the runs of a bucket.

    The buckets of text n, rising, and their counts stand from `start[n]` to `start[n + 1]`.
    """

    start: NDArray[np.int64]
    bucket: NDArray[np.int64]
    count: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.start) - 1


def normalised(text: str) -> str:
    """Small letters without accents or punctuation; `&amp;lt;` is escaped more than once."""
    text = text[:READ]
    for _ in range(UNESCAPED):
        text = html.unescape(text)
    parts = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in parts if not unicodedata.combining(char)).casefold()
    return NO_WORD.sub(" ", bare).strip()


def runs(text: str) -> Iterator[str]:
    """The runs of letters in the words of a normalised text, its words, and its pairs of words."""
    words = text.split()
    for word in words:
        padded = f" {word} "
        for length in range(SHORTEST, LONGEST + 1):
            for start in range(len(padded) - length + 1):
                yield padded[start : start + length]
        yield f"_{word}"
    for left, right in pairwise(words):
        yield f"_{left}_{right}"


def bucket_of(run: str) -> int:
    """CRC-32, because it is the same on every machine and in every version of Python."""
    return zlib.crc32(run.encode()) % BUCKETS


def hashed(texts: Sequence[str]) -> Runs:
    """The runs of these texts, counted per bucket."""
    found = [sorted(Counter(map(bucket_of, runs(normalised(text)))).items()) for text in texts]
    pairs = [pair for each in found for pair in each]
    start = np.cumsum([0, *map(len, found)])
    bucket, count = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return Runs(start, bucket, count.astype(np.float64))


def weighed(found: Runs, rarity: NDArray[np.floating]) -> NDArray[np.float64]:
    """Per run of each text its weight: (1 + log count) x rarity, each text of length 1."""
    value = (1 + np.log(found.count)) * rarity[found.bucket].astype(np.float64)
    row = np.repeat(np.arange(len(found)), np.diff(found.start))
    length = np.sqrt(np.bincount(row, value**2, minlength=len(found)))
    return value / np.where(length > 0, length, 1.0)[row]
