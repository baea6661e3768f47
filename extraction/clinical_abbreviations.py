"""Abbreviations that clinical notes use without defining them, each with a name that the vocabularies know.

Only those with one usual meaning in a note; each is matched as it is written here. ``AMBIGUOUS`` holds words that,
standing before the abbreviation, show that another meaning is in use (``98% on RA`` is room air).
"""

from __future__ import annotations

import re

_TABLE = """
HTN=hypertension|T2DM=type 2 diabetes mellitus|DM2=type 2 diabetes mellitus|T1DM=type 1 diabetes mellitus
DM1=type 1 diabetes mellitus|DM=diabetes mellitus|NIDDM=type 2 diabetes mellitus|IDDM=type 1 diabetes mellitus
T2D=type 2 diabetes mellitus|T1D=type 1 diabetes mellitus|GDM=gestational diabetes|DKA=diabetic ketoacidosis
CAD=coronary artery disease|MI=myocardial infarction|NSTEMI=myocardial infarction|STEMI=myocardial infarction
AMI=acute myocardial infarction|ACS=acute coronary syndrome|CHF=congestive heart failure|HF=heart failure
HFrEF=heart failure|HFpEF=heart failure|AF=atrial fibrillation|Afib=atrial fibrillation|afib=atrial fibrillation
A-fib=atrial fibrillation|AFib=atrial fibrillation|SVT=supraventricular tachycardia|VT=ventricular tachycardia
PVD=peripheral vascular disease|PAD=peripheral arterial disease|DVT=deep vein thrombosis|PE=pulmonary embolism
VTE=venous thromboembolism|TIA=transient ischemic attack|CVA=stroke|AAA=abdominal aortic aneurysm
HLD=hyperlipidemia|COPD=chronic obstructive pulmonary disease|OSA=obstructive sleep apnea
URI=respiratory tract infection|URTI=respiratory tract infection|LRTI=respiratory tract infection
ARDS=acute respiratory distress syndrome|ILD=interstitial lung disease
IPF=idiopathic pulmonary fibrosis|CF=cystic fibrosis|SOB=dyspnea|DOE=exertional dyspnea
PND=paroxysmal nocturnal dyspnea|TB=tuberculosis|PAH=pulmonary arterial hypertension
GERD=gastroesophageal reflux disease|GORD=gastroesophageal reflux disease|PUD=peptic ulcer disease
IBS=irritable bowel syndrome|IBD=inflammatory bowel disease|UC=ulcerative colitis|GIB=gastrointestinal hemorrhage
NASH=non-alcoholic steatohepatitis|NAFLD=non-alcoholic fatty liver disease|HCC=hepatocellular carcinoma
CKD1=chronic kidney disease|CKD2=chronic kidney disease|CKD3=chronic kidney disease|CKD3a=chronic kidney disease
CKD3b=chronic kidney disease|CKD4=chronic kidney disease|CKD5=chronic kidney disease|UGIB=gastrointestinal hemorrhage
LGIB=gastrointestinal hemorrhage
CKD=chronic kidney disease|ESRD=end-stage renal disease|AKI=acute kidney injury|ARF=acute kidney failure
UTI=urinary tract infection|BPH=benign prostatic hyperplasia|PKD=polycystic kidney disease
ADPKD=autosomal dominant polycystic kidney disease|RA=rheumatoid arthritis|OA=osteoarthritis|DJD=osteoarthritis
SLE=systemic lupus erythematosus|PsA=psoriatic arthritis|PMR=polymyalgia rheumatica|GCA=giant cell arteritis
JIA=juvenile idiopathic arthritis|MS=multiple sclerosis|PD=Parkinson disease|ALS=amyotrophic lateral sclerosis
HD=Huntington disease|TBI=traumatic brain injury|SAH=subarachnoid hemorrhage|MG=myasthenia gravis
GBS=Guillain-Barre syndrome|RLS=restless legs syndrome|MDD=major depressive disorder
GAD=generalized anxiety disorder|PTSD=post-traumatic stress disorder|OCD=obsessive-compulsive disorder
ADHD=attention deficit hyperactivity disorder|AUD=alcohol use disorder|HIV=HIV infectious disease|AIDS=AIDS
HBV=hepatitis B|HCV=hepatitis C|HPV=human papillomavirus infection
MRSA=methicillin-resistant staphylococcus aureus infection|COVID=COVID-19|COVID-19=COVID-19
CMV=cytomegalovirus infection|EBV=Epstein-Barr virus infection|RSV=respiratory syncytial virus infection
AML=acute myeloid leukemia|CLL=chronic lymphocytic leukemia|CML=chronic myeloid leukemia|NHL=non-Hodgkin lymphoma
DLBCL=diffuse large B-cell lymphoma|NSCLC=non-small cell lung carcinoma|SCLC=small cell lung carcinoma
RCC=renal cell carcinoma|BCC=basal cell carcinoma|SCC=squamous cell carcinoma|DCIS=ductal carcinoma in situ
CRC=colorectal cancer|MDS=myelodysplastic syndrome|ITP=immune thrombocytopenic purpura
TTP=thrombotic thrombocytopenic purpura|DIC=disseminated intravascular coagulation|SCD=sickle cell disease
PCOS=polycystic ovary syndrome|PID=pelvic inflammatory disease
SIADH=syndrome of inappropriate antidiuretic hormone secretion|SJS=Stevens-Johnson syndrome
TEN=toxic epidermal necrolysis|DRESS=DRESS syndrome|AMD=age-related macular degeneration|POAG=open-angle glaucoma
HCTZ=hydrochlorothiazide|ASA=aspirin|MTX=methotrexate|APAP=acetaminophen|NTG=nitroglycerin|TMP-SMX=co-trimoxazole
5-FU=fluorouracil|AZT=zidovudine|INH=isoniazid|PZA=pyrazinamide|EMB=ethambutol|MMF=mycophenolate mofetil
HCQ=hydroxychloroquine|AZA=azathioprine|L-dopa=levodopa|PCN=penicillin|HA=headache|LBP=low back pain
LVH=left ventricular hypertrophy|LBBB=left bundle branch block|RBBB=right bundle branch block
MVP=mitral valve prolapse|PFO=patent foramen ovale|ASD=atrial septal defect|VSD=ventricular septal defect
NKDA=drug allergy|NKA=allergic disease|NKMA=drug allergy
PDA=patent ductus arteriosus|DCM=dilated cardiomyopathy|HCM=hypertrophic cardiomyopathy
"""


