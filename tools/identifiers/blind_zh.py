"""Whole Chinese notes for a blind score; see :mod:`tools.identifiers.blind_en`."""

from __future__ import annotations

AS_WRITTEN = (
    # 病历首页
    "住院病案首页\n医疗机构:{HOSPITAL}\n姓名 {FULL} 性别 {sex} 出生日期 {DOB} 年龄 {age}岁\n身份证号 {SSN}\n现住址 "
    "{ADDRESS} 电话 {PHONE}\n工作单位及地址 {EMPLOYER}\n联系人姓名 {RELATIVE} 关系 {relation}\n入院时间 {DATE} 病案号 "
    "{MRN}\n主要诊断 {disease} 过敏药物 [[青霉素]]\n科主任 {DOCTOR} 责任护士 {NURSE}",
    "姓名:{FULL}  职业:教师  单位:{SCHOOL}\n婚姻:已婚  籍贯:{CITY}\n病史陈述者:{relation}{RELATIVE}  "
    "可靠程度:可靠\n主诉:反复"
    "{symptom}{duration}。\n现病史:患者于{duration}前无明显诱因出现{symptom2},曾在{HOSPITAL}就诊,查[[白细胞 "
    "11.2×10^9/L]],"
    "予[[阿莫西林]]{dose}后好转。",
    # 出院小结
    "出院小结\n{FULL},{sex},{age}岁,住院号{MRN}。{DATE}因{symptom}入院,诊断:1.{disease} "
    "2.[[高血压3级(极高危)]]。住院期间由"
    "{DOCTOR}医师主刀行[[胆囊切除术]],术后[[白蛋白 32g/L]]。{DATE}出院。出院带药:{drug}{dose}。随诊电话:{PHONE}。",
    "患者{TITLELAST}病情平稳,[[高热]]已退,[[黄疸]]消退,[[白带]]正常。{DOCTORLAST}主任查房后同意{DATE}"
    "出院。嘱[[低盐低脂饮食]],"
    "{duration}后复查[[肝功能]]。主治医师:{DOCTOR}  住院医师:{DOCTOR2}",
    # 门诊
    "门诊病历 {DATE} {ward}\n{FULL} {sex} {age}岁 卡号{ACCOUNT}\n主诉:{symptom}{duration}\n既往:{disease},"
    "否认[[结核]]。\n查体:BP "
    "{bp}mmHg,[[墨菲征]](-),[[巴宾斯基征]](-)。\n处理:{drug}{dose}。\n医师签名:{DOCTOR}",
    "复诊。患者服[[华法林]]后[[INR 2.3]],无[[牙龈出血]]。{relation}代诉{LAST}"
    "某夜间[[盗汗]]。[[马凡综合征]]家族史阴性,{gene}基因未见突变。"
    "预约{DATE}由{DOCTORLAST}医生复查。",
    # 护理
    "护理记录 {DATE} {clock} 床号12 {FULL} T [[38.2℃]] P [[96次/分]] R [[22次/分]] BP {bp}。遵{DOCTOR}"
    "医嘱予[[呋塞米]][[20mg]]静推。"
    "[[压疮]]评分[[Braden 16分]]。家属{RELATIVE}陪护。护士:{NURSE}",
    "交班:{ward}三床{FULL},术后第2天,引流[[50ml]],[[VAS 3分]]。{NURSELAST}护士长已通知{DOCTORLAST}"
    "大夫。起搏器序列号{DEVICE}。",
    # 检验单
    "检验报告单\n姓名:{FULL}\t性别:{sex}\t年龄:{age}\n病历号:{MRN}\t送检医生:{DOCTOR}\t采样时间:{DATE} {clock}"
    "\n项目\t结果\t参考值\n"
    "[[血红蛋白]]\t[[132g/L]]\t[[115-150]]\n[[肌酐]]\t[[68μmol/L]]\t[[41-73]]\n[[促甲状腺激素]]\t[[2.31mIU/L]]"
    "\n检验者:{DOCTOR2} "
    "审核者:{NURSE}",
    "病理诊断:(右乳)[[浸润性导管癌]],[[ER(+)]],[[Ki-67 30%]],[[刚果红染色]]阴性。送检单位:{HOSPITAL}。报告医师:"
    "{DOCTOR},执业证号{LICENCE}。"
    "报告网址{URL}。",
    # 随访电话
    "电话随访 {DATE}:接听者{RELATIVE}({relation}),号码{PHONE}。诉{FULL}近日[[安静]],[[高兴]]时[[心悸]],已停"
    "{drug}。随访人:{NURSE}。",
    "{DATE}致电{PHONE},{TITLELAST}称已迁至{ADDRESS},微信{USERNAME},邮箱{EMAIL}。[[血糖 7.8mmol/L]]。",
    # 转诊
    "转诊单\n兹有患者{FULL}({sex},{age}岁,医保号{PLAN})因{disease}由{HOSPITAL}转往{HOSPITAL2}。车牌{PLATE}"
    "救护车护送。经治医师{DOCTOR},"
    "联系电话{PHONE}。接收医师:{DOCTOR2}。{DATE}",
    "尊敬的{DOCTORLAST}教授:\n现将{sex}性患者{FULL}转上。{AGE90}岁高龄,{CITY}人,原在{EMPLOYER}工作,长期服用"
    "{drug}{dose},疑[[帕金森病]],"
    "[[MMSE 19分]]。此致\n敬礼\n{DOCTOR}  {DATE}",
    # 知情同意
    "知情同意书:本人{FULL},身份证{SSN},同意由{DOCTOR}医生实施[[腰椎穿刺]],已知风险约[[1/200]]。患者签名:{FULL} "
    "代理人:{RELATIVE}"
    "({relation}) 日期:{DATE}",
    "[[温度]]、[[常规]]、[[方便]]、[[高度]]均记录。[[强直性脊柱炎]]、[[苗勒管]]、[[孟鲁司特]]、"
    "[[白介素]]不应遮盖。患者{LAST}先生,{DATE}于"
    "{SCHOOL}体检,[[谷丙转氨酶 45U/L]],[[左室射血分数 58%]]。医生{DOCTOR}。",
)
"""Notes that stay as they are written."""
