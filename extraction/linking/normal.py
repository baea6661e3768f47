"""Normal forms of names: what counts as the same name, from strict to broad."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

from extraction.folding import fold, fold_name, fold_names

_SEPARATORS = re.compile(r"[^a-z0-9+]+")
_JOINED = re.compile(r"[^a-z0-9+\n]+")
_WORD = re.compile(r"[a-z]+|\d+")
_SMALL_WORDS = frozenset(
    ["of", "the", "with", "in", "and", "a", "an", "to", "for", "by", "on", "due", "from", "type", "or", "s"]
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_SPELLING = (
    (re.compile("aem"), "em"), (re.compile("oed"), "ed"), (re.compile("rrhoea"), "rrhea"), (re.compile("^oe"), "e"),
    (re.compile("tumour"), "tumor"), (re.compile("foet"), "fet"), (re.compile("^coel"), "cel"),
    (re.compile("paed"), "ped"), (re.compile("aesth"), "esth"), (re.compile("pnoea"), "pnea"),
    (re.compile("^haem"), "hem"),
    (re.compile("leuk(?=[aeo])"), "leuc"), (re.compile("sulph"), "sulf"), (re.compile("caemia"), "cemia"),
    (re.compile("ischaem"), "ischem"), (re.compile("isation"), "ization"), (re.compile("our$"), "or"),
)  # fmt: skip
_RESPELT = re.compile("|".join(pattern.pattern for pattern, _ in _SPELLING))
_ALIKE = """neoplasm tumor cancer carcinoma malignancy malignant neoplasia|kidney renal nephric|liver hepatic
heart cardiac myocardial|brain cerebral|lung pulmonary|stomach gastric|skin cutaneous dermal|bladder vesical
nerve neural|vein venous|artery arterial|bone osseous|colon colonic|blood hematologic hematological
breast mammary|uterus uterine|ovary ovarian|prostate prostatic|pancreas pancreatic|thyroid thyroidal
mouth oral|eye ocular|muscle muscular|intestine intestinal bowel|vessel vascular
toxicity toxic toxicosis intoxication poisoning|hereditary familial inherited genetic
deficiency deficit deficient|injury damage lesion trauma|failure insufficiency
bleeding hemorrhage hemorrhagic|movement motor|mental psychiatric|cognition cognitive|memory amnestic
depression depressive depressed|anxiety anxious|diabetes diabetic|epilepsy epileptic|psychosis psychotic
ischemia ischemic|hypertension hypertensive|hypotension hypotensive|anemia anemic|obesity obese
asthma asthmatic|allergy allergic|schizophrenia schizophrenic|leucemia leucemic|uremia uremic
cirrhosis cirrhotic|inflammation inflammatory|thrombosis thrombotic|arrhythmia arrhythmic dysrhythmia
infection infectious infected|impairment impaired dysfunction|seizure convulsion convulsive
dyskinesia dyskinetic|catalepsy cataleptic|nephrosis nephrotic|necrosis necrotic|fibrosis fibrotic
mania manic|dementia demented|stenosis stenotic|ulcer ulceration ulcerative
abuse addiction dependence addicted|myopathy myopathic|neuropathy neuropathic|cardiomyopathy cardiomyopathic
encephalopathy encephalopathic|proteinuria proteinuric|hypertrophy hypertrophic|tachycardia tachycardic
bradycardia bradycardic|hyperglycemia hyperglycemic|hypoglycemia hypoglycemic
parkinson parkinsonian parkinsonism|hallucination hallucinatory|deafness deaf|blindness blind
paralysis paralytic palsy|dystrophy dystrophic|ataxia ataxic"""
_BROAD: dict[str, str] = {
    word: group.split()[0] for group in _ALIKE.replace("\n", "|").split("|") for word in group.split()
}
"""The general word that stands for each of a group of words, organs and their adjectives among them."""

_HEADS = frozenset(
    [
        "disease",
        "disorder",
        "syndrome",
        "condition",
        "symptom",
        "problem",
        "illness",
        "abnormality",
        "finding",
        "drug",
        "chemical",
        "agent",
        "compound",
    ]
)


def strict(name: str) -> str:
    """Letters and digits alone, folded.

    >>> strict("N-Acetyl cysteine"), strict("TNF-α")
    ('nacetylcysteine', 'tnfalpha')
    """
    return _SEPARATORS.sub("", fold_name(name))


def strict_all(names: Sequence[str]) -> list[str]:
    """As :func:`strict` of each name, quicker where they are many."""
    return _JOINED.sub("", "\n".join(fold_names(names))).split("\n") if names else []


def words(name: str) -> tuple[str, ...]:
    """Words in American spelling and in the singular, Roman numerals as figures, without small words.

    >>> words("Tumours of the oesophagus, type II")
    ('tumor', 'esophagus', '2')
    """
    return tuple(_word(one) for one in _WORD.findall(fold_name(name)) if one not in _SMALL_WORDS)


def words_in(text: str) -> frozenset[str]:
    """The set of :func:`words`, quicker where a text is long."""
    return frozenset(map(_word, set(_WORD.findall(fold(text).text)) - _SMALL_WORDS))


@lru_cache(maxsize=200_000)
def _word(word: str) -> str:
    if word in _ROMAN:
        return _ROMAN[word]
    if _RESPELT.search(word):
        for pattern, plain in _SPELLING:
            word = pattern.sub(plain, word)
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 5 and word.endswith(("oses", "yses", "ises", "eses")):
        return f"{word[:-2]}is"
    if len(word) > 5 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def loose(name: str) -> str:
    """The words, sorted: order, number and spelling do not count.

    >>> loose("Kidney Failure, Chronic") == loose("chronic kidney failures")
    True
    """
    return " ".join(sorted(words(name)))


def broad(name: str) -> str:
    """The words in general terms, sorted, without ``disease`` and its like; empty when nothing is left.

    >>> broad("renal tumors"), broad("kidney cancer"), broad("diseases")
    ('kidney neoplasm', 'kidney neoplasm', '')
    """
    return " ".join(sorted({_BROAD.get(one, one) for one in words(name)} - _HEADS))


_DIGEST_BYTES = 5
FORMS = (strict, loose, broad)
"""The forms, the surest first."""


def digest(form: str) -> int:
    """A form as 40 bits, the same in every process; two in a million million pairs of forms agree by chance."""
    return int.from_bytes(hashlib.blake2b(form.encode("utf-8"), digest_size=_DIGEST_BYTES).digest(), "little")
