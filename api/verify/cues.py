"""Words that deny, that hedge, and that tell people what to do."""

from __future__ import annotations

import re

from api.facts import Language

_NOT_EN = re.compile(
    r"\b(?:not|no|nothing|never|neither|nor|without|cannot|lacks?|lacking|absence|absent|fails?|failed|den(?:y|ies|ied"
    r"|ying)|none"
    r"|speaks? against|spoke against|argues? against|against (?:the )?(?:use|treating|using|giving)|refut\w+"
    r"|contradict\w*|ruled out"
    r"|exclud\w+|free of|unlikely|rather than|unaffected|unrelated|ineffective|disprov\w+|rejects?|insufficient"
    r"|negative"
    r"|useless|hardly|disputes?|disputed|unproven|unsupported|independent of)\b|n't\b|n’t\b"
)
_UNTRUE_EN = re.compile(
    r"\b(?:false(?:hood|ly)?|myths?|mythical|wrong(?:ly)?|mistaken(?:ly)?|mistakes?|erroneous(?:ly)?|in error"
    r"|incorrect(?:ly)?|inaccurate(?:ly)?|untrue"
    r"|misconceptions?|misbelie\w+|fallac\w+|fiction\w*|hoax|rumou?r(?:s|ed)?|debunk\w+|a lie"
    r"|pretend\w*|alleged(?:ly)?|supposed(?:ly)?|contrary to"
    r"|fake|legend|misreport\w*|implausibl\w+|impossibl\w+|baseless|unfounded|retracted"
    r"|refused|(?:stop(?:s|ped)?|ceas(?:es|ed)|quits?) (?:\w+ing|to \w+))\b"
)
_UNTRUE_ZH = re.compile(
    r"谣传|谣言|讹传|误传|误以为|误认为|误信|误称|误报|错误(?!折叠|地折叠)|谬误|谬论|谬传|虚假|虚构|假的|假话|谎|妄称|子虚乌有|捏造|杜撰|以讹传讹|迷信|撤稿|停止(?:治疗|用于|引起|服用)|无稽|吹嘘"
)
_NOT_ZH = re.compile(r"不|无|未|非(?!常)|没|否认|否定|缺乏|排除|阴性|反对|并非|失败|不足|从未|免于|难以|除外")
_NO_DENIAL_EN = re.compile(
    r"\bnot only\b|\bor not\b|\bneither\b(?=.*\bnor\b)|\bnot (?:\w+ )?tolerat\w+|\bno doubt\b"
    r"|\bnot just\b|\bnot merely\b|\bwithout (?:saying"
    r"|stating|doubt|question|naming"
    r"|telling)\b"
    r"|\bno more than\b|\bbut not (?:a )?proof\b|\bnot (?:yet )?(?:been )?(?:confirmed|proven|established|tested)\b"
    r"|\bno (?:proof|fact)\b|\bnot a (?:fact|proven)\b"
)
_NO_DENIAL_ZH = re.compile(
    r"不仅|不但|不过(?!敏)|不良|不同|无论|不论|非常|不只|不止|不明|未来|不管|除非|不适(?!用|合|宜)|无疑|尚未(?:证实|确认|验证)|未经证实|并非事实|非甾体|不少"
    r"|而非(?:事实|证据|定论)|不全|不等于|并不是事实|未说明|不稳"
)
_HEDGE_EN = re.compile(
    r"\b(?:may|might|could|possib\w+|potential\w*|predict\w*|model\w*|suggest\w*|candidates?|propos\w+"
    r"|hypothe\w+|likely"
    r"|perhaps|appears? to|seems?|estimat\w+|probab\w+|presum\w+|expected|conceivabl\w+|maybe|computational\w*"
    r"|forecast\w*"
    r"|suspected|speculat\w*|conjectur\w*|tentative\w*|unconfirmed|plausibl\w+|promising|worth (?:studying|testing))\b"
)
_HEDGE_ZH = re.compile(
    r"可能|或许|也许|或可|或能|或有|或为|预测|提示|推测|候选|有望|拟议|模型|潜在|假设|推断|估计|疑似|似乎|大概|尚待|有待|预计|设想|推想"
)
_SURE = (
    r"(?:certain(?:ly|ty)?|definite(?:ly)?|definitive(?:ly)?|undoubted\w*|doubtless|undeniabl\w+|indisputabl\w+|surely"
    r"|sure|prove[nsd]|proof|confirm(?:s|ed|ing|ation)?|establish(?:es|ed)?|conclusive(?:ly)?|demonstrat\w+|verified"
    r"|validated|guarantee\w*|unquestionabl\w+|clearly|obviously|of course|facts?|known|well known|shown|no doubt"
    r"|beyond (?:\w+ )?doubt|without (?:a |any )?doubt|unequivocal\w*|accepted|evident(?:ly)?|settled"
    r"|truth|really|indeed|assured(?:ly)?|absolutely|truly)"
)
_SURE_EN = re.compile(rf"\b{_SURE}\b")
_UNSURE_EN = re.compile(
    r"(?:\b(?:not|no|nor|never|without|neither|rather than|far from|lacks?|lacking|before|until|unless|yet to be"
    r"|less than|remains? to be|awaits?|awaiting|pending|if|whether|more than|instead of|needs?|still to be"
    r"|to be)\b|n't\b)"
    rf"\W+(?:(?!beyond|doubt)\w+\W+){{0,4}}?(?!doubt){_SURE}\b(?: {_SURE}\b)*"
)
_SURE_ZH = re.compile(
    r"证实|确定|肯定|证明|确认|确证|确凿|确切|无疑|毫无疑问|已知|公认|必定|必然|一定|的确|确实|事实|定论|断定|断言|坚信|绝对|明确|毋庸置疑|验证"
)
_UNSURE_ZH = re.compile(
    r"(?:尚未|未经|未被|未得到|未获|未|尚无|没有|没|无|并非|而非|不是|不|非|尚待|有待|仍待|待|尚需|还需|仍需|需要?|缺乏|等待|之前|能否|是否|若|如)"
    r"(?!疑|庸)[^，。；,;]{0,5}?(?:证实|确定|肯定|证明|确认|确证|确凿|确切|已知|公认|一定|事实|定论|明确|验证)"
)
_MODEL_EN = re.compile(
    r"\b(?:predict\w*|model(?:s|ling|ing|led|ed|'s)?|forecast\w*|hypothe\w+|computational\w*|speculat\w*|conjectur\w*"
    r"|unconfirmed|tentative\w*|estimat\w+|suggest\w*|possib\w+|perhaps|maybe|presum\w+|suspected)\b"
)
_MODEL_ZH = re.compile(r"模型|预测|推测|推断|设想|推想|假设|估计|可能|或许|也许|大概|似乎|有待|尚待|提示")
_ADVICE_EN = re.compile(
    r"\b(?:should|must|ought to|needs? to|has to|have to) (?:\w+ )?(?:take|use|receive|start|begin|try|consider"
    r"|switch|increase"
    r"|discontinue|stop|avoid|be (?:\w+ )?(?:given|prescribed|treated|started|taken|used|switched|offered|put))\b"
    r"|\brecommend\w*|\badvis(?:e|es|ed|able)\b|\bplease\b|\byou(?:r)?\b|\b(?:first|best) choice\b"
    r"|\bwe (?:suggest|propose)\b"
    r"|\b\d+(?:\.\d+)? ?(?:mg|mcg|µg|ml|g|units?|tablets?)\b|\b(?:once|twice) (?:a day|daily|weekly)\b|\bconsult\b"
    r"|^\W*(?:take|use|start|give|prescribe|avoid|stop)\b(?! of\b)|\bpreferred\b"
)
_ADVICE_ZH = re.compile(
    r"建议|推荐|(?:应当?|应该|必须|务必|须|需要?)(?:[^，。;:\ue000-\uf0ff]{0,4})?(?:服用|使用|给予|采用|选用|用药|治疗|停用|换用|就医)|首选|请(?:服|用|遵|咨|在)"
    r"|(?<!不)宜(?:服用|使用|选用|用)|最好(?:服用|使用|用)|您|\d+(?:\.\d+)?\s*(?:毫克|mg|片|克|毫升)|每[日天次]\S{0,3}次|优先(?:选|使)"
)
_FORBIDS_EN = re.compile(
    r"\b(?:should|must|may|can|ought) ?not (?:to )?(?:be (?:\w+ )?(?:given|used|taken|administered|prescribed"
    r"|treated|combined)"
    r"|take|use|receive)\b|\b(?:should|must) (?:be avoided|avoid)\b|\bnot recommended\b|\bnot advis(?:ed|able)\b"
)
_FORBIDS_ZH = re.compile(
    r"不(?:应|宜|得|可|能|建议|推荐)(?:[^，。]{0,2})?(?:服用|使用|给予|采用|选用|用药|治疗|用)?|应避免(?:使用|服用)?|应禁用|须禁用|应忌用"
)
_OTHER_CLAIMS_EN = re.compile(
    r"\b(?:cur(?:es?|ed|ing)|prevent(?:s|ed|ing|ion)?|diagnos(?:es|tic (?:of|for))|worsen(?:s|ed|ing)?"
    r"|aggravat\w+|exacerbat\w+"
    r"|eradicat\w+|eliminat\w+|guarantee\w*|superior|inferior|safer|better than|worse than|protects?|kills?"
    r"|immuni[sz]\w+"
    r"|screening for|the most (?:effective|common)|always|the only|every|all patients|completely|heals?|overdos\w+)\b"
)
_OTHER_CLAIMS_ZH = re.compile(
    r"治愈|根治|预防|恶化|加重|根除|消除|保证|优于|劣于|最有效|最安全|唯一|总是|所有患者|完全|痊愈|彻底|保护"
)


