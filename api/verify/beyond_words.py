"""Words that judge, rank, count or tell an outcome, and those that a closing clause may hold; by language."""

from __future__ import annotations

import re

from api.facts import Language
from api.verify.mentions import FIRST_SIGN


def _both(english: str, chinese: str) -> dict[Language, re.Pattern[str]]:
    return {Language.ENGLISH: re.compile(rf"\b(?:{english})\b"), Language.CHINESE: re.compile(chinese)}


JUDGEMENT = _both(
    # safety
    r"harmless\w*|safe(?:ly|ty)?|unsafe|dangerous\w*|deadly|fatal(?:ly|ity|ities)?|lethal\w*|life[- ]threatening"
    r"|toxic(?:ally)?|poison\w*|perilous|benign|risk[- ]free|hazardous|well[- ]tolerated|innocuous|kill(?:s|ed|ing|er)?"
    r"|mortality|deaths?|dies|died|dying|die|catastroph\w+|devastating|irreversibl\w+|permanent(?:ly)?|addictive"
    # outcome
    r"|worked|resolved|resolves|recover(?:s|ed|y)?|remission|success(?:ful|fully|es)?|succeed(?:s|ed)?|miracul\w+"
    r"|miracle|wonder|improved|vanish\w*|disappear\w*|cures?|cured|curative|beneficial(?:ly)?|healthy|healthier"
    r"|heals?|healed|relapse\w*|survival|surviv\w+|instant(?:ly)?|rapid(?:ly)?|immediate(?:ly)?|powerful(?:ly)?"
    r"|excellent\w*|perfect(?:ly)?|superb\w*|amazing\w*|remarkabl\w+|extremely|highly|dramatic(?:ally)?|potent(?:ly)?"
    r"|worthless|cheap(?:ly|er|est)?|expensive|popular|inexpensive|affordable|painless(?:ly)?|reliabl[ey]"
    # life, money, time
    r"|shorten(?:s|ed|ing)?|prolong(?:s|ed|ing)?|lengthen(?:s|ed)?|lives longer|extends? (?:\w+ )?(?:life|lives)"
    r"|life|lifespan|life expectancy|forever|permanent|lasting|within (?:days|hours|weeks|minutes)|overnight"
    # populations
    r"|pregnan(?:t|cy)|breast[- ]?feeding|lactating|child(?:ren)?|infants?|newborns?|neonates?|bab(?:y|ies)"
    r"|toddlers?|teenagers?|adolescents?|elderly|seniors|older (?:people|adults|patients)|adults|everyone|everybody"
    r"|anyone|anybody|nobody|all (?:the )?(?:patients|people|cases|users|humans)|each patient|most (?:patients"
    r"|people|cases|users)|majority|universal(?:ly)?|smokers|athletes|animals|mice|dogs"
    # approval and authority
    r"|fda|ema|nice|who guidelines?|nmpa|guidelines?|regulators|authorities|over[- ]the[- ]counter|banned|withdrawn"
    r"|patented|award\w*|famous|superior|inferior|safer"
    r"|costs?|costly|prices?|minimal|negligible|quick(?:ly)?|swift(?:ly)?|slow(?:ly)?|benefits?|stronger|weaker|better|worse|best|worst|faster|preferable",
    r"无害|安全|危险|致命|致死|致残|死亡|有毒|剧毒|凶险|毒药|成瘾|无毒|无副作用"
    r"|康复|恢复|缓解率|存活|生存|成功|奏效|见效|好转|消退|消失|显效|特效|神奇|奇迹|立即|迅速|立竿见影|永久|终身|不可逆"
    r"|极其|十分|强力|卓越|极佳|最好|最佳|更好|更强|更差|廉价|便宜|昂贵|可靠|受欢迎|价格|费用|快速|很快|缓慢|自行|有益健康|有益"
    r"|寿命|缩短|延长|长寿"
    r"|孕妇|妊娠|怀孕|哺乳|儿童|小儿|婴儿|婴幼儿|新生儿|青少年|老年人|老人|成年人|所有人|人人|每个人|任何人|大多数|多数患者|全部患者|全体"
    r"|药监|指南|医保|专家共识|权威|下架|禁售|专利|著名",
)
RANK = _both(r"first[- ]line|second[- ]line|gold standard|drugs? of first|number one", r"一线|二线|金标准|首要|头号")
APPROVAL = _both(
    r"approv(?:ed|al|es)|licen[cs](?:ed|e|ing)|authori[sz](?:ed|ation)|registered|marketed", r"获批|批准|上市|许可|注册"
)
EFFICACY = _both(
    r"effective(?:ly|ness)?|efficac\w+|beneficial|helpful|helped|helps|works?|indicated|proven|mainstay|standard"
    r"|established|cornerstone|of choice|benefit(?:s|ed)?",
    r"有效|疗效|起效|见效|获益|适应[证症]|标准治疗|治好",
)
HARM = _both(
    r"side[- ]effects?|adverse (?:\w+ )?(?:effects?|events?|reactions?)|complications?\b(?= of (?:it|this|that))",
    r"副作用|不良反应|不良事件|毒副",
)
FREQUENCY = _both(
    r"rarely|barely|scarcely|seldom|always|never|invariabl[ye]|inevitabl[ye]|without exception|infrequently"
    r"|no more(?! than)|abandoned|formerly|until",
    r"很少|极少|鲜有|鲜少|甚少|总会|总能|必然|必定|从不|永远|一定会|无一例外|百分之百|几乎不",
)
INTENSITY = _both(
    r"severe(?:ly)?|intense(?:ly)?|massive(?:ly)?|violent(?:ly)?|extreme|serious(?:ly)?|strong(?:ly)?|slight(?:ly)?",
    r"剧烈|严重|强烈|轻微|重度|猛烈",
)
GUESS = _both(r"might|possibly|perhaps|maybe|suspected|probably|probable|presumed", r"疑似|可能|也许|或许|大概|拟诊")
PEOPLE = _both(
    r"(?:grand|step|god|half[- ])?(?:mother|father|parent|brother|sister|sibling|son|daughter)s?(?:[- ]in[- ]law)?"
    r"|(?:mum|mom|dad|wife|wives|husband|spouse|fianc[eé]e?|uncle|aunt|cousin|nephew|niece|twin|neighbou?r|friend"
    r"|colleague|roommate|relative|boyfriend|girlfriend|flatmate|co-?worker|classmate|employer|boss)s?"
    r"|partner(?!s? of)|famil(?:y|ies)|kin|offspring|somebody else|someone else|another (?:patient"
    r"|person|man|woman)|other patients?|stranger|caregiver|carer"
    rf"|(?:(?<='s )|(?<=[{chr(FIRST_SIGN)}-{chr(FIRST_SIGN + 0xFFF)}] ))(?:child(?:ren)?|doctor|physician|nurse"
    r"|teacher)|married to|in[- ]laws?",
    r"母亲|父亲|父母|妈妈?|爸爸?|兄弟|姐妹|姊妹|哥哥|弟弟|姐姐|妹妹|儿子|女儿|子女|妻子|丈夫|配偶|爱人|亲属|亲戚|家人|家属(?!代?诉|述|称|反映|说)|家族|家里人"
    r"|邻居|朋友|同事|同学|室友|祖父|祖母|外公|外婆|爷爷|奶奶|叔叔|伯父|姑姑|姑母|舅舅|阿姨|姨妈|表[兄弟姐妹]|堂[兄弟姐妹]|孙子|孙女"
    r"|女友|男友|丈母娘|岳[父母]|婆婆|公公|嫂子|旁人|他人|别人|其他患者|另一名?患者",
)
ATTITUDE = _both(
    r"fear(?:s|ed|ing)?|worr(?:y|ies|ied)|afraid|hop(?:es|ed|ing)|dream(?:s|t|ed)?|imagin(?:es|ed|ing)"
    r"|pretend(?:s|ed)?|wonder(?:s|ed)?|doubts?|jok(?:es|ed)|wish(?:es|ed)|feign(?:s|ed)",
    r"担心|害怕|恐惧有|忧虑|希望|梦见|想象|假装|怀疑|以为",
)

