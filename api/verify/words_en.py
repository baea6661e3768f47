"""English expressions of each predicate."""

from __future__ import annotations

from api.verify.words import Words

_USED = (
    r"(?:used|useful|given|employed|indicated|approved|licensed|administered|prescribed|effective|efficacious"
    r"|beneficial"
    r"|helpful|applied|active|suitable|an option|of (?:proven |established )?(?:use|benefit|value))"
)
_TREAT = (
    rf"\bdoes (?:nothing|something) (?:for|in|against)\b|\btreat(?:s|ing)?\b(?! with)"
    rf"|\b{_USED}\b(?:(?: \w+){{0,4}}? (?:for|in|against|as|to (?:treat|manage"
    rf"|control|relieve)))?"
    r"|\b(?:controls?|controlling|relieves?|relieving|alleviat(?:es?|ing)|eases?|ameliorates?|improves?|targets?)\b"
    r"|\b(?:brings?|keeps?|gets?)\b(?=[^;]* under control)|\b(?:indicated|mainstay|first line|second line|standard"
    r"|of choice)\b"
    r"|\bfinds? (?:\w+ )?(?:use|application)\b|\bin use\b|\b(?:helps?|works?) (?:\w+ )?(?:in|with|against|for)\b"
    r"|\bhelps?\b|\bmanages?\b|\bcombats?\b|\btherapeutic(?:ally)?\b"
)
_TREATED = (
    r"\b(?:treated|treatable|managed|manageable) (?:\w+ )?(?:with|by|using|through)\b|\bbenefits? from\b"
    r"|\bresponds? to\b|\b(?:given|receives?|get|offered)\b(?! (?:for|in|to|against|as|with|by))"
)
_GIVE = (
    r"\b(?:giv(?:e|es|en|ing)|us(?:e|ed|es|ing)|prescrib(?:e|ed|es|ing)|tried|took|tak(?:e|es|en|ing)|chos(?:e|en))\b"
)
_BENEFIT = (
    r"|\b(?:benefits?|efficacy|effectiveness|usefulness|utility|therapeutic (?:effects?|activity|value|role)"
    r"|place) of\b"
)
_TREATMENT = (
    r"\b(?:treatments?|therap(?:y|ies)|treating|remed(?:y|ies)|drugs?|medications?|medicines?|agents?|options?"
    r"|candidates?|management|therapeutics?|pharmacotherapy|relief|control|alleviation|mainstay|cornerstone"
    r"|standard of care)\b"
)
_HARM = (
    r"\b(?:caus(?:es?|ing)|giv(?:e|es|ing) rise to|le(?:ads?|ading) to|induc(?:es?|ing)|provok(?:es?|ing)"
    r"|trigger(?:s|ing)?"
    r"|produc(?:es?|ing)|result(?:s|ing)? in|br(?:ings?|inging) (?:on|about)|elicits?|precipitates?|is responsible for"
    r"|is behind|carr(?:y|ies|ying) (?:an? |the )?(?:\w+ )?risk of|(?:rais|increas)(?:es?|ing) the (?:risk"
    r"|likelihood) of"
    r"|(?:caused|induced|provoked|triggered|produced|elicited|precipitated|resulted in|led to)"
    r"(?! (?:[\w']+ ){0,4}?by\b))\b"
)
_HARMED = (
    r"\b(?:caused|induced|provoked|triggered|produced|elicited|precipitated|brought (?:on|about)) (?:\w+ )?by\b"
    r"|\bdue to\b"
    r"|\b(?:results?|arises?|stems?|comes?) from\b|\battribut(?:ed|able) to\b|\b(?:can|may) (?:follow"
    r"|complicate)\b|\bcomplicat(?:es?|ing)\b|\b(?:secondary to|as a (?:\w+ )?(?:result|consequence) of"
    r"|in response to|in the wake of|following)\b|\bowing to\b|\bthanks to\b"
)
_CULPRIT = (
    r"\b(?:causes?|triggers?)(?= (?:of|for|behind)\b)|\b(?:a|an|the|its|their|known|common|possible|frequent|rare) "
    r"(?:causes?|triggers?)\b|\b(?:culprits?|origin)\b"
)
_UNDER = (
    r"|\b(?:associated|linked) (?:with|to)\b"
    r"|\b(?:seen|observed|reported|noted|found|occurs?|occurred|occurring|develops?|appears?|arises?|known) "
    r"(?:\w+ ){0,3}?(?:with|under|during|from|after|following|by|when|while|upon|on|in (?:people|patients|those"
    r"|users))\b"
)
_SHOWS = (
    r"\b(?:shows?|showing|exhibits?|features?(?! of)|presents?(?: \w+)? with|presenting with"
    r"|manifests?(?: \w+)? (?:with|as|in)"
    r"|manifests?|characteri[sz]ed by|marked by|accompanied by|displays?|includes?|including|involves?|has|have"
    r"|had|having"
    r"|suffer(?:s|ed|ing)? from|develop(?:s|ed)?|experiences?|experienced|comes? with|associated with"
    r"|complain(?:s|ed)? of"
    r"|found to have|reports?|reported|denies|denied|cause[sd]?|leads? to|be troubled by|be affected by|without"
    r"|free of)\b"
)
_SHOWN = (
    r"\b(?:found|seen|observed|present(?! with)|noted|recorded|documented|reported|encountered|common|frequent"
    r"|occurs?|appears?"
    r"|arises?|detected|described|absent|excluded|typical|characteristic|part|belongs?|accompan(?:y|ies)"
    r"|characteri[sz]es?"
    r"|marks?|affects?|counts?|points? to|troubles?|expected)\b"
)
_FEATURE = (
    r"\b(?:features?|manifestations?|symptoms?|signs?|findings?|phenotypes?|(?:clinical )?pictures?|presentations?"
    r"|abnormalit(?:y|ies)|hallmarks?|complications?|characteristics?|traits?|problems?|complaints?)\b"
)
_LINKED = (
    r"\b(?:defects?|defective|deficien\w+|polymorphisms?|alleles?|loss of|dysfunction\w*|causative|causal"
    r"|variants?|mutations?|mutated|risk|susceptib\w+|associat(?:ed|es?|ion)|link(?:ed|s)?|implicat(?:ed|es"
    r"|ion)|relat(?:ed|es)|connect(?:ed|s|ion)|tied|involved"
    r"|contributes? to|predispos\w+ to|underl(?:ies|ying)|plays? an? (?:\w+ )?(?:part|role) in|risk gene|disease gene"
    r"|susceptibility gene|responsible for|genes? (?:for|of|behind)|traced to|bears? on)\b"
)
_RESPONSE = (
    r"\b(?:respon(?:se|ses|d|ds|ding|siveness)|effects?|effectiveness|efficacy|actions?|sensitivity|metabolism|toxicity"
    r"|works?|acts?|tolerat\w+|handl\w+|levels?|outcomes?)\b"
)
_UP = (
    r"up-?regulat(?:es?|ing)|rais(?:es?|ing)|increas(?:es?|ing)|induc(?:es?|ing)|enhanc(?:es?|ing)|elevat(?:es?|ing)"
    r"|boosts?|stimulates?|activates?|augments?|pushes? up|turns? up|drives? up"
)
_UP_BY = (
    r"(?:up-?regulated|raised|increased|induced|enhanced|elevated|boosted|stimulated|activated|augmented|higher) "
    r"(?:\w+ )?(?:by|under|with|in|through)|(?:rises|goes up|increases|climbs|is up) (?:under|with|in|after|by|through)"
)
_DOWN = (
    r"down-?regulat(?:es?|ing)|lower(?:s|ing)?|reduc(?:es?|ing)|decreas(?:es?|ing)|suppress(?:es|ing)?|repress(?:es)?"
    r"|inhibit(?:s|ing)?|diminish(?:es)?|dampens?|weakens?|turns? down|brings? down|cuts?"
)
_DOWN_BY = (
    r"(?:down-?regulated|lowered|reduced|decreased|suppressed|repressed|inhibited|diminished|dampened|lower) "
    r"(?:\w+ )?(?:by|under|with|in|through)|(?:falls|goes down|decreases|drops|is down|declines) (?:under|with"
    r"|in|after|by)"
)
_KIND = (
    r"\b(?:forms?|types?|kinds?|subtypes?|variants?|subclass(?:es)?|members?|examples?|instances?|varieties|variety"
    r"|special cases?|sorts?)\b"
)

