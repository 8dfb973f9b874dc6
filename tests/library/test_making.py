from datetime import date

import pytest

from alongside.library.making import make_records
from alongside.library.records import Evidence, Service


def test_records_made_together_are_those_made_one_by_one():
    days = [date(2026, 1, 1), None]
    made = make_records(Evidence, {"row": [2, 3], "evidence_id": ["EV-1", "EV-2"], "period_end": days})
    assert made == (
        Evidence(row=2, evidence_id="EV-1", period_end=days[0]),
        Evidence(row=3, evidence_id="EV-2"),
    )
    assert made[1].framework_items == ()
    assert made[1].status == ""


def test_they_cannot_be_changed():
    (made,) = make_records(Service, {"row": [2], "service_id": ["OAK"]})
    with pytest.raises(AttributeError):
        made.service_id = "MAR"


def test_columns_of_another_length_are_an_error():
    with pytest.raises(ValueError, match="service_id"):
        make_records(Service, {"row": [2, 3], "service_id": ["OAK"]})
