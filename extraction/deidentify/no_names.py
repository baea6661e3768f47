"""Words that look like names and are none: brands of medicines and devices, countries, states, peoples, languages."""

from __future__ import annotations

import re

BRANDS = frozenset(
    re.findall(
        r"\S+",
        "abilify accolate accupril accutane aciphex actiq actonel actos adalat adderall adipex advair advil afrin "
        "aggrenox aldactone aldara aldomet aleve alimta alkeran allegra alphagan altace amaryl ambien amitiza "
        "anaprox androgel antabuse antivert anusol apidra aranesp aricept arimidex aromasin arthrotec asacol "
        "asmanex astelin atacand atarax ativan atripla atrovent augmentin avalide avandia avapro avastin avelox "
        "avodart avonex azilect azmacort azulfidine bactrim bactroban basaglar benadryl benicar bentyl benzaclin "
        "betapace betaseron biaxin bonine boniva botox brilinta bumex buspar bydureon byetta bystolic caduet calan "
        "carafate cardizem cardura casodex catapres ceftin celebrex celexa cellcept cetaphil chantix cialis cipro "
        "clarinex claritin cleocin climara clinoril clozaril cogentin colace colazal combigan combivent compazine "
        "concerta copaxone coreg corgard cosopt coumadin cozaar crestor cymbalta cytomel cytotec darvocet daypro "
        "decadron demadex demerol depakene depakote desyrel detrol dexilant diabeta diflucan dilantin dilaudid "
        "diovan ditropan dolobid doryx dosepak dramamine dulcolax duoneb duragesic dyazide effexor effient elavil "
        "elidel eliquis elocon enbrel entresto epipen epogen eskalith estrace estraderm evista exelon exforge "
        "fasenex femara feosol fioricet fiorinal flagyl flexeril flomax flonase florinef flovent fluzone focalin "
        "fosamax frova gabitril gardasil gatorade gaviscon genotropin geodon gleevec glucophage glucotrol "
        "glucovance glyset golytely halcion haldol harvoni herceptin humalog humira humulin hycodan hytrin hyzaar "
        "imdur imitrex imodium imuran inderal indocin integrilin intuniv invokana isordil januvia jardiance jublia "
        "kaletra kaopectate kapvay keflex kenalog keppra klonopin klor-con lamictal lamisil lanoxin lantus lasix "
        "latuda lescol levaquin levemir levitra levoxyl levothroid lexapro lialda librium lidoderm lioresal "
        "lipitor loestrin lomotil lopid lopressor lortab lotensin lotrel lotrisone lovaza lovenox lucentis lumigan "
        "lunesta lupron luvox lyrica macrobid macrodantin maalox maxalt maxzide medrol megace mestinon metamucil "
        "methergine mevacor miacalcin micardis microgestin micronase microzide midol minipress minocin mirapex "
        "mirena miralax mobic motrin moviprep mucinex mucomyst mycelex mylanta mysoline namenda naprosyn nardil "
        "nasacort nasonex neoral neosporin neulasta neurontin nexium nexplanon niaspan nicoderm nicorette "
        "nitrostat nizoral norco normodyne norpace norpramin norvasc novolin novolog nucynta nuvaring nuvigil "
        "nyquil orapred ortho-novum otezla ovcon oxycontin oxytrol ozempic pamelor parlodel parnate patanol paxil "
        "paxlovid pedialyte pepcid percocet percodan peri-colace periactin persantine phenergan phoslo plaquenil "
        "plavix plendil pletal pradaxa praluent pravachol precose premarin prempro prevacid prevnar prilosec "
        "prinivil pristiq procardia procrit prograf prolia propecia proscar prozac pulmicort pyridium qvar ranexa "
        "razadyne reglan relafen relpax remeron remicade renagel renvela repatha requip restasis restoril retin-a "
        "revatio revlimid rilutek risperdal ritalin robaxin robitussin rocephin rogaine roxicodone rozerem "
        "rybelsus rythmol sanctura sandimmune savella seldane senokot septra seroquel serevent sinemet sinequan "
        "singulair skelaxin spiriva stalevo stelara strattera suboxone subutex sudafed symbicort synthroid synvisc "
        "tagamet tamiflu tapazole tarka tegretol tekturna tenoretic tenormin theo-dur thorazine tiazac tigan "
        "tikosyn timoptic tobradex tofranil topamax toprol toradol toujeo tradjenta trandate travatan tresiba "
        "tribenzor tricor trileptal trulicity truvada tums tylenol uloric ultracet ultram unasyn unithroid "
        "urecholine uroxatral valium valtrex vancocin vaseline vasotec ventolin verelan vesicare viagra vibramycin "
        "vicodin vicoprofen victoza viibryd vimpat viramune visine vistaril vivelle voltaren vytorin vyvanse "
        "wegovy welchol wellbutrin xalatan xanax xarelto xeljanz xeloda xenical xolair xopenex zanaflex zantac "
        "zarontin zaroxolyn zebeta zelnorm zestoretic zestril zetia ziac zithromax zocor zofran zoloft zomig "
        "zostavax zovirax zyban zyloprim zyprexa zyrtec zyvox accu-chek band-aid dermabond dexcom dynasplint "
        "gelfoam glucometer hemovac infusaport ligasure mediport medtronic monocryl omnipod permcath pleurx "
        "port-a-cath prolene steri-strip surgicel tegaderm telfa vicryl xeroform yankauer",
    )
)
"""In small letters."""

