"""The headings of clinical notes and abstracts, English and Chinese, and their canonical names."""

from __future__ import annotations

ENGLISH: dict[str, str] = {
    "chief_complaint": "chief complaint|chief complaints|cc|reason for visit|reason for consultation"
    "|presenting complaint|presenting problem|reason for admission|reason for referral|complaint"
    "|presenting complaints|reason for encounter",
    "history_of_present_illness": "history of present illness|hpi|present illness|interval history|history"
    "|history of presenting illness|history of presenting complaint|subjective|hospital presentation"
    "|clinical history|oncologic history|interim history|history of the present illness"
    "|history of the presenting illness|clinical info|since last visit|story|hx|pain problems"
    "|reason for visit and history",
    "past_medical_history": "past medical history|pmh|pmhx|medical history|past history|past medical hx"
    "|comorbidities|active problems|problem list|problems|birth history|obstetric history|gynecologic history"
    "|ob history|ob/gyn history|gyn history|psychiatric history|past psychiatric history|medical problems"
    "|pertinent past history|past medical and surgical history|significant past medical history"
    "|background history|neonatal history|past medical/surgical history|previous medical history"
    "|active medical problems|pertinent history",
    "past_surgical_history": "past surgical history|psh|pshx|surgical history|past surgeries|surgeries|operations"
    "|procedures|procedure|operation|operation performed|operations performed|procedure performed|procedures performed"
    "|past procedures|prior surgeries|previous surgeries|operative history",
    "family_history": "family history|fh|fhx|family hx|family medical history|family psychiatric history"
    "|family/social|family and social history|family/social history",
    "social_history": "social history|sh|shx|social hx|habits|substance use|tobacco use"
    "|occupational history|social and occupational history|psychosocial history|travel history|lifestyle",
    "medications": "medications|current medications|meds|current meds|home medications|home meds"
    "|medication list|medication|outpatient medications|discharge medications|admission medications"
    "|medications on admission|medications at home|present medications|medicines|current medication"
    "|medications prior to admission|medications on discharge|regular medications|drug history|active medications"
    "|inpatient medications|rx|preoperative medications|prescriptions|current outpatient medications"
    "|medications at discharge",
    "allergies": "allergies|allergy|drug allergies|medication allergies|adverse reactions"
    "|allergies and intolerances|allergies/intolerances|allergies and adverse reactions|known allergies"
    "|allergies and reactions|intolerances|adverse drug reactions|allergies and adverse effects|adverse effects"
    "|drug intolerances|drug reactions|allergies/adverse reactions|allergies/adrs",
    "immunizations": "immunizations|immunization history|vaccinations|immunisations|vaccines",
    "review_of_systems": "review of systems|ros|systems review|review of symptoms|systemic review",
    "vital_signs": "vitals|vital signs|vitals reviewed|vs|observations",
    "physical_exam": "physical exam|physical examination|exam|pe|examination|objective|on examination"
    "|physical findings|mental status exam|mental status examination|neurological examination|neurologic exam"
    "|clinical examination|neurological exam|general examination|mental status|examination findings|focused exam",
    "results": "results|labs|laboratory|laboratory data|laboratory results|lab results|data|imaging"
    "|radiology|diagnostic studies|studies|laboratory studies|investigations|diagnostics|test results"
    "|pertinent results|ekg|ecg|laboratory findings|imaging studies|imaging results|findings|diagnostic data"
    "|pathology|microbiology|tests|echo|echocardiogram|radiology results|lab data|labs and imaging|labs/imaging"
    "|data reviewed|relevant results|laboratory tests|diagnostic tests|workup|radiographic findings"
    "|laboratory values|genetic testing|genetics",
    "assessment": "assessment|impression|impressions|diagnosis|diagnoses|clinical impression"
    "|discharge diagnosis|dx|discharge diagnoses|admission diagnosis|final diagnosis|principal diagnosis"
    "|working diagnosis|final diagnoses|admitting diagnosis|primary diagnosis|secondary diagnoses"
    "|preoperative diagnosis|postoperative diagnosis|admission diagnoses|provisional diagnosis"
    "|summary|formulation|medical decision making|mdm|ed diagnosis",
    "differential_diagnosis": "differential diagnosis|differential diagnoses|differential|ddx|diagnoses considered",
    "assessment_and_plan": "assessment and plan|assessment & plan|assessment/plan|a/p|a&p|assessment and plans"
    "|ap|impression and plan|impression/plan|impression and recommendations|assessment and recommendations"
    "|a and p|assessment/recommendations|impression & plan|assessment plan|assessment, plan"
    "|assessment and treatment plan",
    "plan": "plan|recommendations|treatment plan|plans|plan of care|discharge plan|management"
    "|treatment|management plan|recommendation|therapy|plan and recommendations|disposition|follow up|follow-up"
    "|followup|orders",
    "hospital_course": "hospital course|ed course|emergency department course|course|brief hospital course"
    "|progress|clinical course|course in hospital|events|course in the emergency department",
    "instructions": "instructions|discharge instructions|patient instructions"
    "|instructions given|advice|follow up instructions|follow-up instructions|counseling",
    "return_precautions": "return precautions|ed return precautions|strict return precautions|return to ed"
    "|return to the ed|reasons to return|when to call|when to seek care|warning signs|red flags|return if"
    "|call if|call your doctor if|seek care if",
    "patient_education": "patient education|education|teaching|patient teaching|counselling",
    "header": "patient|patient name|patient information|demographics",
    "background": "background|introduction|purpose|aim|aims|objectives|context|importance"
    "|aims and background|background and objective|background and purpose|rationale|study objective"
    "|background and objectives|background & aims|introduction and objectives|hypothesis|objective and background",
    "methods": "methods|method|materials and methods|patients and methods|design|setting"
    "|participants|subjects|patients|interventions|intervention|main outcome measures|measurements|study design"
    "|design and methods|material and methods|subjects and methods|methodology|design, setting, and participants"
    "|experimental design|setting and design|methods and results|main outcome measure|outcome measures"
    "|research design and methods",
    "conclusions": "conclusions|conclusion|discussion|interpretation|significance|implications|comment"
    "|conclusions and relevance|clinical relevance|main conclusions",
    "case_report": "case report|case presentation|case summary|case|case description|case reports"
    "|observation|clinical presentation and intervention|case history",
}  # fmt: skip

