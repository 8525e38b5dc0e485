"""The label that belongs to no thing: to try printers and scanners with. Unit 000 is never given to anybody."""

from core.codes import ASSET, compose
from plugins.assets.labels.drawing import Label

TRIAL_CODE = compose(ASSET, unit=0, running=123456, **{"class": 99})
TRIAL_LABEL = Label(TRIAL_CODE, "Nhãn thử máy in và máy quét", "Không dán lên thiết bị", "ă â đ ê ô ơ ư Ắ Ề Ộ Ữ")

# what layouts (y and z, a and q) and input methods (AW of Telex, a0 of VNI) change; small and capital
LETTERS = "xa07-AW-YZqm"
