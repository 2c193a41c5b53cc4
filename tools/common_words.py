#!/usr/bin/env python3
"""Writes seeds/lexicons/words/common.txt: English words that a dictionary writes with a small letter.

    python3 tools/common_words.py /usr/share/dict/american-english-small /usr/share/dict/british-english-small

The word lists are SCOWL's (Debian packages wamerican-small and wbritish-small). Words with capitals, apostrophes or
fewer than two letters are left out. A capital at the start of a sentence is no sign of a name for these words.
"""
import pathlib
import re
import sys

OUT = pathlib.Path(__file__).resolve().parent.parent / "seeds/lexicons/words/common.txt"


def main() -> None:
    words = (w for path in sys.argv[1:] for w in pathlib.Path(path).read_text(encoding="utf-8").split())
    keep = sorted({w for w in words if re.fullmatch(r"[a-z]{2,}", w)})
    OUT.write_text("\n".join(keep) + "\n", encoding="utf-8")
    print(f"{len(keep)} words")


if __name__ == "__main__":
    main()