def denials(text: str, language: Language) -> int:
    """How many words deny something."""
    if language is Language.CHINESE:
        return len(_NOT_ZH.findall(_NO_DENIAL_ZH.sub(" ", text)))
    return len(_NOT_EN.findall(_NO_DENIAL_EN.sub(" ", text)))


def untrue(text: str, language: Language) -> int:
    """How many words say of a whole sentence that it is not so: "it is a myth that …"."""
    return len((_UNTRUE_ZH if language is Language.CHINESE else _UNTRUE_EN).findall(text))


def certain(text: str, language: Language) -> str:
    """The words that state a thing as sure; empty when there are none, or when they are denied."""
    if language is Language.CHINESE:
        found = _SURE_ZH.search(_UNSURE_ZH.sub(" ", text))
    else:
        found = _SURE_EN.search(_UNSURE_EN.sub(" ", text))
    return found[0] if found else ""


def modelled(text: str, language: Language) -> bool:
    """Whether a text calls something a model's: a clause of its own that says so hedges its neighbour."""
    return (_MODEL_ZH if language is Language.CHINESE else _MODEL_EN).search(text) is not None


def hedges(text: str, language: Language) -> bool:
    """Whether the text says that it is not sure."""
    return (_HEDGE_ZH if language is Language.CHINESE else _HEDGE_EN).search(text) is not None


def advice(text: str, language: Language, may_forbid: bool) -> str:
    """The words that tell somebody what to do; empty when there are none.

    Args:
        text: folded.
        language: of the text.
        may_forbid: a contraindication is cited, so "should not be given" only says so.
    """
    chinese = language is Language.CHINESE
    if may_forbid:
        text = (_FORBIDS_ZH if chinese else _FORBIDS_EN).sub(" ", text)
    found = (_ADVICE_ZH if chinese else _ADVICE_EN).search(text)
    return found[0] if found else ""


def other_claim(text: str, language: Language) -> str:
    """Words that claim what no predicate of the graph holds; empty when there are none."""
    found = (_OTHER_CLAIMS_ZH if language is Language.CHINESE else _OTHER_CLAIMS_EN).search(text)
    return found[0] if found else ""