_WORDING = """
diabetes mellitus type 2=type 2 diabetes mellitus|diabetes mellitus type 1=type 1 diabetes mellitus
diabetes type 2=type 2 diabetes mellitus|diabetes type 1=type 1 diabetes mellitus
type ii diabetes mellitus=type 2 diabetes mellitus|type i diabetes mellitus=type 1 diabetes mellitus
convulsion=seizure|convulsions=seizure|fits=seizure|high cholesterol=hypercholesterolemia|swelling=edema
swollen legs=pedal edema|leg swelling=pedal edema|systolic murmur=systolic heart murmur
upper respiratory tract infection=respiratory tract infection|chest infection=respiratory tract infection
upper respiratory tract infections=respiratory tract infection|lung infection=respiratory tract infection
lower respiratory tract infection=respiratory tract infection|pulmonary infection=respiratory tract infection
lower respiratory tract infections=respiratory tract infection
n/v=nausea and vomiting|n&v=nausea and vomiting|low blood sugar=hypoglycemia|high blood sugar=hyperglycemia
low blood pressure=hypotension|fast heart rate=tachycardia|slow heart rate=bradycardia|blood in urine=hematuria
blood in the urine=hematuria|bloody stool=hematochezia|black stools=melena|throwing up=vomiting|tiredness=fatigue
breathlessness=dyspnea|trouble breathing=dyspnea|difficulty breathing=dyspnea|itching=pruritus|itchiness=pruritus
hair loss=alopecia|heart burn=heartburn|enlarged liver=hepatomegaly|enlarged spleen=splenomegaly|fainting=syncope
passed out=syncope|yellow skin=jaundice|underactive thyroid=hypothyroidism|overactive thyroid=hyperthyroidism
trouble sleeping=insomnia|stomach ache=abdominal pain|stomach pain=abdominal pain|belly pain=abdominal pain
tummy ache=abdominal pain|sugar diabetes=diabetes mellitus
fracture=bone fracture|murmur=heart murmur|systolic ejection murmur=systolic heart murmur
ejection murmur=systolic heart murmur|wheezes=wheezing|wheeze=wheezing|short of breath=dyspnea|out of breath=dyspnea
winded=dyspnea|gi bleed=gastrointestinal hemorrhage|gi bleeding=gastrointestinal hemorrhage
low hemoglobin=decreased hemoglobin concentration|decreased hemoglobin=decreased hemoglobin concentration
joint effusion=joint swelling|knee effusion=joint swelling|decrease in appetite=poor appetite
low appetite=poor appetite|lower extremity edema=pedal edema|lower extremity swelling=pedal edema
swelling in the legs=pedal edema|swelling in her legs=pedal edema|swelling in his legs=pedal edema|pitting edema=edema
decreased range of motion=limitation of joint mobility|limited range of motion=limitation of joint mobility
reduced range of motion=limitation of joint mobility|restricted range of motion=limitation of joint mobility
limited rom=limitation of joint mobility|decreased rom=limitation of joint mobility
range of motion is decreased=limitation of joint mobility|range of motion is limited=limitation of joint mobility
limited active and passive rom=limitation of joint mobility|jugular venous distention=elevated jugular venous pressure
jvd=elevated jugular venous pressure|enlarged thyroid=goiter|large thyroid=goiter|blurry vision=blurred vision
weight gain=increased body weight|poor weight gain=failure to thrive|slow weight gain=failure to thrive
inadequate weight gain=failure to thrive|not gaining weight=failure to thrive|poor growth=failure to thrive
knee soreness=knee pain|painful knee=knee pain|painful knees=knee pain|soreness=pain
painful shoulder=shoulder pain|painful back=back pain|sore back=back pain|arm pain=upper limb pain|heel pain=foot pain
thumb pain=finger pain|carpal tunnel=carpal tunnel syndrome|bruising=ecchymosis|urinary frequency=pollakisuria
incontinence=urinary incontinence|decreased ejection fraction=reduced left ventricular ejection fraction
low ejection fraction=reduced left ventricular ejection fraction|enlarged lymph nodes=lymphadenopathy
swollen glands=lymphadenopathy|lung nodule=pulmonary nodule|difficulty walking=gait disturbance
trouble walking=gait disturbance|depressed mood=depression|blood in stool=hematochezia|blood in the stool=hematochezia
bloody stools=hematochezia|black stool=melena|lightheadedness=dizziness|lightheaded=dizziness|light-headed=dizziness
dizzy=dizziness|room spinning=vertigo|vomited=vomiting|threw up=vomiting|fatigued=fatigue|fainted=syncope
joint aches=arthralgia|body aches=myalgia|muscle aches=myalgia|achy joints=arthralgia|runny nose=rhinorrhea
sinus congestion=nasal congestion|reflux=gastroesophageal reflux disease|elevated blood sugar=hyperglycemia
elevated blood sugars=hyperglycemia|pounding heart=palpitations|sleeping difficulty=sleep disturbance
synthroid=levothyroxine|miralax=polyethylene glycol|icy hot=menthol|crestor=rosuvastatin|benicar=olmesartan
novolog=insulin aspart|levemir=insulin detemir|colace=docusate|sinemet=levodopa|dilantin=phenytoin|percocet=oxycodone
vicodin=hydrocodone|norco=hydrocodone|augmentin=amoxicillin|z-pak=azithromycin|zpak=azithromycin
bactrim=co-trimoxazole|imdur=isosorbide mononitrate|sulfa=sulfonamide|sulfa drugs=sulfonamide|lidoderm=lidocaine
advair=fluticasone|symbicort=budesonide|entresto=sacubitril|botox=botulinum toxin type a|demerol=pethidine
senna=sennosides|lomotil=diphenoxylate|cosopt=dorzolamide|patanol=olopatadine|voltaren gel=diclofenac
"""