ENGLISH: dict[str, Words] = {
    "treats": Words(
        active=_TREAT, passive=_TREATED, doer=_TREATMENT, thing=r"\b(?:indications?)\b", handled=_GIVE + _BENEFIT
    ),
    "applied_to_treat": Words(
        active=rf"\b{_USED}\b(?:(?: \w+){{0,4}}? (?:for|in|against|to (?:treat|manage|control|relieve)))?|\btreating\b"
        r"|\b(?:started|taken|received|tried|chosen|put)\b(?:(?: \w+){0,4}? (?:for|against|to treat))?",
        passive=_TREATED + r"|\b(?:received|was given|were given|takes?|took|is on|was put on)\b",
        doer=_TREATMENT,
        thing=r"\b(?:indications?|reasons?)\b",
        handled=_GIVE,
    ),
    "ameliorates_condition": Words(
        active=r"\b(?:ameliorat(?:es?|ing)|reliev(?:es?|ing)|alleviat(?:es?|ing)|eas(?:es?|ing)|improv(?:es?|ing)"
        r"|lessen(?:s|ing)?|soothes?|mitigat(?:es?|ing)|reduces?)\b",
        passive=r"\b(?:ameliorated|relieved|alleviated|eased|improved|lessened|mitigated) (?:\w+ )?(?:by|with"
        r"|under|through)\b"
        r"|\bimproves? (?:\w+ )?(?:under|with|on|after)\b",
        doer=r"\b(?:relief|improvement|alleviation|amelioration)\b",
    ),
    "contraindicated_in": Words(
        active=r"\bcontra-?indicated\b|\b(?:should|must|may|can|ought) ?not (?:to )?be (?:given|used|taken|administered"
        r"|prescribed|combined)\b|\b(?:to be|be|best) avoided\b|\bunsuitable\b|\bunsafe\b|\bnot (?:be )?(?:an option"
        r"|suitable|safe|recommended|to be (?:given|used|taken))\b|\boff limits\b|\bruled out (?:in|by|for)\b"
        r"|\bharmful\b|\bcontra-?indications? (?:in|for|among)\b|\b(?:is|are) not (?:meant |intended "
        r"|appropriate )?for\b"
        r"|\b(?:inappropriate|inadvisable|prohibited|forbidden)\b",
        passive=r"\b(?:should|must|may|can|ought|do) ?not (?:to )?(?:be given|receive|take|use|be treated with"
        r"|be prescribed)\b"
        r"|\b(?:precludes?|forbids?|prohibits?|rules? out|speaks? against|argues? against|bars?|excludes?)\b"
        r"|\b(?:is|are) not (?:\w+ )?candidates? for\b|\b(?:ineligible|unsuitable|not eligible|not suitable) for\b"
        r"|\bprohibiti(?:on|ve)\b"
        r"|\b(?:should|must) avoid\b|\breasons? (?:not to|against|to avoid)\b",
        thing=r"\bcontra-?indications?\b",
        own_negation=True,
    ),
    "causes": Words(
        active=_HARM,
        passive=_HARMED,
        doer=_CULPRIT,
        thing=r"\b(?:consequences?|results?|outcomes?)\b",
    ),
    "has_side_effect": Words(
        active=_HARM + r"|\b(?:associated|linked) (?:with|to)\b|\b(?:develops?|experiences?|suffers?"
        r"|notices?)\b(?! (?:with|under|on|from|in|during|after))|\bcomplicated by\b",
        passive=_HARMED + _UNDER,
        doer=_CULPRIT,
        thing=r"\b(?:side[- ]effects?|(?:adverse|undesirable|undesired|unwanted|untoward|harmful) "
        r"(?:drug )?(?:effects?|reactions?|events?)|(?:further|other|common|frequent|unpleasant|troublesome|known"
        r"|recogni[sz]ed|serious|rare|possible|potential) effects?"
        r"|(?:complications?|(?:is|are|as|be|remains?) (?:an? )?(?:\w+ )?risks?)(?= (?:of|with|from"
        r"|under)\b)"
        r"|adrs?|(?:concerns?|hazards?|drawbacks?)(?= (?:with|of|during|under|in)\b)|toxicit(?:y|ies)|harms?)\b",
        user=r"\b(?:suffers?|complains?|complained|reports?|reported|develop(?:s|ed)?|experience[sd]?|have|had"
        r"|gets?|notice[sd]?"
        r"|presents?|presented|shows?|showed|exhibit(?:s|ed)?)\b",
    ),
    "has_phenotype": Words(
        active=_SHOWS,
        passive=_SHOWN,
        thing=_FEATURE,
        found=_SHOWN + r"|\b(?:finds?|see"
        r"|encounters?)\b",
    ),
    "gene_associated_with_condition": Words(mutual=_LINKED),
    "binds": Words(
        active=r"\bbinds?\b(?: to)?|\btarget(?:s|ing)\b(?! of| for| that| which)|\battach(?:es|ing)? to\b"
        r"|\b(?:acts?|acting) (?:on|at)\b|\bdocks?\b"
        r"|\bbinding to\b|\b(?:acts?|works?)(?=\W*$)|\baffinity (?:for|to)\b|\b(?:acts?|works?"
        r"|exerts?) (?:\w+ ){0,3}?(?:through|via|by way of)\b"
        r"|\blatch(?:es)? on\b|\bengages?\b",
        passive=r"\b(?:bound|targeted|engaged|occupied) (?:\w+ )?by\b|\bbinding site for\b|\bbinds? site for\b",
        doer=r"\b(?:ligands?|binders?)\b",
        thing=r"\b(?:(?:binding |molecular |drug )*(?:targets?|partners?|sites?))\b",
    ),
    "interacts_with": Words(mutual=r"\b(?:interact(?:s|ed|ing|ion|ions)?)\b"),
    "physically_interacts_with": Words(
        mutual=r"\b(?:interact(?:s|ed|ing|ion|ions)?|binds?|binding|bound|(?:hetero|homo)?dimer\w*|pairs? with"
        r"|complex(?:es)?|partners?|contacts?"
        r"|associates?)\b"
    ),
    "participates_in": Words(
        active=r"\b(?:participat(?:es?|ing) in|takes? part(?: in)?|taking part in|involved in|part of"
        r"|contribut(?:es?|ing) to"
        r"|plays? an? (?:\w+ )?(?:part|role)(?: in)?|has an? (?:\w+ )?(?:part|role) in|belongs? to|acts? in"
        r"|functions? in"
        r"|members? of|participants? in|works? in|engaged in|counted among|needed for|active in|players? in)\b",
        passive=r"\b(?:involv(?:es?|ing)|includes?|including|comprises?|requires?|draws? on|relies on|counts)\b",
        doer=r"\b(?:genes?|members?|components?|participants?|players?)\b",
        thing=r"\b(?:pathways?|process(?:es)?)\b",
    ),
    "affects_response_to": Words(
        active=r"\b(?:affect(?:s|ing)?|influenc(?:es?|ing)|alter(?:s|ing)?|modif(?:y|ies|ying)|determin(?:es?"
        r"|ing)|shapes?"
        r"|modulat(?:es?|ing)|changes?|impacts?|has an? (?:\w+ )?(?:bearing|influence|effect|impact) on"
        r"|bears? on|governs?"
        r"|plays? an? (?:\w+ )?(?:part|role) in|matters? (?:for|to)|decides?)\b",
        passive=r"\b(?:(?:affected|influenced|altered|modified|determined|shaped|modulated|changed|governed|impacted) "
        r"(?:\w+ )?by|depend(?:s|ent|ing)? (?:\w+ ){0,3}?(?:on|upon)|varies (?:with|by)|differs (?:with|by)"
        r"|related to|linked to"
        r"|tied to)\b",
        response=_RESPONSE,
    ),
    "has_chemical_role": Words(
        active=r"\b(?:acts?|acting|serves?|works?|functions?|functioning|classed|classified|counted|known|counts|used) "
        r"(?:as|among|in)\b|\bbelongs? (?:to|among)\b|\bplays? the (?:\w+ )?role of\b",
        doer=r"\b(?:members?|examples?|representatives?)\b",
        thing=r"\b(?:roles?|class(?:es)?)\b",
        is_a=True,
    ),
    "subclass_of": Words(
        active=r"\b(?:classified|classed|counted|grouped|listed|ranked|filed|falls?) (?:among|as|under|with|within)\b"
        r"|\bbelongs? (?:to|among)\b|\b(?:falls?|comes?) under\b|\bcounts? (?:as|among)\b|\bone of the\b",
        passive=r"\b(?:includes?|including|comprises?|covers?|encompass(?:es)?|such as)\b",
        doer=_KIND,
        is_a=True,
    ),
    "located_in": Words(
        active=r"\b(?:located|situated|found|seated|locali[sz]ed|lies|sits|occurs?|arises?|resides?|affects?|involves?"
        r"|attacks?|strikes?)\b",
        passive=r"\b(?:affected by|harbou?rs?|houses|home to|involved in)\b",
        doer=r"\b(?:diseases?|disorders?)\b",
        thing=r"\b(?:sites?|locations?|seats?|organs?)\b",
        found=r"\b(?:located|found|seen|occurs?|situated|arises?)\b",
    ),
    "expressed_in": Words(
        active=r"\b(?:expressed|active|expression|transcribed)\b",
        passive=r"\b(?:express(?:es|ing)?)\b",
        thing=r"\b(?:sites? of expression)\b",
        handled=r"\bexpression of\b",
        found=r"\bexpressed|expression\b",
    ),
    "upregulates": Words(
        active=rf"\b(?:{_UP})\b",
        passive=rf"\b(?:{_UP_BY}|(?:up-?regulated|raised|increased|elevated)(?! (?:expression|levels?"
        rf"|transcription|production)))\b",
        doer=r"\b(?:inducers?|activators?)\b",
        event=r"\b(?:up-?regulation|induction|elevation|stimulation|(?:increased?|higher|elevated|raised|enhanced) "
        r"(?:expression|levels?|transcription|production)|increases? in)\b",
    ),
    "downregulates": Words(
        active=rf"\b(?:{_DOWN})\b",
        passive=rf"\b(?:{_DOWN_BY}|(?:down-?regulated|lowered|reduced|suppressed)(?! (?:expression|levels?"
        rf"|transcription|production)))\b",
        doer=r"\b(?:suppressors?|repressors?)\b",
        event=r"\b(?:down-?regulation|suppression|repression|(?:decreased?|lower|reduced|diminished|suppressed) "
        r"(?:expression|levels?|transcription|production)|(?:reduction|decreases?|fall|drop|decline)s? in)\b",
    ),
    "regulates": Words(
        active=r"\b(?:regulat(?:es?|ing)|controls?|controlling|governs?|steers?)\b",
        passive=r"\b(?:regulated|controlled|governed|steered) (?:\w+ )?by\b|\bunder the (?:control|regulation) of\b",
        doer=r"\b(?:regulators?|controllers?)\b",
        thing=r"\b(?:(?:regulatory )?targets?)\b",
    ),
    "coexpressed_with": Words(mutual=r"\bco-?express\w*|\bexpress\w* (?:together|alongside|jointly|in concert)\b"),
    "has_condition": Words(
        active=r"\b(?:has|have|had|having|suffer(?:s|ed|ing)? from|diagnosed with|living with|lives with"
        r"|affected by|with"
        r"|without|diagnosis of|diagnoses of|history of|known for|ill with|reports?)\b",
        passive=r"\b(?:found|present|documented|recorded|diagnosed|noted|known|described|established|excluded"
        r"|affects?)\b",
        thing=r"\b(?:diagnos(?:is|es)|conditions?|diseases?|problems?)\b",
        found=r"\b(?:found|present|documented|recorded|diagnosed|noted|known|described|established|excluded)\b",
    ),
    "takes": Words(
        active=r"\b(?:takes?|taking|took|receiv(?:es?|ed|ing)|given|treated with|us(?:es|ed|ing)|prescribed"
        r"|(?:is|was|are|being"
        r"|currently|and|who is) on|maintained on|started on|put on|medications? (?:list )?includes?|medicated with)\b",
        passive=r"\b(?:taken|prescribed|given|administered|on the (?:\w+ )?list|among|part of|used)\b",
        thing=r"\b(?:medications?|medicines?|drugs?|prescriptions?|treatment)\b",
    ),
    "underwent": Words(
        active=r"\b(?:underwent|undergo(?:es|ne|ing)?|ha[sd]|have|having|received|treated (?:with|by)|status post"
        r"|after|following|history of)\b",
        passive=r"\b(?:performed|done|carried out|made|obtained|documented|recorded)\b",
        thing=r"\b(?:procedures?|operations?|surger(?:y|ies)|examinations?|interventions?)\b",
    ),
    "has_attribute": Words(
        active=r"\b(?:ha[sd]|have|with|shows?|showed|measured?) (?:an? |the )?(?:measurements?|values?|results?"
        r"|levels?)(?: of| for)?\b",
        passive=r"\b(?:measured|recorded|obtained|checked)\b",
        thing=r"\b(?:measurements?|values?|results?|levels?|readings?)\b",
    ),
    "allergic_to": Words(
        active=r"\b(?:allergic to|allerg(?:y|ies)(?: to)?|hypersensitiv(?:e|ity) to|reacts? allergically to)\b",
        thing=r"\b(?:allerg(?:y|ies|ens?)|known allerg(?:y|ies))\b",
    ),
    "had_adverse_reaction_to": Words(
        active=r"\b(?:react(?:s|ed|ing|ions?)?(?: \w+){0,2} (?:to|after|on|with)|did not tolerate"
        r"|not tolerat\w+|intoleran\w+"
        r"|(?:had|suffered|developed) an? (?:\w+ )?(?:adverse|bad) \w+)\b",
        passive=r"\b(?:caused|provoked|led to|triggered|brought) (?:\w+ ){0,3}(?:reactions?|effects?|events?)\b"
        r"|\btolerated\b",
        thing=r"\b(?:(?:adverse|bad) (?:drug )?reactions?)\b",
    ),
    "mentions": Words(
        active=r"\b(?:mention(?:s|ed|ing)?|names?|named|refers? to|speaks? of|discuss(?:es|ed)?|cites?"
        r"|writes? of|records?)\b",
        passive=r"\b(?:mentioned|named|referred to|spoken of|discussed|recorded|found|appears?) (?:in|by)\b",
        found=r"\b(?:mentioned|named|referred to|discussed|recorded|appears?)\b",
    ),
    "occurs_together_in_literature_with": Words(
        mutual=r"\b(?:occur|appear|mentioned|named|found|cited|discussed|come up|turn up"
        r"|reported)\w* (?:\w+ )?together\b"
        r"|\bside by side\b|\bco-?occur\w*|\bco-?mention\w*|\bin the same (?:\w+ )?(?:publications?|papers?"
        r"|texts?|articles?"
        r"|sentences?|literature|abstracts?|studies)\b|\bjointly\b|\balongside\b|\bnext to (?:each|one)\b"
        r"|\btogether in\b"
    ),
    "related_to": Words(mutual=r"\b(?:relat(?:ed|es|ion|ionship)|associat(?:ed|ion)|connect(?:ed|ion)|linked?|tied)\b"),
    "similar_to": Words(mutual=r"\b(?:similar(?:ity)?|resembl(?:es?|ance|ing)|alike|akin)\b"),
}
