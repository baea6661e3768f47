"""Traditional Chinese characters of cue phrases and headings as simplified ones, character for character."""

from __future__ import annotations

_TRADITIONAL = (
    "專業個臨為親僅從傳傷侶兒關養況減別醫區協發變後員處備復頭媽婦嬸孫學實對導屬島帶並應庫異強錄徵憂懷懼慣捫報"
    "擔擬據斷無舊時顯暫術來極標檢殘沒測濁濕溫點煙熱愛爺狀現產療瘍監確種積篩簡類細經結給統繼續緩腫腎脹腦臟膽藥"
    "慮補見觀規視覺觸計認討議記許論訪評訴診詢請謹負質資轉輕輔過還遠遺鄰釋鑑針長門問悶聞陽陰陣陳隨難靜項須顧預"
    "風飲驗壓嘔惡節體脈卻癥裏裡爲與於會嘗嚴總識試該說調護貧輸達適遲選頸題額參雙號嬰數樣歲歷氣決滿漸穩級組維緊"
    "線縮聲聽膚臉複動劑隻麼濟單壞將營嬤祇證誌週藉隱險"
)
_SIMPLIFIED = (
    "专业个临为亲仅从传伤侣儿关养况减别医区协发变后员处备复头妈妇婶孙学实对导属岛带并应库异强录征忧怀惧惯扪报"
    "担拟据断无旧时显暂术来极标检残没测浊湿温点烟热爱爷状现产疗疡监确种积筛简类细经结给统继续缓肿肾胀脑脏胆药"
    "虑补见观规视觉触计认讨议记许论访评诉诊询请谨负质资转轻辅过还远遗邻释鉴针长门问闷闻阳阴阵陈随难静项须顾预"
    "风饮验压呕恶节体脉却症里里为与于会尝严总识试该说调护贫输达适迟选颈题额参双号婴数样岁历气决满渐稳级组维紧"
    "线缩声听肤脸复动剂只么济单坏将营嬷只证志周借隐险"
)
_TABLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """The text with these characters simplified; as long as before, so offsets stay true.

    >>> simplified("否認胸痛，無發熱")
    '否认胸痛，无发热'
    """
    return text if text.isascii() else text.translate(_TABLE)
