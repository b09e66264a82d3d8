"""Small rules that nobody ever issued, each with the difficulties of printed and scanned texts."""

from __future__ import annotations

# Wrapped at 20 characters with an empty line between all lines; a page break inside a word; a page number.
WRAPPED = """灯塔镇人民政府文件

灯府规〔2031〕7号

灯塔镇人民政府
关于印发《灯塔镇好灯

奖管理办法》的通知

各村民委员会：

现印发给你们，请照此办理。

灯塔镇人民政府

２０３１ 年 ３ 月 ４ 日
\f灯塔镇好灯奖管理办法

第一章　总　则

第一条（目的）

为了让夜里走路的人看得清楚，鼓励

大家把灯擦亮，依照镇民大会的决议，

制定本办法。

第二条（灯的种类） 本办法所说的灯有

两种：

(一)路灯,也就是立在路边、高度在 ３

米以上的灯；

(二)窗灯,也就是放在窗台上的灯。

- 1 -
\f第二条所说的高度从地面量起。

第二章　擦灯

第二条之一　擦灯的人每年选一次，灯

罩用 GB/T 19580-

2012 规定的布擦，依照本办法

第一条的规定不收费。

每次擦灯不超过 12 盏。

第三条(实施日期)

本办法自 2031 年 5 月 1 日起施行。

抄送：镇学校，镇卫生院，

镇邮局。

灯塔镇人民政府办公室 2031 年 3 月 5 日印发
"""

# A paragraph is a line; list dashes; a page break in the middle of a sentence; what a bad scan left at the end.
LINES = """河湾区好船奖管理办法
（2030年修订）

第一章 总则

第一条 好船奖每三年评一次，由河湾区船会主办。申报的人不必交费，船会也不得向申报的人推销任何东西，包括桨、

帆和缆绳。

第二条 有下列情形之一的船不得申报：

- （一）漏水的；
- （二）没有名字的；
- （三）上一年沉过的。

第三条 本办法自发布之日起施行。

河湾区船会

2030年6月1日

附件：1、好船评分表
2、好船承诺书

附件1、好船评分表

第一条 每项十分，共三项。

附件2

好船承诺书

我保证：
船名\t\t\t船主        电话
[bookmark: _GoBack]签名：

人个... 船会... 并...

... 河湾...

第一章

（河湾... 第九章）

...
"""

# Without articles: a notice with sections, full-width digits, half-wide punctuation and stops.
NOTICE = """山口县办公室关于

开展好桥评选的通知

各乡镇:

经县里同意,２０３２—２０３３年好桥评选现在开始.有关事项通知如下:

一、评什么

(一)石桥

１．跨度１０米以上的石桥,应当建成３年以上,并且没有塌过.

２．其他石桥,应当建成１年以上.

(二)木桥

木桥应当每年上一次漆(铁钉除外).

二、什么时候报

２０３２年７月３１日以前送到县办公室,网址见县里的告示(qiao．example．cn).

三、联系方式

联 系 人:桥办

电 话:０００－１２３

传 真:０００－４５６

２０３２年５月１３日

(此件公开发布)
"""
