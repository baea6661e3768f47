"""Pieces of Chinese notes, written for this project. Slots in capitals are identifiers, those in small letters are not.

Every second piece of a list (by place, from 1) is held out: rules are not written and models not trained on it.
"""

from __future__ import annotations

HEADERS = (
    "姓名：{FULL}  性别：{sex}  年龄：{age}岁\n住院号：{MRN}\n入院日期：{DATE}\n",
    "患者姓名:{FULL} 性别:{sex} 身份证号:{SSN} 联系电话:{PHONE}\n就诊时间:{DATE}\n",
    "{HOSPITAL}\n出院记录\n姓名 {FULL}　性别 {sex}　年龄 {age}岁　病案号 {MRN}\n科室：{ward}　床号：12床\n",
    "{HOSPITAL}门诊病历\n{FULL}，{sex}，{age}岁，门诊号{MRN}，{DATE}就诊。住址：{ADDRESS}\n",
    "入院记录\n病人{FULL}，{sex}，{age}岁，职业：工人，工作单位：{EMPLOYER}，现住址：{ADDRESS}。\n",
    "| 姓名 | {FULL} |\n| 出生日期 | {DOB} |\n| 医保卡号 | {PLAN} |\n| 手机 | {PHONE} |\n| 地址 | {ADDRESS} |\n",
    "会诊单\n申请科室：{ward}　申请医师：{DOCTOR}　日期：{DATE}\n患者{FULL}，{sex}，{age}岁。\n",
    "急诊留观记录 {DATE}\n{FULL} {sex} {age}岁 病历号{MRN} 陪同人：{RELATIVE}（{relation}） 电话{PHONE}\n",
    "转诊单\n转出医院：{HOSPITAL}\n转入医院：{HOSPITAL2}\n患者：{FULL}　身份证{SSN}　出生{DOB}\n",
    "护理记录 {DATE} 3床 {FULL} {sex} {age}岁 责任护士{NURSE}\n",
)

STORIES = (
    "患者{FULL}，{age}岁，因“{symptom}{duration}”于{DATE}入院。",
    "现病史：患者{duration}前无明显诱因出现{symptom}，伴{symptom2}，曾至{HOSPITAL}就诊，诊断为“{disease}”，予{drug}{dose}口服。",
    "既往有{disease}病史，{DATE}在{HOSPITAL}行手术治疗。否认{disease2}病史。{trap}",
    "家属{RELATIVE}代诉：患者近日{symptom}加重，夜间为甚。联系方式{PHONE}。",
    "{TITLELAST}自诉服用{drug}后{symptom}好转，今日由{relation}{RELATIVE}陪同复诊。",
    "个人史：生于{CITY}，久居本地，退休前在{EMPLOYER}工作，毕业于{SCHOOL}。无烟酒嗜好。",
    "查体：体温36.5℃，脉搏78次/分，血压{bp}mmHg，肌力4/5级，腰椎L4-5压痛。{trap}",
    "辅助检查（{DATE}）：白细胞8.2×10^9/L，血红蛋白126g/L，肌酐68μmol/L，{gene}基因检测阳性。{trap}",
    "{DOCTORLAST}主任查房后指示：考虑{eponym}可能，加用{drug}{dose}。{trap}",
    "今日上级医师{DOCTOR}查看患者，同意目前诊断，继续{drug}治疗。",
    "起搏器序列号{DEVICE}，{DATE}程控正常。{trap}",
    "患者驾驶车辆（车牌{PLATE}，车架号{VIN}）于{DATE}发生事故，致{disease}。",
    "与患者之{relation}{RELATIVE}沟通病情，其表示理解，签字同意手术。",
    "母亲{RELATIVE}，{AGE90}岁，患{disease}；父亲死于{disease2}。{trap}",
    "报告已发送至{EMAIL}，也可登录{URL}查询，用户名{USERNAME}。",
    "远程会诊终端IP {IP}，参加人员：{DOCTOR}、{DOCTOR2}、{NURSE}。",
    "患者现居{CITY}，联系人{RELATIVE}，电话：{PHONE}，微信同号。{trap}",
    "{FULL}之女{RELATIVE}来电（{PHONE}）询问{drug}用法，已告知{dose}口服。",
    "诊断：1.{disease} 2.{eponym} 3.{disease2}。{trap}",
    "{DATE}转入{ward}，由{DOCTOR}医师主管，护士长{NURSELAST}护士长交代注意事项。",
    "医保账号{ACCOUNT}，参保单位{EMPLOYER}，票据寄往{ADDRESS}。",
    "患者{LAST}某，{sex}，{age}岁，既往体健。{trap}",
    "{DATE}复查：{symptom}消失，{trap}嘱2-3周后至{HOSPITAL}复诊。",
    "请{HOSPITAL}{DOCTOR}教授会诊，建议完善{gene}检测，排除{eponym}。",
)

ENDS = (
    "主治医师：{DOCTOR}　{DATE}\n",
    "医师签名：{DOCTOR}\n记录时间：{DATE} {clock}\n",
    "住院医师 {DOCTOR} / 主任医师 {DOCTOR2}\n",
    "记录者：{DOCTOR}；审核者：{DOCTOR2}；{DATE}\n",
    "随访电话：{PHONE}，联系人：{NURSE}护士\n",
    "经治医生{DOCTOR}，执业证号{LICENCE}。\n",
)
