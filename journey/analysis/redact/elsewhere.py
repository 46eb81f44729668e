"""Capitalised words that are days, places, makes and shops: after a greeting too they are nobody's name."""

from __future__ import annotations

from journey.analysis.redact.words import words

# Weekdays, months and feasts in ten languages.
DAYS = words(
    """
    abril agosto aout april aprile august augustus avril christmas czwartek december decembre dezember dezembro dicembre
    diciembre dienstag dimanche dinsdag domenica domingo donderdag donnerstag easter enero febbraio febrero februar februari
    february fevereiro fevrier fredag freitag friday gennaio giovedi giugno janeiro januar januari january janvier jeudi
    jueves juillet juin julho juli julio july june junho juni junio kerst lordag luglio lundi lunedi lunes lørdag maandag
    maart maggio mai maio mandag march marco mardi mars martedi martes marz marzo may mayo mei mercoledi mercredi miercoles
    mittwoch monday montag natal natale navidad niedziela noel november novembre novembro noviembre october octobre octubre
    oktober onsdag ostern ottobre outubro pasen piatek poniedziałek quarta quinta sabado sabato samedi samstag saturday
    segunda september septembre septiembre setembro settembre sexta sobota sondag sonnabend sonntag sroda sunday søndag
    terca thursday tirsdag tisdag torsdag tuesday vendredi venerdi viernes vrijdag wednesday weihnachten woensdag wtorek
    xmas zaterdag zondag
    """
)
# Large towns and countries, as their people and their neighbours call them.
PLACES = words(
    """
    aalborg aarhus adelaide africa alaska albania algeria almere america amsterdam andorra antwerp antwerpen argentina
    arnhem asia athens atlanta auckland augsburg austin austria bahrain bangalore bangkok bangladesh barcelona barcelone
    bari basel bath bayern beijing belgium belgrade bergen berlin bern bielefeld bilbao birmingham bochum bogota bolivia
    bologna bonn bordeaux boston braga brasil brasilia bratislava brazil breda bremen brescia bristol brooklyn bruges
    brussels bruxelles bucharest budapest bulgaria burma cairo calgary california cambodia cambridge canada canberra caracas
    cardiff carlton catania chemnitz chicago chile china cincinnati cleveland cologne colombia copenhagen cordoba coventry
    cracow croatia cuba curitiba cyprus dallas delft delhi denmark denver detroit deutschland doha dortmund dresden dubai
    dublin duisburg dusseldorf ecuador edinburgh egypt eindhoven england erfurt espana espoo essen estonia europa europe
    faro finland firenze florence florida fortaleza france frankfurt frankreich freiburg gatwick gdansk gelsenkirchen geneva
    geneve genoa genova georgia germany ghent glasgow goteborg gothenburg granada graz grenoble groningen guatemala haarlem
    halle hamburg hannover hanover hawaii heathrow heidelberg helsinki honduras hongkong houston hungary iceland india
    indiana indonesia iran iraq ireland israel istanbul italia italien italy jakarta japan jordan kansas karlsruhe kassel
    katowice kenya kiel kiev koln korea krakow kuwait kyiv latvia lausanne lebanon leeds leicester leiden leipzig libya
    lille lima limoges linz lisboa lisbon lithuania liverpool ljubljana london londres lubeck luxembourg lyon maastricht
    macau madrid magdeburg mainz malaga malaysia malmo malta manchester manhattan manila mannheim marokko marseille
    melbourne memphis messico mexico miami milan milano minnesota modena monaco montana montpellier montreal morocco moscow
    mumbai munchen munich munster murcia nagoya nantes naples napoli narita nashville nederland nepal netherlands nevada
    newcastle nicaragua nice nigeria nijmegen norway nottingham nuremberg nurnberg oceania odense ohio oman oregon orlando
    osaka oslo osterreich ottawa oxford padova pakistan palermo palma pamplona panama paraguay paris parma perth peru perú
    philadelphia philippines phoenix pisa pittsburgh poland polska portland porto portugal potsdam poznan prague praha qatar
    recife reims rennes reykjavik riga rimini romania rome rostock rotterdam rouen russia salvador salzburg saragossa
    savannah schiphol schweiz scotland seattle senegal seoul serbia sevilla seville shanghai sheffield siena singapore
    slovakia slovenia spain spanien stockholm strasbourg stuttgart sweden switzerland sydney taipei taiwan tallinn
    tampa tampere tennessee texas thailand tilburg tokyo toledo torino toronto toulouse trieste trondheim tunisia turin
    turkey turku ukraine ulm uppsala uruguay utah utrecht valencia valladolid vancouver venezia venezuela venice verona
    victoria vienna vienne vietnam vigo vilnius virginia wales warsaw warszawa washington wien wiesbaden winterthur wrocław
    wuppertal wurzburg yemen york yorkshire zagreb zaragoza zimbabwe zurich österreich łodz
    """
)
# Makes, shops and products that customers often write of.
MAKES = words(
    """
    adidas airbnb airpods alcatel aldi alexa alfa alienware aliexpress allianz amazon amex android apple argos aston asus
    audi aviva bahlmann barclays basic bayer benz bmw boeing bosch bose british burger business cadillac canon carrefour
    casio chevrolet chrome cisco citibank citroen coca cortana costco crocs customer dacia decathlon deliveroo dell delta
    deutsche disney dropbox dyson easyjet ebay edeka emirates epson ericsson etsy expedia facebook family fedex ferrari
    ferrero fiat firefox fitbit ford fritzbox galaxy garmin gillette gmail gmx gold google gopro gucci heinz henkel hermes
    hilton hisense hitachi honda honor hoover hotmail huawei hubspot hyundai iberia ikea infiniti instagram intel intercom
    ipad iphone itunes jaguar jbl jeep kellogg kia kindle klarna klm kodak lacoste lamborghini lancia lego legoland
    lenovo levi levi's lexus lidl linksys linux logitech lufthansa lyft macbook maserati mastercard mazda mcdonalds mercedes
    messenger microsoft miele mini mitsubishi motorola movistar nescafe nespresso nestle netflix netgear netto nike nikon
    nintendo nissan nokia nvidia onedrive oneplus opel oppo oracle orange outlook panasonic paypal penny pepsi peugeot
    philips pixel platinum playstation porsche prada premium prime puma qantas realme reddit renault revolut rewe ritter
    ryanair ryzen safari salesforce samsung santander seat service sharp shell shopify siemens silver siri skoda skype slack
    snapchat sonos sony spotify starbucks subaru support suzuki swatch target team telefonica telekom telstra tesco tesla
    tiktok tinder tmobile tommy toshiba toyota trello twitch twitter uber unilever usps vauxhall verizon visa vodafone
    volkswagen volvo walgreens walmart waze whatsapp windows wordpress xbox xerox xiaomi yahoo yamaha youtube zalando zara
    zendesk zoom
    """
)
# Makes and places that are called like a person.
EPONYMS = (
    r"abercrombie & fitch", r"amazon alexa", r"ann taylor", r"aston martin", r"bath & body", r"ben & jerry'?s?",
    r"ben and jerry'?s?", r"ben sherman", r"betty crocker", r"black & decker", r"burton snowboards", r"calvin klein",
    r"carl zeiss", r"carl'?s jr", r"charles & keith", r"charles de gaulle", r"charles schwab", r"charles tyrwhitt",
    r"christian dior", r"costa rica", r"dave & buster'?s?", r"david yurman", r"denny'?s", r"dick'?s sporting",
    r"dolce & gabbana", r"domino'?s", r"dr\.? martens?", r"dr\.? oetker", r"dr\.? pepper", r"dunkin", r"eddie bauer",
    r"elizabeth arden", r"emporio armani", r"estee lauder", r"estée lauder", r"frankie & benny'?s?", r"fred perry",
    r"george foreman", r"gerry weber", r"giorgio armani", r"hans grohe", r"harley[ -]davidson", r"harry potter",
    r"harry winston", r"helena rubinstein", r"helly hansen", r"henry schein", r"hugo boss", r"j\.?p\.? morgan",
    r"jack & jones", r"jack daniel'?s?", r"jack jones", r"jack wolfskin", r"jean paul gaultier", r"jerry'?s", r"jil sander",
    r"jim beam", r"jimmy choo", r"jo malone", r"john deere", r"john f\.? kennedy", r"john lewis", r"johnnie walker",
    r"johnny walker", r"jp morgan", r"karl lagerfeld", r"kate spade", r"kellogg'?s", r"kenneth cole", r"kiehl'?s",
    r"kohl'?s", r"leonardo da vinci", r"levi'?s(?: strauss)?", r"louis roederer", r"louis vuitton", r"lowe'?s", r"macy'?s",
    r"marc jacobs", r"marc o'?polo", r"marco polo", r"marks (?:&|and) spencer", r"martin marietta", r"mary kay",
    r"max factor", r"max mara", r"max planck", r"mcdonald'?s", r"mercedes[ -]benz", r"michael kors", r"michael page",
    r"mickey mouse", r"mike'?s hard", r"morgan stanley", r"nelson mandela", r"nina ricci", r"oliver peoples", r"oscar mayer",
    r"paco rabanne", r"papa john'?s", r"papa murphy'?s", r"paul mitchell", r"paul smith", r"pepe jeans", r"peter hahn",
    r"philip morris", r"philipp plein", r"phillips 66", r"pierre cardin", r"pizza hut", r"puerto rico", r"ralph lauren",
    r"ray[ -]ban", r"robert bosch", r"robert half", r"roberto cavalli", r"robin hood", r"rolls[ -]royce", r"sainsbury'?s",
    r"saint laurent", r"sally beauty", r"sam'?s club", r"san antonio", r"santa claus", r"santiago bernab[eé]u",
    r"sierra leone", r"sofia airport", r"st\.? john'?s", r"stella artois", r"stella mccartney", r"steve madden",
    r"ted baker", r"thomas cook", r"thomas cook airlines", r"tim hortons?", r"tom ford", r"tom tailor", r"tommy hilfiger",
    r"tony romas?", r"tony'?s chocolonely", r"trader joe'?s", r"uncle ben'?s", r"valentino garavani", r"van cleef",
    r"vera wang", r"victoria'?s secret", r"virginia slims", r"vivienne westwood", r"warner bros", r"wendy'?s",
    r"will smith burgers", r"yves rocher", r"yves saint laurent",
)  # fmt: skip