CHINESE: dict[str, str] = {
    "chief_complaint": "主诉|主 诉|就诊原因|入院原因|转诊原因|会诊原因|会诊目的",
    "history_of_present_illness": "现病史|病史|简要病史|病史摘要|病情摘要|现 病 史|入院情况|病例特点|主观资料|随访情况",
    "past_medical_history": "既往史|既往病史|过去史|既往疾病史|既往|基础疾病|出生史|月经史|婚育史|生育史"
    "|月经婚育史|孕产史",
    "past_surgical_history": "手术史|手术外伤史|既往手术史|外伤史|手术及外伤史",
    "family_history": "家族史|家族病史|家族遗传史",
    "social_history": "个人史|社会史|生活史|个人生活史|婚姻史|职业史|吸烟饮酒史|流行病学史|旅行史",
    "medications": "用药|用药史|目前用药|当前用药|现用药|用药情况|药物治疗|出院带药|长期用药|服药史"
    "|既往用药|用药记录|现用药物|院外用药",
    "allergies": "过敏史|药物过敏史|食物药物过敏史|过敏|药物及食物过敏史|药敏史|不良反应|药物不良反应"
    "|不良反应史|药物不良反应史|过敏及不良反应|过敏及不良反应史|过敏与不良反应|过敏和不良反应|药物过敏及不良反应"
    "|药物过敏及不良反应史|过敏与不良反应史|过敏史及不良反应|过敏及药物不良反应史|过敏/不良反应|过敏情况",
    "immunizations": "预防接种史|疫苗接种史|接种史",
    "review_of_systems": "系统回顾|系统查询|系统询问",
    "vital_signs": "生命体征|体征",
    "physical_exam": "体格检查|查体|体检|专科检查|专科查体|专科情况|神经系统检查|入院查体|体格检查结果"
    "|精神检查|客观资料",
    "results": "辅助检查|实验室检查|检查结果|化验|化验检查|化验结果|影像学检查|检验|检查|检验结果"
    "|影像检查|实验室及辅助检查|基因检测|病理|病理检查",
    "assessment": "诊断|初步诊断|入院诊断|出院诊断|临床诊断|目前诊断|印象|评估|诊断依据"
    "|最后诊断|确定诊断|修正诊断|诊断分析|分析|讨论|病情评估",
    "differential_diagnosis": "鉴别诊断|诊断与鉴别诊断|诊断及鉴别诊断|鉴别诊断及分析",
    "assessment_and_plan": "诊断及处理|诊断与处理|评估与计划|评估及计划|诊断和处理|印象及处理|诊疗意见"
    "|诊断及治疗|评估和计划|诊断与计划",
    "plan": "处理|处理意见|治疗|治疗计划|诊疗计划|计划|建议|治疗方案|治疗意见|诊疗方案|处置|处方"
    "|治疗建议|医嘱|随访|随访计划|复诊|下一步计划",
    "hospital_course": "诊疗经过|治疗经过|住院经过|病程|病程记录|诊治经过|住院情况|诊疗过程|入院后情况",
    "instructions": "出院医嘱|出院指导|注意事项|出院建议|生活指导",
    "patient_education": "健康教育|宣教|患者教育|健康宣教",
    "return_precautions": "复诊指征|返诊指征|就诊指征|随诊指征|警示症状",
    "header": "患者信息|基本信息|一般资料|患者|一般情况",
    "background": "目的|背景|前言|引言",
    "methods": "方法|材料与方法|资料与方法|对象与方法",
    "conclusions": "结论|讨论与结论",
    "case_report": "病例|病例报告",
}  # fmt: skip


def table(headings: dict[str, str]) -> dict[str, str]:
    """Each heading, in lower case, with its canonical name."""
    return {title: name for name, titles in headings.items() for title in titles.split("|")}