WIDE = frozenset(
    re.findall(
        r"[^|]+",
        "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|hawaii|idaho|illinois|indiana"
        "|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana"
        "|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon"
        "|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|west virginia|wisconsin"
        "|wyoming|africa|america|asia|europe|australia|austria|bangladesh|belgium|bolivia|brazil|cambodia|canada|china"
        "|colombia|cuba|denmark|ecuador|egypt|england|ethiopia|finland|france|germany|ghana|greece|guatemala|haiti"
        "|honduras|hungary|iceland|india|indonesia|iran|iraq|ireland|italy|jamaica|japan|kenya|korea|laos|liberia|malaysia"
        "|mexico|morocco|nepal|netherlands|new zealand|nicaragua|nigeria|norway|pakistan|panama|peru|philippines|poland"
        "|portugal|romania|russia|saudi arabia|scotland|singapore|somalia|south africa|spain|sudan|sweden|switzerland"
        "|syria|taiwan|thailand|turkey|uganda|ukraine|united kingdom|united states|venezuela|vietnam|wales|zimbabwe"
        "|african|african american|american|arabic|armenian|asian|brazilian|british|cantonese|caucasian|chinese|dutch"
        "|english|filipino|french|german|greek|haitian|hispanic|hmong|indian|irish|italian|japanese|jewish|korean"
        "|latina|latino|mandarin|mexican|nepali|polish|portuguese|puerto rican|punjabi|russian|somali|spanish|swedish"
        "|tagalog|turkish|ukrainian|urdu|vietnamese",
    )
)
"""Countries, states of more than 20,000 people, peoples and languages, in small letters; names of people left out."""

_CLINICAL_END = re.compile(
    r".{3,}(?:plasty|ectomy|otomy|ostomy|oscopy|desis|itis|osis|aemia|emia|uria|opathy|algia|statin|sartan|prazole"
    r"|cillin|mycin|floxacin|azepam|ogram|ography|orrhaphy|centesis|plegia|paresis)s?"
)


def is_medical(word: str) -> bool:
    """Whether a word in small letters is a brand, or ends as only words of medicine do.

    >>> is_medical("synthroid"), is_medical("kyphoplasty"), is_medical("smith")
    (True, True, False)
    """
    return word in BRANDS or _CLINICAL_END.fullmatch(word) is not None