_FUNCTION = (
    r"a|an|the|this|that|these|those|it|its|they|them|their|he|she|his|her|which|who|whom|whose|what|as|at|by|for|from"
    r"|in|into|of|on|onto|to|with|without|within|via|per|through|under|and|or|but|yet|so|if|though|although|while|whereas|since"
    r"|because|when|where|how|than|then|there|here|is|are|was|were|be|been|being|am|has|have|had|having|do|does|did|can"
    r"|could|may|might|will|would|shall|not|no|nor|only|also|too|both|either|neither|each|one|two|another|other|others"
    r"|such|same|itself|themselves|respectively|however|thus|hence|therefore|again|still|once|now|today|further|more"
    r"|some|any|few|several|many|much|just|merely|alone|together|besides|moreover|likewise|similarly|accordingly"
)
_NEUTRAL = (
    r"patients?|people|persons?|individuals?|drugs?|medicines?|medications?|agents?|compounds?|substances?|therap(?:y|ies)"
    r"|treatments?|treated|treating|diseases?|disorders?|conditions?|syndromes?|symptoms?|signs?|findings?|features?"
    r"|genes?|proteins?|enzymes?|receptors?|pathways?|process(?:es)?|targets?|tissues?|organs?|effects?|reactions?"
    r"|interactions?|interact|relations?|relationship|associations?|links?|indications?|manifestations?|complications?"
    r"|class|group|kind|type|form|member|example|common|commonly|known|well-known|usual|usually|often|frequent"
    r"|frequently|occasionally|typical|typically|respect|regard|case|cases|example|instance|fact|facts|part|role"
    r"|clinical|clinically|medical|medically|therapeutic|genetic|molecular|human|disease's|name|called|termed|listed"
    r"|described|used|given|taken|combined|use|occur|occurs|seen|found|present|turn|addition|well|cause|causes|caused"
    r"|related|linked|associated|involved|affected|affects|affect|connected|explains?|first|second|latter|former"
)
_EVIDENCE = (
    r"according|evidence|source|sources|literature|reports?|reported|reporting|record|records|recorded|note|notes|noted"
    r"|document|documents|documented|database|databases|knowledge|graph|curated|data|study|studies|publications?|papers?"
    r"|articles?|abstracts?|trials?|label|labels|texts?|mined|mining|stated?|states|says|said|say|saying|telling|naming|stating|shows?|shown"
    r"|showing|observed|observation|observations|statistical|statistics|statistically|cited|cites|citations?|reference"
    r"|references|support|supports|supported|supporting|indicates?|mentions?|mentioned|names?|named|belief|believed"
    r"|confidence|score|certainty|proof|proven|confirmed|confirmation|established|tested|verified|validated|assertion"
    r"|statement|severity|frequency|claims?|chart|lists?|history|sometimes|entry|entries|research|review|line|available|based|rests?|direct|directly"
    r"|co-occur\w*|cooccur\w*|side|mention|prediction|predicted|model"
)
QUALIFIED = re.compile(r"\((?:severity|frequency|频率|严重程度|belief|置信度)[^()]*\)")
GLUE_EN = re.compile(rf"(?:{_FUNCTION}|{_NEUTRAL}|{_EVIDENCE})(?:'s)?")
GLUE_ZH = re.compile(
    r"根据|依据|据|文献|病历|病例|记录|记载|报道|报告|资料|数据库?|知识|图谱|证据|来源|研究|观察|统计|显示|表明|提示|支持|所示|可见|可知"
    r"|患者|病人|药物?|疾病|病症|病|症状|体征|基因|蛋白|通路|治疗|反应|作用|不良|影响|关系|关联|相关|有关|相互|二者|两者|它们|其中"
    r"|常见|已知|通常|往往|经常|主要|典型|之一|之间|同时|同|也|均|都|皆|并|且|而|但|则|即|是|为|属|有|无|在|于|与|和|及|的|之|其|此|该|这|那"
    r"|它|所|者|等|以|由|从|对|中|上|下|时|后|前|可|能|会|应|需|要|注意|留意|谨慎|合用|同服|使用|服用|用药|用|一种|一个|种|类|一"
    r"|尚|仍|还|未|不|非|没|说明|证实|确认|验证|事实|结果|仅|只|供|参考|定论|具体|如何|程度|严重|发生|存在|出现|说|称|提到|提及|见"
)
