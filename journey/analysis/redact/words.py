"""The words that redaction goes by: what stands before a number or a name in several languages."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as lines of text."""
    return frozenset(text.split())


# What the number that follows is. The nearest one before a number decides.
PHONE_CUES = (
    "phone", "call", r"tel\b", "mobile", r"cell\b", "cellphone", "reach", "ring me", "text me", r"sms\b", "whatsapp",
    "fax", "contact me", "dial", "my number", "meine nummer", "mijn nummer", "mon numéro", "mi número", "meu número",
    "mio numero", "telefon", "handy", "mobil", "ruf", "erreich", "teléfono", "telefono", "móvil", "celular", "llám",
    "llam", "telefone", "telemóvel", "ligue", "ligar", "téléphone", "portable", "appel", "joindre", "cellulare",
    "chiam", "telefoon", "bel me", "bel mij", "bellen", "bereik", "zadzwo", "komórk", "tlf", "ring mig", r"puh\b",
    "电话", "手机", "電話", "携帯", "전화",
)  # fmt: skip
ORDER_CUES = (
    "order", "ticket", "package", "packet", "shipping", "consignment", "waybill", "reservation", r"pnr\b", "locator", "claim",
    "complaint", r"bug\b", r"zip\b", "postcode", "postal", r"plz\b", r"cep\b", r"c\.?p\.?\b", "imei", r"s/n\b",
    r"lot\b", "meter", "reading", "flight", "paket", "reklamation", "zähler", "buchung", "reserv", "réserv", "prenot", "réclam",
    "reclam", "kenteken", "klacht", r"case\b", r"cases\b", r"ref\b", "referen", "booking", "confirmation", "invoice", "tracking",
    "parcel", "shipment", "delivery", r"rma\b", "po number", "purchase", "sku", "serial", "item", "product",
    "article", "isbn", r"ean\b", r"upc\b", "barcode", "batch", "build", "version", "error", "code", "transaction",
    "receipt", "quote", "voucher", "coupon", "model", "part number", "incident", "request", "report", "issue",
    "bestell", "auftrag", "rechnung", "vorgang", "sendung", "artikel", "lieferung", "beleg", r"fall\b",
    "aktenzeichen", "seriennummer", "commande", "facture", "dossier", "colis", "référence", "livraison", "suivi",
    "billet", "pedido", "factura", "envío", "paquete", "incidencia", "rastreo", "compra", "encomenda", "fatura",
    "chamado", "protocolo", "rastreio", "ordine", "fattura", "spedizione", "pratica", "scontrino", "pacco",
    "bestel", "factuur", "pakket", "zending", "zamówieni", "faktur", "zgłoszeni", "paczk", "przesyłk", "ordre",
    "beställning", "ärende", r"sag\b", r"po\b", "tilaus", "lasku", "注文", "订单", r"id\b", "timestamp", "epoch", "unix",
)  # fmt: skip
CARD_CUES = (
    "card", "visa", "mastercard", "amex", "paid", "pay", "kart", "kredit", "carte", "tarjeta", "cartão", "cartao",
    "carta", "kaart", "bezahl",
)  # fmt: skip
VERSION_CUES = (
    "version", r"ver\b", r"v\b", "build", "release", "firmware", "update", "upgrade", "driver", "patch", r"ios\b",
    "android", "windows", "chrome", "firefox", "safari", r"edge\b", "sdk", r"api\b", r"app\b", "software", "versión",
    "versão", "versione", "versie", "wersj",
)  # fmt: skip

