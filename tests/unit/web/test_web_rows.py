"""Drafts and posts laid over each other."""

from web.forms.rows import bounded, changed, look_up, merged, without_marks


def test_fields_that_were_not_on_the_page_keep_their_entries() -> None:
    before = {"result": "correct", "fix": "补章", "applicant": {"name": "甲", "phone": "1"}}
    posted = {"result": "pass", "applicant": {"name": "乙"}, "csrf_token": "t"}
    assert merged(before, posted, []) == {
        "result": "pass",
        "fix": "补章",
        "applicant": {"name": "乙", "phone": "1"},
    }


def test_a_box_on_the_page_that_posts_nothing_is_unticked() -> None:
    before = {"agreed": "true", "rows": [{"ok": "true", "note": "a"}]}
    posted = {"rows": [{"note": "b"}]}
    assert merged(before, posted, ["agreed", "rows[0].ok"]) == {"rows": [{"note": "b"}]}


def test_rows_come_and_go() -> None:
    content = changed({"list": {"rows": [{"a": "1"}]}}, "list.rows", None)
    assert content == {"list": {"rows": [{"a": "1"}, {"row_here": "1"}]}}
    assert changed(content, None, "list.rows[0]") == {"list": {"rows": [{"row_here": "1"}]}}
    assert changed({}, "rows", None) == {"rows": [{"row_here": "1"}]}
    assert changed({"a": "1"}, None, "rows[3]") == {"a": "1"}


def test_the_content_is_not_changed_in_place() -> None:
    content = {"rows": [{"a": "1"}]}
    changed(content, "rows", None)
    merged(content, {"rows": [{"a": "2"}]}, [])
    assert content == {"rows": [{"a": "1"}]}


def test_marks_of_rows_are_not_submitted() -> None:
    assert without_marks({"rows": [{"row_here": "1", "a": "x"}, {"row_here": "1"}]}) == {
        "rows": [{"a": "x"}, {}]
    }


def test_looking_up_a_path() -> None:
    content = {"cases": [{"score": "5"}], "a": {"b": "c"}}
    assert look_up(content, "cases[0].score") == "5"
    assert look_up(content, "a.b") == "c"
    assert look_up(content, "cases[4].score") is None
    assert look_up(content, "a.b.c") is None


def test_a_row_changes_places_with_the_one_above_it() -> None:
    content = {"list": {"rows": [{"a": "1"}, {"a": "2"}, {"a": "3"}]}}
    moved = changed(content, None, None, "list.rows[2]")
    assert moved == {"list": {"rows": [{"a": "1"}, {"a": "3"}, {"a": "2"}]}}
    assert changed(content, None, None, "list.rows[0]") == content
    assert changed(content, None, None, "list.rows[3]") == content


def test_a_draft_keeps_no_more_rows_than_a_list_may_have() -> None:
    content = {"group": {"rows": [{"a": str(n)} for n in range(201)]}, "risks": ["a"] * 300}
    kept = bounded(content)
    assert [row["a"] for row in kept["group"]["rows"]] == [str(n) for n in range(200)]
    assert kept["risks"] == content["risks"]
