"""Whole English notes for a blind score, written before reading the detector, the lists and the other notes.

Slots in capitals are identifiers and those in small letters are not (:mod:`tools.identifiers.slots_en`); what stands in
``[[ ]]`` is clinical text of the note itself, which must stay. What a detector does wrong on these notes is counted
and never looked at, or they are no longer blind.
"""

from __future__ import annotations

AS_WRITTEN = (
    # letters
    "{HOSPITAL}\nDepartment of Rheumatology\n\n{DATE}\n\nRe: {FULL}, born {DOB}\n{STREET}, {CITY} {POSTCODE}\n\nDear "
    "Doctor {DOCTORLAST},\n\nMany thanks for asking me to see this {age}-year-old {sex} with [[Sjögren syndrome]] and "
    "[[Raynaud phenomenon]]. {HeShe} takes [[hydroxychloroquine]] [[200 mg]] and {drug}. [[Schirmer test]] was "
    "[[4 mm/5 min]]. I will see {hisher} {relation} {RELATIVE} as well, since [[HLA-B27]] runs in the family.\n\nWith "
    "kind regards,\n\n{DOCTORFULL2}\nConsultant Rheumatologist\ncc: {FIRST} {LAST}",
    "Dear {TITLELAST},\n\nYour appointment with {DOCTOR} has moved to {DATE} at {clock}. Please bring your "
    "[[insulin]] pen and a list of your medicines. If you may not come, ring {PHONE} or write to {EMAIL}. The will to "
    "stop smoking is half the battle.\n\nYours sincerely\n{NURSE}\nDiabetes Specialist Nurse",
    "TO WHOM IT MAY CONCERN\n\nThis is to certify that {FULL} (passport {SSN}) was under my care from {DATE} to "
    "{DATE} for {disease} and was unfit for work at {EMPLOYER}. May be fit for [[light duties]] after "
    "[[6 weeks]].\n\n{DOCTORFULL}\nReg. No. {LICENCE}",
    # progress notes
    "HD#3 / POD#2\nS: slept well, no [[chest pain]]. {TITLELAST} asked whether {relation} {RELATIVEFIRST} can visit.\n"
    "O: T [[36.8]], HR [[88]], BP {bp}, SpO2 [[97%]] on [[2 L]]. [[Hgb 8.9]], [[K 3.4]], [[Cr 1.1]].\nA/P: s/p "
    "[[Whipple]] for [[pancreatic adenocarcinoma]]; [[JP drain]] output [[40 mL]]. D/w Dr. {DOCTORLAST}. Cont "
    "[[enoxaparin]] [[40 mg]] SC.\n-{INITIALS}",
    "Seen with {DOCTORFIRST} {DOCTORLAST} on rounds {DATE}. {HeShe} is afebrile, [[GCS 15]], [[NIHSS 4]]. [[L4-L5]] "
    "disc and [[C6/7]] foramen narrow on MRI. [[Romberg]] positive, [[Babinski]] absent. Will start {drug} {dose}. "
    "May need {drug2}. Rose from chair without help.",
    "Interval history: Mr. and Mrs. {LAST} flew back from {CITY} on {DATE}. Since then {symptom} for {duration}. "
    "[[Wells score 4.5]]; [[D-dimer 1.2]]. [[Factor V Leiden]] negative, [[JAK2 V617F]] pending.",
    # discharge summary
    "DISCHARGE SUMMARY\nName............ {LASTFIRST}\nUnit number..... {MRN}\nDate of birth... {DOB}\nAdmitted........ "
    "{DATE}\nDischarged...... {DATE}\nAttending....... {DOCTORFULL}\nPCP............. {DOCTORINITIAL}, MD\n\n"
    "DIAGNOSES: "
    "1. {disease} 2. [[Wolff-Parkinson-White syndrome]]\nCOURSE: transferred from {HOSPITAL} after {symptom}. "
    "[[Troponin 0.04]]. [[Ejection fraction 35-40%]].\nMEDICATIONS: {drug} {dose}; [[lisinopril]] [[10 mg]].\n"
    "FOLLOW-UP: "
    "Dr {DOCTORLAST}'s clinic, {PHONE}.\nDictated by {DOCTORFULL2} on {DATE}; transcribed by {INITIALS}",
    "Hospital course by problem. #[[Crohn disease]]: {FIRST} got [[infliximab]] [[5 mg/kg]] and went home on {DATE}. "
    "#[[Iron deficiency]]: [[ferritin 8]], [[Ganzoni]] dose given. #Social: lives with {hisher} {relation} "
    "{RELATIVE} (mobile {PHONE2}) at {STREET}, {CITY}, {STATE} {POSTCODE}; works at {EMPLOYER}.",
    # ED triage
    "ED TRIAGE {clock} {DATE}\n{LASTFIRST} {age} {sexletter} MRN {MRN}\nCC: {symptom} x {duration}\nESI [[3]] BP {bp} "
    "HR [[104]] RR [[22]] T [[38.6]]\nAllergies: [[penicillin]] ([[rash]])\nArrived by ambulance, plate {PLATE}, from "
    "{SCHOOL}. Triage RN {NURSE}",
    "Brought in by {relation} {RELATIVE} after a fall at home ({STREET}). [[Colles fracture]] left; "
    "[[Salter-Harris II]] "
    "ruled out. Tetanus booster [[0.5 mL]] given by {NURSELAST}, RN. Police car ran into them; claim {ACCOUNT},"
    " vehicle "
    "{VIN}.",
    # nursing
    "{DATE} {clock} Nursing: pt {FIRST} voided [[350 mL]], [[Braden 17]], [[Foley]] out. Family ({RELATIVEFIRST}) at "
    "bedside. Dressing to [[sacrum]] changed. Pain [[6/10]] to [[2/10]] after [[morphine]] [[4 mg]] IV. Will "
    "monitor. -- {NURSE}, RN",
    "Handover {ward} bed 12: {TITLELAST}, {age} y, day 2 after [[Nissen fundoplication]]. NPO till [[06:00]]. "
    "{TITLENURSE} "
    "spoke to pharmacy, ext. about {drug}. Call {DOCTORLASTDR} if MAP < [[65]].",
    # laboratory, radiology
    "LABORATORY REPORT\nPatient ID: {MRN}   Name: {FULLCAPS}   DOB: {DOB}   Sex: {sexletter}\nOrdering physician: "
    "{DOCTORCAPS}   Collected: {DATE} {clock}\n\nTest        Result   Units    Reference\n[[Hemoglobin]]  [[13.2]]     "
    "g/dL     [[12.0-16.0]]\n[[Creatinine]]  [[0.9]]      mg/dL    [[0.6-1.2]]\n[[TSH]]         [[2.31]]     mIU/L    "
    "[[0.40-4.00]]\n[[ANA titer]]   [[1:160]]\nAuthorised by {DOCTORINITIAL}",
    "RADIOLOGY: CT CHEST. Accession {ACCOUNT}. {LASTFIRST} ({MRN}). Compared with {DATE}. FINDINGS: [[6 mm]] nodule in "
    "the [[right upper lobe]], [[Fleischner]] follow-up. [[Hounsfield units 42]]. [[T12]] [[Schmorl node]]. "
    "IMPRESSION: "
    "[[Hampton hump]] absent; no [[pulmonary embolism]].\nElectronically signed: {DOCTORFULL}, {DATE} {clock}",
    "Surgical pathology, case {ACCOUNT}\nSubmitted by: {DOCTOR}, {HOSPITAL}, {CITY}\nSpecimen: prostate, [[Gleason "
    "3+4=7]], [[Ki-67 20%]], [[pT2c N0]]. Stains: [[Congo red]] negative, [[Ziehl-Neelsen]] negative, [[Giemsa]]. "
    "[[Reed-Sternberg]] cells are not seen. [[BRCA2 c.5946delT]].",
    # tables
    "| Field | Value |\n|---|---|\n| Surname | {LAST} |\n| Forename | {FIRST} |\n| Hospital no. | {MRN} |\n| "
    "Born | {DOB} "
    "|\n| Next of kin | {RELATIVE}, {relation} |\n| Tel. | {PHONE} |\n| Diagnosis | {disease} |\n| Dose | {dose} |",
    "Date\tDrug\tDose\tGiven by\n{DATE}\t{drug}\t{dose}\t{NURSE}\n{DATE}\t[[heparin]]\t[[5000 units]]\t{NURSE}\n"
    "{DATE}\t{drug2}\t{dose2}\t{INITIALS}",
    "Patient;Record;Birth date;Plan;Email\n{FULL};{MRN};{DOB};{PLAN};{EMAIL2}\nProblem;{disease};{gene};{lab};{bp}",
    # telephone
    "TELEPHONE ENCOUNTER {DATE}. Caller: {RELATIVE} ({relation} of {FULL}). Call back {PHONE}. Says "
    "{RELATIVEFIRST} found "
    "{FIRST} confused; [[glucose 52]]. Advised [[orange juice]], then ED at {HOSPITAL}. Message taken by "
    "{NURSE}; routed "
    "to {DOCTOR}.",
    "Pt called from {PHONE2}. Wants refill of {drug} {dose}. Pharmacy on {STREET}. May leave voicemail. Portal login "
    "{USERNAME}; last log-on from {IP}. /{INITIALS}",
    # referral faxes
    "FAX\nTo: {DOCTORFULL}, {HOSPITAL}   Fax: {FAX}\nFrom: {DOCTORFULL2}   Phone: {PHONE}\nPages: 3\nRe: {FULL}"
    ", DOB {DOB}, "
    "insurance ID {PLAN}\nReason: {disease}, [[A1c 9.1%]], [[Charcot foot]]. Please evaluate for [[Dupuytren "
    "contracture]].\nCONFIDENTIAL",
    "Referral: {age}yo {sex} to {HOSPITAL} genetics. [[NM_000059.3]]: variant in {gene}. {HisHer} {relation}, "
    "{RELATIVE}, "
    "had {disease2} at [[42]]. Referring: {DOCTOR}, licence {LICENCE}. Details at {URL}.",
    # consent, legal
    "CONSENT. I, {FULL}, agree to [[laparoscopic cholecystectomy]] by {DOCTOR}. Witness: {NURSE}. Signed {DATE} in "
    "{CITY}. Emergency contact: {RELATIVE}, {PHONE}. I was told the risk of [[bile leak]] is [[1 in 200]].",
    "Healthcare proxy: {RELATIVE} ({relation}), {STREET}, {CITY}, {STATE} {POSTCODE}, {PHONE}, {EMAIL2}. SSN of"
    " patient "
    "{SSN}; driver's license {LICENCE}.",
    # social history
    "SOCIAL HISTORY: Grew up in {CITY}, went to {SCHOOL}, now a welder for {EMPLOYER}. [[30 pack-years]]. Married to "
    "{RELATIVEFIRST}. Drinks rose wine with lunch. {HisHer} mother lived to {AGE90}.",
    "Pediatric clinic: {FIRST} attends {SCHOOL} in {CITY2}, where a classmate has [[Kawasaki disease]]. [[Apgar 8/9]]; "
    "weight [[25th percentile]]; [[Tanner 2]]. Vaccines up to date. Guardian {RELATIVE}.",
    # devices, insurance
    "Implant record: [[dual-chamber pacemaker]], serial no. {DEVICE}, implanted {DATE} by {DOCTORLASTDR}. Lead "
    "thresholds [[0.75 V]] at [[0.4 ms]]. Interrogated {DATE} at {HOSPITAL}.",
    "Insurance: member ID {PLAN}, subscriber {FULL}, group acct {ACCOUNT}. Authorization for [[adalimumab]] [[40 mg]] "
    "every [[14 days]] for [[Behçet disease]] by {DOCTORFULL2}, phone {PHONE}, fax {FAX}.",
    # geriatrics
    "A {AGE90}-year-old {sex} from {CITY} with [[Alzheimer disease]], [[MMSE 18/30]], [[Barthel 45]]. "
    "{TITLELAST} lives "
    "in a nursing home run by {EMPLOYER}. {relation} {RELATIVE} holds power of attorney. On [[Mirena]]? No. On "
    "[[Eliquis]] [[2.5 mg]].",
    # signatures
    "Plan as above: {drug} {dose}, repeat {lab} in {duration}.\n\n{DOCTORFULL}, MD, PhD\nPager {PHONE}\n"
    "E-signed {DATE} "
    "{clock}\nScribe: {NURSE}",
    "Attestation: I saw and examined {FULL} with the resident, {DOCTORFULL2}, and agree. [[Murphy sign]] positive; "
    "[[Child-Pugh B]]. {DOCTORLAST} ({LICENCE})",
)
"""Notes that stay as they are written."""