_NUMBER_WORD = (
    r"(?:[ -]?(?:numbers?|nos?\b\.?|num\b\.?|nr\b\.?|id\b|ids\b|code|#|№|nummer|numéro|numero|número|n[°ºo]\b\.?|numer))?"
    r"(?: of (?:the )?\w{1,12}| de (?:la )?\w{1,12})?"
    r"(?: ?(?:(?:is|are|was|ist|lautet|est|es|é|è|to)\b|[:=#-]))*[ :#=\"'(]*"
)
ID_CUE = (
    r"(?:\bssn\b|social (?:security|insurance)|passport|driv(?:er'?s?|ing) licen[cs]e|(?:national|government|personal) id\b|"
    r"national insurance|\bni number|\bnir\b|führerschein|fahrerlaubnis|rentenversicherung|krankenversicherung|"
    r"numéro fiscal|\bid card|identity card|tax(?:payer)? id|\bnhs\b|"
    r"\bnino\b|\bsin\b|\btfn\b|medicare|\bdni\b|\bnie\b|\bnif\b|\bcpf\b|"
    r"\bcnpj\b|\brg\b|\bcurp\b|\brfc\b|steuer-?(?:id|nummer|identifikationsnummer)|sozialversicherung|ausweis|reisepass|"
    r"sécurité sociale|passeport|carte d'identité|codice fiscale|passaporto|carta d'identità|pasaporte|seguridad social|"
    r"\bbsn\b|burgerservice|paspoort|\bpesel\b|personnummer|\bcpr\b|aadhaar|\bpan card|cartão de cidadão|passaporte)"
    + _NUMBER_WORD
)
ACCOUNT_CUE = (
    r"(?:\baccount|\bacct\b|\bcustomer|\bclient(?:s|e|es|i)?\b|\bmember(?:ship)?|\bpolicy|\bsubscriber|\bpatient|"
    r"\bloyalty|sort code|routing|"
    r"\bkund(?:en|e)?|\bkonto|\bvertrags|\bmitglieds?|bankleitzahl|\bblz\b|\bcompte|\badhérent|\bcontrat|"
    r"\bcuenta|\bsocio|\bcontrato|\bconta\b|\bconto\b|\bcontratto|\bklant|\brekening|\blidmaatschap|\bkontonr|\bklienta)"
    r"(?:'s)?" + _NUMBER_WORD
)
SECRET_CUE = (
    r"\b(?:password|passcode|pin(?: ?code)?|one[- ]time code|otp|cvv2?|cvc2?|passwort|kennwort|mot de passe|contraseña|senha|"
    r"wachtwoord|hasło|lösenord)(?: is| was| ist| est| es| é| è)?[ :=\"']+"
)
LOGIN_CUE = (
    r"\b(?:user ?name|user ?id|login|benutzername|nom d'utilisateur|nombre de usuario|nome utente|gebruikersnaam|usuário)"
    r"(?: is| ist| est| es| é| è)?[ :=\"']+"
)
# A text without any of these has none of the three cues above.
CUE_STEMS = words(
    """
    ssn social passport passeport paspoort passaporto passaporte pasaporte licen national insurance card nhs nino
    sin tfn medicare dni nie nif cpf cnpj rg curp rfc steuer sozial ausweis reisepass sécurité identi codice
    seguridad bsn burger pesel personnummer cpr aadhaar cartão account acct customer client member policy
    subscriber patient loyalty sort routing kund konto vertrag mitglied bankleit blz compte adhérent contrat
    cuenta cliente socio conta conto klant rekening lidmaat klienta user login benutzer usuario utente gebruik
    usuário government driv tax fiscal pass pin otp code cvv cvc kennwort contraseña senha wachtwoord hasło lösenord nir führer
    fahrer renten kranken
    """
)

# How many letters and digits an IBAN has, by country (the SWIFT IBAN registry).
IBAN_LENGTHS = {
    word[:2]: int(word[2:])
    for word in words(
        """
        AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24
        FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32
        LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24
        RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
        """
    )
}

