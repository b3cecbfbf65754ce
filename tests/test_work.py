from __future__ import annotations

import pytest

from newsclf.work import Work


def test_the_share_of_all_work_is_told():
    shares = []
    work = Work(10, 3, shares.append)
    work.expect(50)
    for texts in (50, 10, 40):
        work(texts)
    assert shares == pytest.approx([0.5, 0.6, 1.0])


def test_more_work_than_was_planned_is_still_no_more_than_all():
    shares = []
    Work(1, 1, shares.append)(100)
    assert shares == [1.0]


def test_nobody_need_listen():
    Work(1, 1, None)(1)
