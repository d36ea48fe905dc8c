"""Write cause_breaks_series.csv: Meta and the index, daily, from the sample record. Run once; the R script reads the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from tapeline.cause.tape import open_tape
from tapeline.record import open_record


def main() -> None:
    tape = open_tape(open_record(), "META", date(2024, 2, 9))
    lo = tape.first(date(2021, 7, 1))
    numbers = (
        f"{tape.stock[i]:.12g},{tape.index[i]:.12g},{np.log(tape.close[i]):.12g}" for i in range(lo or 1, len(tape))
    )
    rows = ["date,meta,gspc,log_price", *(f"{tape.day(i)},{n}" for i, n in enumerate(numbers, lo or 1))]
    (Path(__file__).parent / "cause_breaks_series.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
