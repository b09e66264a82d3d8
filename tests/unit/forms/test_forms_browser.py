"""Names of a browser's fields and the nested submission they mean."""

from engine.forms import BrowserSubmission, from_browser


def test_plain_names_groups_and_rows():
    posted = [
        ("name", "示例公司"),
        ("applicant.kind", "organisation"),
        ("cases[0].score", "80"),
        ("cases[1].score", "90"),
        ("cases[1].parts[0].note", "好"),
    ]
    assert from_browser(posted) == {
        "name": "示例公司",
        "applicant": {"kind": "organisation"},
        "cases": [{"score": "80"}, {"score": "90", "parts": [{"note": "好"}]}],
    }
    assert isinstance(from_browser(posted), BrowserSubmission)


def test_a_name_that_repeats_is_a_list():
    assert from_browser([("risks", "a"), ("risks", "b"), ("risks", "c")]) == {"risks": ["a", "b", "c"]}


def test_rows_that_posted_nothing_keep_their_number():
    assert from_browser([("cases[2].passed", "on")]) == {"cases": [{}, {}, {"passed": "on"}]}


def test_names_of_another_shape_are_left_out():
    posted = [
        ("csrf-token", "x"),
        ("a..b", "x"),
        ("a[x].b", "x"),
        ("A", "x"),
        ("", "x"),
        ("a[0]", "x"),
        ("b", "1"),
    ]
    assert from_browser(posted) == {"a": [{}], "b": "1"}
    assert from_browser([("a." * 5000 + "b", "x")]) == {}


def test_of_too_many_rows_one_is_left_that_says_so():
    read = from_browser([("a[0].b", "1"), ("a[200].b", "x"), ("a[999].b", "x"), ("a[9999].b", "x")])
    assert read == {"a": [{"b": "1"}, *({} for _ in range(199)), {"rows_over": "1"}]}


def test_names_that_contradict_each_other_do_no_harm():
    assert from_browser([("a", "x"), ("a.b", "y"), ("a[0].c", "z")]) == {"a": "x"}
    assert from_browser([("a.b", "y"), ("a", "x")]) == {"a": {"b": "y"}}
    assert from_browser([("a", "x"), ("a", "y"), ("a[0].b", "z")]) == {"a": ["x", "y"]}
