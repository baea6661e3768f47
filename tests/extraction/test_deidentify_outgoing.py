"""What goes out of the house: shifted dates and readable stand-ins."""

from __future__ import annotations

from datetime import date

import pytest

from extraction.deidentify import mask
from extraction.deidentify.dates import patient_shift, read_date, shifted_dates
from extraction.deidentify.surrogates import Surrogates

KEY = b"0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 03/14/2025 he", date(2025, 3, 14)),
        ("on 14.03.2025 he", date(2025, 3, 14)),
        ("on 2025-03-14 he", date(2025, 3, 14)),
        ("on March 14, 2025 he", date(2025, 3, 14)),
        ("on 14 March 2025 he", date(2025, 3, 14)),
        ("on 2025年3月14日 he", date(2025, 3, 14)),
        ("on 31/12/24 he", date(2024, 12, 31)),
        ("on 14-MAR-88 he", date(1988, 3, 14)),
    ],
)
def test_dates_are_read(text, day):
    assert read_date(text, 3, len(text) - 3) == (day, True)


def test_intervals_stay():
    text = "Admitted 03/14/2025, discharged 03/21/2025."
    shift = patient_shift(KEY, "p1")
    first, second = shifted_dates(text, mask(text, "en").spans, shift)
    assert (second.day - first.day).days == 7
    assert abs((first.day - date(2025, 3, 14)).days) == abs(shift) > 0


def test_shifts_depend_on_key_and_patient():
    shifts = {patient_shift(KEY, f"p{number}") for number in range(50)}
    assert len(shifts) > 30
    assert 0 not in shifts
    assert patient_shift(KEY, "p1") != patient_shift(b"another key", "p1") or patient_shift(KEY, "p2") != patient_shift(
        b"another key", "p2"
    )


def test_one_name_has_one_stand_in():
    text = "Patient: Theda Brannigan. Mrs. Brannigan feels well. Signed: Tobias Venner, MD"
    out = Surrogates(KEY, "p1").replace(text, mask(text, "en").spans)
    surname = out.split("Mrs. ")[1].split()[0]
    assert out.count(surname) == 2
    assert not any(name in out for name in ("Brannigan", "Theda", "Venner"))
    assert out == Surrogates(KEY, "p1").replace(text, mask(text, "en").spans)
    assert out != Surrogates(KEY, "p2").replace(text, mask(text, "en").spans)


def test_formats_stay():
    text = "BRANNIGAN, THEDA  MRN 40718826"
    out = Surrogates(KEY, "p1").replace(text, [(0, 16, "name"), (22, 30, "id")])
    name, number = out.split("  MRN ")
    assert name.isupper() or name.replace(", ", "").isupper()
    assert ", " in name
    assert number.isdigit()
    assert len(number) == 8
    assert number != "40718826"