def _rows(table: str) -> dict[str, str]:
    pairs = (row.partition("=") for row in table.replace("\n", "|").split("|") if row)
    return {short: name for short, _, name in pairs}


ABBREVIATIONS: dict[str, str] = _rows(_TABLE)
"""As written in a note, with the name it stands for."""

WORDING: dict[str, str] = _rows(_WORDING)
"""What notes say in plain words, in lower case, with the name it stands for; it goes before a synonym. A brand of a
combination stands for its first active substance."""

AMBIGUOUS: dict[str, re.Pattern[str]] = {
    "RA": re.compile(r"(?:%|\bon|\bat|\d|sats?|RR|SpO2|sat|SaO2|O2)\s*$", re.IGNORECASE),
    "PE": re.compile(r"(?:^|\n)\s*$|\bon\s*$|ET\s*$", re.IGNORECASE),
    "MS": re.compile(r"(?:^|\n)\s*$|\b\d+(?:\.\d+)?\s*$|\bPhD,?\s*$|\bof\s*$", re.IGNORECASE),
    "HA": re.compile(r"(?:^|\n)\s*$"),
    "PD": re.compile(r"\bon\s*$|\d\s*$", re.IGNORECASE),
    "CF": re.compile(r"(?:^|\n)\s*$|\bVA\s*$|\d\s*$", re.IGNORECASE),
    "AF": re.compile(r"\bfontanelle\s*$|(?:^|\n)\s*(?=:)", re.IGNORECASE),
    "DM": re.compile(r"\bRobitussin\s*$|\bguaifenesin\s*$|\bMucinex\s*$", re.IGNORECASE),
}
"""Where this pattern ends right before the abbreviation, another meaning is in use."""

AMBIGUOUS_BEFORE: dict[str, re.Pattern[str]] = {
    "CVA": re.compile(r"[ \t]*(?:tender\w*|tenderness|angles?|percussion|punch|TTP|pain)\b", re.IGNORECASE),
    "MS": re.compile(r"[ \t]*(?:Contin|exam|status|level)\b", re.IGNORECASE),
    "HD": re.compile(r"[ \t]*(?:#|\d|stable\b|unstable\b|catheter|access|session|via\b|today\b)", re.IGNORECASE),
    "RA": re.compile(r"[ \t]*(?:sat|pressure|enlarge|dilat|size\b|volume)", re.IGNORECASE),
    "PE": re.compile(r"[ \t]*(?:tubes?\b|:)", re.IGNORECASE),
    "PD": re.compile(r"[ \t]*(?:catheter|fluid\b|exchange)", re.IGNORECASE),
}
"""Where this pattern begins right after the abbreviation, another meaning is in use (``CVA tenderness``)."""
