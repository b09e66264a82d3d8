"""`string format`: placeholders, number and date forms, and everything that is refused with a reason."""

from __future__ import annotations

import pytest

from engine.feel import FeelError

from .helpers import problems, value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('string format("{}：{} 分", ["甲", 620])', "甲：620 分"),
        ('string format("静质奖申〔{}〕{:000}号", [2027, 1])', "静质奖申〔2027〕001号"),
        ('string format("{name}得{score:0.0}分", {name: "甲", score: 87})', "甲得87.0分"),
        ('string format("{a}{a}", {a: 1})', "11"),
        ('string format("{{{}}}", [1])', "{1}"),
        ('string format("{}", [null])', "null"),
        ('string format("{}", "甲")', "甲"),
        ('string format("没有空格要填", [])', "没有空格要填"),
        ('string format("{:0}", [2.5])', "3"),
        ('string format("{:0}", [-2.5])', "-3"),
        ('string format("{:0.00}", [2.345])', "2.35"),
        ('string format("{:0.0#}", [2])', "2.0"),
        ('string format("{:0.##}", [2.50])', "2.5"),
        ('string format("{:0.##}", [2])', "2"),
        ('string format("{:#,##0}", [1234567])', "1,234,567"),
        ('string format("{:#,##0.00}", [-1234.5])', "-1,234.50"),
        ('string format("{:0%}", [0.125])', "13%"),
        ('string format("{:0.0%}", [0.125])', "12.5%"),
        ('string format("{:0}", [-0.4])', "0"),
        ('string format("{:yyyy年M月d日}", [@"2026-03-02"])', "2026年3月2日"),
        ('string format("{:yyyy-MM-dd HH:mm:ss}", [@"2026-03-02T09:05:07"])', "2026-03-02 09:05:07"),
        ('string format("{:HH时mm分}", [@"09:05:00"])', "09时05分"),
        ('string format(template: "{}", values: [1])', "1"),
    ],
)
def test_filled(source: str, expected: str) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('string format("{} {}", [1])', "值比模板中的 {} 少"),
        ('string format("{}", [1, 2])', "值比模板中的 {} 多"),
        ('string format("{b}", {a: 1})', "对象中没有“b”"),
        ('string format("{a}", [1])', "“{a}”要从对象中取值，而给的是列表"),
        ('string format("{", [])', "模板中有落单的花括号；要写出花括号，请写两个"),
        ('string format("{:0.0}", ["甲"])', "文字不能按“0.0”的样式写；只有数字、日期和时间有样式"),
        ('string format("{:%d}", [1])', "不认识数字样式“%d”，如 000、0.00、#,##0.00、0%"),
        ('string format("{:yyyy-QQ}", [@"2026-03-02"])', "不认识日期样式中的“Q”，可用 yyyy、MM、M、dd、d、HH、mm、ss"),
        ('string format("{:HH:mm}", [@"2026-03-02"])', "日期没有样式“HH”这一部分"),
        ('string format("{:yyyy}", [@"09:05:00"])', "时间没有样式“yyyy”这一部分"),
        ('string format("{:0}", [1e34])', "数字太大，不能按样式写出来"),
        ('string format("{:0}", [1e6000])', "数字太大，不能按样式写出来"),
        ('string format("{.__class__}", {a: 1})', "对象中没有“.__class__”"),
    ],
)  # fmt: skip
def test_refused(source: str, reason: str) -> None:
    assert value(source) is None
    assert problems(source) == [f"string format：{reason}"]


def test_the_result_is_paid_for() -> None:
    with pytest.raises(FeelError, match="65536"):
        value('string format("{}{}{}", [a, a, a])', a="甲" * 30_000)
