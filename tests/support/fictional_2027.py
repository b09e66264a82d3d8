"""A fictional notice for 2027, invented for tests: the real one was not out when they were written."""

FICTIONAL_2027: dict[str, object] = {
    "year": 2027,
    "notice": "虚构：2027 年放假安排（仅供测试）",
    "rest": [
        {"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"},
        {"name": "春节", "from": "2027-02-05", "to": "2027-02-11"},
        {"name": "清明节", "from": "2027-04-03", "to": "2027-04-05"},
        {"name": "劳动节", "from": "2027-05-01", "to": "2027-05-05"},
        {"name": "端午节", "from": "2027-06-09"},
        {"name": "中秋节", "from": "2027-09-15"},
        {"name": "国庆节", "from": "2027-10-01", "to": "2027-10-07"},
    ],
    "work": ["2027-02-13", "2027-05-08", "2027-09-26", "2027-10-09"],
}