# After these a name follows, however it is written.
NAME_CUES = (
    r"my (?:full |first |last |sur)?name(?: is|'s|’s)", r"(?:full |first |last |sur|customer )?name ?[:=]",
    r"(?:the |under the )name is", r"(?:under|in) the name(?: of)?",
    r"name on (?:the |my )?(?:account|card|order|booking|file) is", r"(?:first|last|family) name",
    r"account holder(?: is|:)", r"(?:i am|i['’]m|im) called",
    r"they call me", r"mein (?:vor|nach)?name ist", r"mein name lautet", r"ich hei(?:ß|ss)e", r"name ist", r"auf den namen",
    r"je m['’]appelle", r"mon (?:pré)?nom (?:est|c'est)", r"(?:pré)?nom ?:", r"au nom de", r"me llamo", r"mi nombre es",
    r"(?:a|al) nombre de", r"nombre ?:", r"mi chiamo", r"il mio nome (?:è|e')", r"a nome di", r"nome ?:",
    r"(?:o )?meu nome [ée]", r"me chamo", r"chamo-me", r"(?:em|no) nome de", r"mijn naam is", r"ik heet", r"op naam van",
    r"naam ?:", r"nazywam się", r"mam na imię", r"jag heter", r"mitt namn är", r"jeg hedder", r"mit navn er", r"jeg heter",
    r"mitt navn er", r"nimeni on", r"ben[iı]m ad[ıi]m",
)  # fmt: skip
# After these a capitalised word is a name.
TITLES = (
    r"mr\.?", r"mrs\.?", r"ms\.?", r"miss", r"mx\.?", r"dr\.?", r"prof\.?", r"herrn?", r"frau", r"fräulein", r"monsieur",
    r"madame", r"mme\.?", r"mlle\.?", r"señora?", r"señorita", r"sra?\.", r"don", r"doña", r"sig\.?(?:ra)?", r"signora?",
    r"senhora?", r"dona", r"dhr\.?", r"mevr(?:ouw|\.)?", r"meneer", r"pan", r"pani", r"i am (?:mr|mrs|ms)\.?",
    r"cardholder:?",
)  # fmt: skip
# After these a capitalised word is a name unless it is a place or a make.
CONTACTS = (
    r"spoke(?:n)? (?:to|with)", r"talked (?:to|with)", r"speak(?:ing)? (?:to|with)", r"chatted with",
    r"(?:agent|rep|advisor|technician|colleague|manager) named",
    r"(?:a|an|agent|man|woman|guy|lady|person|someone) (?:called|named)", r"attn:?",
    r"(?:from|contact|customer|client|passenger|guest|patient|recipient|sender|cc|kunde|cliente|klant):",
)  # fmt: skip
# After these a capitalised word is a name if it is a common one, or if the sentence ends or turns behind it.
GREETINGS = (
    r"this is", r"i am", r"i['’]?m", r"it['’]?s", r"dear", r"hi", r"hiya", r"hello", r"hey", r"thanks", r"thank you", r"thx",
    r"ty", r"(?:\w{1,12} )?regards", r"rgds", r"sincerely", r"cheers", r"best wishes", r"best(?=[,\n])",
    r"yours(?: truly| sincerely| faithfully)?", r"take care", r"love(?=[,\n])", r"signed",
    r"good (?:morning|afternoon|evening)", r"agent", r"hier (?:ist|spricht|schreibt)", r"ich bin(?: der| die)?", r"liebe[r]?",
    r"hallo", r"moin", r"servus", r"guten (?:tag|morgen|abend)", r"gr(?:ü|ue)(?:ß|ss)en?(?: von)?", r"gruß", r"[lmv]f?g",
    r"danke", r"bonjour", r"cher", r"chère", r"cordialement", r"bien à vous", r"ici", r"je suis", r"moi c['’]est", r"merci",
    r"salut", r"salutations", r"bises", r"hola", r"estimad[oa]", r"querid[oa]", r"atentamente", r"saludos",
    r"un (?:saludo|abrazo)", r"soy", r"gracias", r"ciao", r"gentile", r"sono", r"saluti", r"un saluto", r"grazie",
    r"buongiorno", r"olá", r"oi", r"prezad[oa]", r"car[oa]", r"aqui (?:é|fala)(?: o| a)?", r"sou(?: o| a)?",
    r"atenciosamente", r"obrigad[oa]", r"abraços?", r"beijos", r"cumprimentos", r"beste", r"geachte", r"groet(?:en|jes)?",
    r"mvg", r"ik ben", r"met", r"bedankt", r"hoi", r"dag", r"cześć", r"dzień dobry", r"pozdrawiam", r"z poważaniem", r"hej",
    r"mvh", r"hälsningar", r"vänligen", r"hilsen", r"terveisin",
)  # fmt: skip
TURNS = words(
    """
    again ancora btw encore here hier nochmal noch wieder weer and at aus calling da de del della di do du e et from
    i my of speaking uit und van vom von w with y
    """
)
# After these a first name is part of a place.
BEFORE_PLACES = words(
    """
    san santa santo saint sainte st sankt são sao port fort los las mount lake new north south east west nueva nova bad sint
    """
)
PARTICLES = words(
    """
    al bin da das de del della den der di do dos du el ibn la le mac mc st st. ten ter van von y zu zur
    """
)
NO_NAME = words(
    """
    a aber about after again agent air airbus airline airlines airport airways all also always am an and angry
    anyone april are as at auf august avenue bad bahnhof bank bar be because bedankt been before being best bin
    bitte boa bom bonjour boutique bridge buenas buenos buongiorno business but by cafe café calling can center
    centre changed che cheers church city class client cliente clinic club college come como company correct
    could county course customer customers damen dank das dat dear december dem den department der desk dhr dia
    did die different disappointed district do does down dr días e edition een ein eine el en equipe equipo erg
    es et eu everybody everyone everything express february festival first flughafen flyer folks for forest
    foundation frau friday friend friends from frustrated furious für getting glad gli going good gracias grazie
    great gruß grüsse grüße guys had hallo happy has have having he heel heer hello help helpdesk her here herr
    herren herrn het hey hi his hospital hotel house how i i'm i've ich if ihr ihre ik il im in incorrect
    interested international io is island ist it it's its january je july june just kind klant klinik kunde
    kunden kundenservice kundin la las last le les liebe listed lo looking los lounge lounges ma maar madam
    madame mais mall manager march market mas may mein meine member meneer merci mesdames messieurs meu mevr
    mevrouw mi middle might mijn minha mini mio miss missing misspelled mit mitglied mlle mme molto mon monday
    monsieur mr mrs ms muito museum must muy mx my national never new nicht niet no non not nothing nous
    november now nutzer não o obrigada obrigado october oder of off office ok okay on online or os ou our out
    over pan pani para pas passenger per pero plan platz please plus por premier pro product prof quality que
    qui really regards restaurant road sad sales saturday school section sehr senhor senhora senhores september
    series service services señor señora señores señorita she shop should sie sig signor signora signori since
    sincerely sir so something sorry spa spelled square sr sra station still store strasse straße street student
    studentin suite sunday support support- sure surname tag tarde tardes tavern team terminal than thank thanks
    that the their then there these they this those thursday to today tomorrow too tower trying très tuesday
    ultra um uma un una unable und under une unfortunately unhappy university uno unsure up using usted valley
    very vielen village voor vous waiting war was wat we wednesday well were what when where which while who why
    wij will wir with would writing written wrong y yeah yes yesterday yo you your yours zu zusammen équipe
    """
)
