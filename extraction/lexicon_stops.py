"""Names that are not looked for, because in running text they mostly mean something else."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^|\n]+", text))


STOPS = _words("""disease|diseases|disorder|syndrome|symptom|sign|finding|condition|infection or infestation
phenotype|all|onset|severe|mild|moderate|acute|chronic|recurrent|progressive|frequency|episodic|bilateral|unilateral
left|right|proximal|distal|generalized|localized|diffuse|variable|triggered by|clinical course|clinical modifier
mode of inheritance|congenital onset|adult onset|childhood onset|juvenile onset|neonatal onset|infantile onset
late onset|profound|borderline|refractory|aggravated by|ameliorated by|position|severity|pain characteristic
temporal pattern|spatial pattern|laterality|past medical history|blood group|death|sudden|male|female|stable
transient|persistent|intermittent|fluctuating|central|disease or disorder|human disease|multiple|focal|peripheral
superior|inferior|anterior|posterior|lateral|medial|dorsal|acid|base|water|drug|drugs|medication|medications|agent
compound|chemical|protein|peptide|metabolite|ion|salt|solution|group|role|atom|molecule|polymer|mixture|substance
reagent|solvent|food|air|diet|fat|sugar|salts|acids|lead|gold|gas|oxygen|alcohol|light|link|contact|complete|balance
comfort|focus|impact|today|relief|control|support|advance|simply|answer|cope|clear|first|natural|pure|select|sense
shield|smooth|sooth|target|zone|prime|plus|max|extra|defend|premier|guardian|spring|thrive|life|always|ease|calm
rest|patch|gel|cream|lotion|spray|tablet|capsule|oral|topical|ice|heat|cold|hot|menthol ice|and|the|was|not|has|had
is|his|her|for|with|none|normal|negative|positive|patient|history|exam|plan|note|date|name|time|rapid|react|act|step
stop|start|duration|dose|doses|dosage|level|levels|test|tests|trial|study|effect|effects|placebo|hand|hands|foot
feet|head|neck|chest|back|abdomen|skin|eye|eyes|ear|ears|heart|lung|lungs|liver|kidney|kidneys|brain|bone|blood
urine|stool|sputum|serum|plasma|pressure|rate|pulse|temperature|weight|height|age|sex|race|care|health|mental|family
injury|abnormality|abnormal|behavior|response|sensitivity|resistance|function|performance|growth|development|aging
mass|increase|decrease|loss|change|changes|problem|problems|concern|concerns|issue|lesion|lesions|complication
complications|side effects|adverse effects|adverse event|reaction|reactions|overdose|allergy|allergies|allergic
infant|infants|scarring|cervix|epididymis|inversion|ordering|rom|carbohydrate|carbohydrates|amino acids|fed|pair fed
med|the syndrome|hyperplastic|pituitary|thyroid|dependence|collecting|falls|unresponsive|pig|guinea pig|antioxidant
antioxidants|antiviral|carcinogen|ligand|ligands|ester|enzyme inhibitor|mrna|dna|rna|beta 2|shock wave|ulcer|fennel
nail|tick|node|nodes|vein|artery|muscle|joint|joints|tooth|teeth|wrist|ankle|knee|shoulder|elbow|finger|fingers|toe
toes|tongue|throat|mouth|voice|hearing|vision|speech|gait|memory|attention|mood|affect|sleep|appetite|thirst|hunger
breathing|swallowing|walking|sitting|standing|smoking|drinking|reading|writing|running|obstetric|married|single
alive|tall|thin|obese male|child|adult|elderly|woman|man|pregnancy|pregnant|birth|delivery|labor|surgery|radiation
vaccine|antibody|antibodies|antigen|enzyme|enzymes|hormone|hormones|receptor|inhibitor|inhibitors|agonist|antagonist
vitamin|vitamins|mineral|minerals|amino acid|fatty acid|lipid|lipids|nucleotide|toxin|poison|dye|pigment|buffer
vehicle|dust|smoke|tobacco|coffee|tea|milk|egg|eggs|fish|meat|wheat|rice|corn|soy|peanut|sugar cane|患者|正常|异常
过敏|疼痛评分|疾病|症状|综合征|药物|治疗|检查|诊断|病史|阳性|阴性|左侧|右侧|双侧|急性|慢性|轻度|中度|重度|反复|稳定|进展
emergency|emergencies|body weight|birth weight|disease progression|recurrence|suspension
foreign body|signs and symptoms|genetic predisposition|needle stick|deformity
持续|间歇|水|氧|氧气|酒精|食物|男|女|男性|女性|死亡|近端|远端|弥漫性|局限性|全身性|进行性|复发|家族史""")
"""Folded; general words, qualifiers, brand names that are common words, and single organs."""

AMBIGUOUS_NAMES = _words("""cat|set|was|rest|met|kit|impact|ghost|dark|map|camp|pan|cap|cad|ms|pt|cc|hr|bp|er|ed|or|rom
mice|max|fast|pad|sad|mad|gas|ice|art|ace|cast|fat|bad|large|old|sim|spin|star|step|stop|sun|tank|trap|hot|cool|coil
clock|flame|aim|aims|ten|men|arms|arm|leg|hip|rip|chip|ship|shot|tube|mask|pal|gap|rap|tab|tap|tip|top|wars|what|who
why|she|he|his|per|pre|pro|post|for|end|ends|bed|bid|tid|qid|prn|icu|ent|gi|gu|ob|gyn|ct|mri|ekg|ecg|eeg|emg|cbc|bmp
cmp|lft|tsh|inr|bun|psa|wbc|rbc|hgb|hct|plt|ldl|hdl|esr|crp|ana|cpk|ldh|alt|ast|alp|ggt|hba1c|a1c|bmi|ros|hpi|pmh|iv
im|po|sc|sq|usa|uk|am|pm""")
"""Folded; short names that also are words, tests or places: symbols among them count only with a gene word nearby."""

FINDINGS = _words("""mitral regurgitation|aortic regurgitation|tricuspid regurgitation|aortic stenosis|seizure
seizures|diarrhea|hypotension|vomiting|nausea|headache|fever|cough|fatigue|dyspnea|syncope|vertigo|dizziness|tremor
ataxia|jaundice|ascites|edema|pruritus|rash|tachycardia|bradycardia|palpitations|hematuria|proteinuria|hyperkalemia
hypokalemia|hyponatremia|hypernatremia|hypercalcemia|hypocalcemia|hypoglycemia|hyperglycemia|fever of unknown origin
back pain|abdominal pain|chest pain|arthralgia|myalgia|constipation|weight loss|dysphagia|hepatomegaly|splenomegaly
hemoptysis|epistaxis|urticaria|pain|weakness|muscle weakness|insomnia|delirium|coma|confusion|hallucination
hallucinations|aphasia|dysarthria|paresthesia|neutropenia|thrombocytopenia|leukopenia|eosinophilia|alopecia|hiccups
malaise|chills|lethargy|anorexia|dehydration|hypoxemia|hypothermia|cyanosis|hemorrhage|bleeding|gynecomastia
albuminuria|dystonia|dyskinesia|chorea|myoclonus|spasticity|paralysis|hemiparesis|hypertonia|hypotonia|agitation
irritability|肥胖症状|发热|咳嗽|头痛|恶心|呕吐|腹泻|腹痛|胸痛|乏力|水肿|皮疹|黄疸|低血压|心动过速|心动过缓|晕厥|眩晕
震颤|惊厥|抽搐|低钾血症|高钾血症|低钠血症|低血糖|高血糖|蛋白尿|血尿|血小板减少|关节痛|肌痛|呼吸困难|便秘|瘙痒|脱发
嗜睡|昏迷""")
"""Folded; names shared by a disease and a phenotype that stand for the phenotype, a symptom, sign or laboratory
finding. Any other shared name stands for the disease."""

ANALYTES = _words("""blood glucose|blood sugar|blood sugars
alkaline phosphatase|lactate dehydrogenase|creatine kinase|hba1c|glucose|sodium|potassium
calcium|magnesium|creatinine|albumin|urea|bilirubin|iron|ferritin|cholesterol|chloride|phosphate|phosphorus
bicarbonate|lactate|hemoglobin|triglycerides|triglyceride|uric acid|ammonia|cortisol|testosterone|prolactin|troponin
thyroxine|insulin|digoxin|lithium|vancomycin|tacrolimus|valproate|phenytoin|estradiol|progesterone|lipase|amylase
fibrinogen|vitamin d|vitamin b12|folate|copper|zinc|homocysteine|osmolality|hydrogen|carbon dioxide|nitrogen
肌酐|尿素|尿素氮|尿酸|胆红素|白蛋白|血红蛋白|胆固醇|甘油三酯|葡萄糖|钾|钠|钙|镁|磷|氯|铁|铜|锌|铁蛋白|乳酸|血氨
碱性磷酸酶|乳酸脱氢酶|肌酸激酶|肌钙蛋白|同型半胱氨酸|皮质醇|睾酮|雌二醇|孕酮|催乳素|胰岛素|叶酸|维生素d|维生素b12
纤维蛋白原|淀粉酶|脂肪酶|地高辛|丙戊酸|他克莫司|万古霉素|锂""")
"""Folded; chemicals that laboratories measure."""
