"""The XML door: what comes through, and what is turned away with a sentence."""

from __future__ import annotations

import pytest

from engine.errors import Refused
from engine.xml import MAX_BYTES, MAX_NODES, line_of, parse_xml


def rule(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        parse_xml(data, "a.xml")
    (finding,) = refused.value.findings
    assert finding.file == "a.xml"
    return finding.rule


def test_plain_xml_comes_through_with_its_lines():
    root = parse_xml("<a>\n<!-- 注 -->\n<b x='1'/>\n</a>".encode())
    assert (root.tag, root[-1].get("x"), line_of(root[-1])) == ("a", "1", 3)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_declared_encodings_are_read(encoding):
    data = f'<?xml version="1.0" encoding="{encoding}"?><a n="桂冠"/>'.encode(encoding)
    assert parse_xml(data).get("n") == "桂冠"


def test_processing_instructions_are_dropped():
    assert len(parse_xml(b"<a><?php echo 1 ?><b/></a>")) == 1


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "xml-empty"),
        (b" \n", "xml-empty"),
        (b"not xml", "xml-syntax"),
        (b"<a><b></a>", "xml-syntax"),
        (b"\x00\x01", "xml-syntax"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "xml-syntax"),
        (b"<!DOCTYPE a><a/>", "xml-doctype"),
        (b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>', "xml-doctype"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "xml-doctype"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "xml-doctype"),
        (b"<a>&undefined;</a>", "xml-syntax"),
        (b"<a>" + b"<b/>" * MAX_NODES + b"</a>", "xml-nodes"),
        (b"<a>" + b" " * MAX_BYTES + b"</a>", "xml-size"),
        (b"<a>" * 300 + b"</a>" * 300, "xml-syntax"),
    ],
)
def test_what_is_turned_away(data, expected):
    assert rule(data) == expected


def test_many_entities_do_not_multiply():
    lines = ["<!DOCTYPE a [", '<!ENTITY e0 "ha">']
    lines += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    assert rule("\n".join([*lines, "]>", "<a>&e9;</a>"]).encode()) in ("xml-doctype", "xml-syntax")