CAPITALS = (
    "OPERATIVE REPORT\nPATIENT: {FULL}\nSURGEON: {DOCTORFULL}\nASSISTANT: {DOCTORFULL2}\nDATE: {DATE}\nPROCEDURE: "
    "[[HARTMANN PROCEDURE]]\nEBL [[150 ML]]. A [[TROCAR]] WAS PLACED. [[KOCHER CLAMP]] APPLIED. {TITLELAST} "
    "WENT TO PACU. "
    "CALL {PHONE}.",
    "PT {LAST}, {FIRST} MRN {MRN} C/O {symptom} FOR {duration}. HX OF {disease}. TAKES {drug} {dose}. LIVES IN "
    "{CITY}. PER "
    "{DOCTORLASTDR} WILL REPEAT [[MRI]] MAY USE [[GADOLINIUM]].",
    "RESPIRATORY THERAPY: {TITLELAST} ON [[BIPAP 12/5]], [[FIO2 0.4]]. [[ABG 7.31/58/72]]. RT {NURSE}. NEXT "
    "CHECK {clock}.",
)
"""Notes to be put into capitals."""

SMALL = (
    "spoke to {FULL} today re {disease}. {heshe} stopped {drug} on {DATE}. {relation} {RELATIVEFIRST} will "
    "drive {FIRST} "
    "to {HOSPITAL}. cb {PHONE}.",
    "dr {DOCTORLAST} aware, pt {LAST} on {drug} {dose}, bp {bp}, [[inr 2.4]], lives at {STREET}. email {EMAIL2}",
    "home visit {DATE}: nurse {NURSE} saw {TITLELAST}, [[wound healing well]], [[hba1c 7.1]]. next visit {DATE}"
    ". mrn {MRN}",
)
"""Notes to be put into small letters."""
