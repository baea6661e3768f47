"""Clinical terms that must stay: names of the shipped vocabularies, eponyms, and phrases that look like identifiers."""

from __future__ import annotations

import random
import zlib
from functools import lru_cache

from kg.schema import Category
from kg.vocabulary import Vocabulary

EPONYMS = [
    "Parkinson's disease",
    "Crohn disease",
    "Hodgkin lymphoma",
    "Wilson's disease",
    "Graves disease",
    "Addison's disease",
    "Bell's palsy",
    "Cushing syndrome",
    "Down syndrome",
    "Turner syndrome",
    "Marfan syndrome",
    "Alzheimer's disease",
    "Huntington disease",
    "Barrett's esophagus",
    "Hashimoto thyroiditis",
    "Raynaud phenomenon",
    "Sjögren syndrome",
    "Guillain-Barré syndrome",
    "Kawasaki disease",
    "Dupuytren's contracture",
    "Ménière's disease",
    "Paget disease",
    "Peyronie disease",
    "Tourette syndrome",
    "Whipple disease",
    "Zollinger-Ellison syndrome",
    "Charcot foot",
    "Brown-Séquard syndrome",
    "Wolff-Parkinson-White",
    "Stevens-Johnson syndrome",
    "Kaposi sarcoma",
    "Ewing sarcoma",
    "Wilms tumor",
    "von Willebrand disease",
    "Baker's cyst",
    "Colles fracture",
    "Horner syndrome",
    "Legg-Calvé-Perthes disease",
    "Lewy body dementia",
    "Takayasu arteritis",
    "Wernicke encephalopathy",
    "Budd-Chiari syndrome",
    "Chagas disease",
    "Christmas disease",
    "Gilbert syndrome",
]
TRAPS = [
    "May increase to 10 mg in 2 weeks.",
    "Can march in place for a minute.",
    "In march time she stumbles.",
    "Foley catheter in place.",
    "Babinski negative bilaterally.",
    "Give 1/2 tablet at night.",
    "BP 120/80 and repeat 118/76.",
    "Take 5/10 mg as needed.",
    "Strength 4/5 throughout.",
    "GCS 15 on arrival.",
    "Murphy sign negative.",
    "Apgar 8/9.",
    "Mark the site before surgery.",
    "Rose in temperature to 38.5 C.",
    "Grant leave of absence.",
    "Young adult habitus.",
    "Long discussion about diet.",
    "Day 3 of antibiotics.",
    "ICD-10 E11.9, I10.",
    "Tanner stage II.",
    "Wells score 3.",
    "CHADS-VASc 4.",
    "Romberg test normal.",
    "Penrose drain removed.",
    "Swan-Ganz catheter floated.",
    "Troponin 0.04 ng/mL.",
    "INR 2.5 on Coumadin.",
    "Vitamin B12 low.",
    "Hope for discharge soon.",
    "Rich in fibre.",
    "She may need Lasix 40 mg.",
    "He will stop smoking.",
    "Gram stain negative.",
    "Pap smear normal.",
    "Killip class II.",
    "Rinne positive, Weber central.",
    "Nissen fundoplication planned.",
    "Ringer lactate 500 mL.",
    "T12-L1 level intact.",
    "HbA1c 7.2 %.",
    "Tylenol 650 mg q6h prn.",
    "Joy and sadness are both felt.",
    "Bishop score 6.",
    "Moro reflex present.",
    "Trendelenburg gait.",
    "Mini-Mental 28/30.",
    "Allen test normal.",
    "Kernig and Brudzinski signs absent.",
    "Glasgow-Blatchford score 2.",
    "Lantus 20 units at bedtime.",
    "Hoffmann sign absent.",
]
EPONYMS_ZH = [
    "帕金森病",
    "克罗恩病",
    "霍奇金淋巴瘤",
    "桥本甲状腺炎",
    "库欣综合征",
    "阿尔茨海默病",
    "梅尼埃病",
    "川崎病",
    "马方综合征",
    "白塞病",
    "格林-巴利综合征",
    "巴雷特食管",
    "贝尔面瘫",
    "雷诺现象",
    "威尔逊病",
    "亨廷顿病",
    "唐氏综合征",
    "干燥综合征",
]
TRAPS_ZH = [
    "给予阿司匹林100mg每日1次。",
    "高热3天后退热。",
    "常规消毒铺巾。",
    "安静休息时无胸痛。",
    "温水擦浴降温。",
    "时有心悸。",
    "双肺呼吸音清。",
    "巴氏征阴性。",
    "平素体健。",
    "全身皮肤无黄染。",
    "水肿较前减轻。",
    "任何不适随诊。",
    "方向感正常。",
    "甘油三酯2.1mmol/L。",
    "向家属交代病情。",
    "金黄色葡萄球菌阳性。",
    "白蛋白32g/L。",
    "钱币状病灶。",
    "毛发稀疏。",
    "米粒大小结节。",
    "石膏固定良好。",
    "连续服药3月。",
    "单纯疱疹。",
    "关节活动可。",
    "曾有咯血。",
    "于外院行胃镜检查。",
    "成人剂量减半。",
    "万古霉素1g静滴。",
    "高血压病3级。",
    "左侧肢体无力。",
    "牛奶过敏。",
    "余无异常。",
    "解便困难。",
    "骨折愈合良好。",
    "黄疸消退。",
    "柴胡汤加减。",
    "何时复查待定。",
    "易疲劳。",
    "尚可耐受。",
    "施行手术顺利。",
]
SYMPTOMS = [
    "chest pain",
    "shortness of breath",
    "fever",
    "headache",
    "nausea",
    "dizziness",
    "low back pain",
    "fatigue",
    "joint swelling",
    "palpitations",
    "blurred vision",
    "weight loss",
]
SYMPTOMS_ZH = [
    "胸痛",
    "发热",
    "咳嗽",
    "头晕",
    "乏力",
    "腹痛",
    "心悸",
    "气促",
    "恶心呕吐",
    "关节肿痛",
    "视物模糊",
    "双下肢水肿",
]
_LONGEST = 45


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    wanted = {
        Category.DISEASE: "disease",
        Category.DRUG: "drug",
        Category.GENE: "gene",
        Category.PHENOTYPIC_FEATURE: "finding",
        Category.PROCEDURE: "procedure",
        Category.CLINICAL_MEASUREMENT: "measure",
    }
    for term in Vocabulary.shipped().terms():
        kind = wanted.get(Category(term.category))
        if kind and len(term.name) <= _LONGEST and "obsolete" not in term.name:
            found.setdefault(kind, []).append(term.name)
            if term.name_zh and term.name_zh.isalpha() and not term.name_zh.isascii():
                found.setdefault(f"{kind}_zh", []).append(term.name_zh)
    return {kind: tuple(sorted(set(names))) for kind, names in found.items()}


class Terms:
    """Draws clinical terms; ``half`` splits the vocabulary, the eponyms and the phrases as :class:`People` does."""

    def __init__(self, generator: random.Random, half: int | None = None) -> None:
        self._random = generator
        self._half = half

    def of(self, kind: str) -> str:
        """A name of that kind: ``disease``, ``drug``, ``gene`` …, the first two with ``_zh`` in Chinese."""
        return self.choice(_vocabulary()[kind])

    def choice(self, names: tuple[str, ...] | list[str]) -> str:
        """One of this half of the names."""
        for _ in range(200):
            name = self._random.choice(names)
            if self._half is None or zlib.crc32(name.encode()) % 2 == self._half:
                return name
        return names[0]
