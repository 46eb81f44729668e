"""The words of each language that say nothing of what a text is about."""

from __future__ import annotations

_WORDS = {
    "en": """a about after again all also am an and any are as at be because been before being both but by can could did do
        does doing done don't down during each even ever every few for from further get gets getting got had has have having
        he her here him his how i i'm i've if in into is isn't it it's its just let like lot made make many may me might more
        most much must my no nor not now of off on once one only or other our out over own per put quite really said same
        she should since so some still such than that that's the their them then there these they thing things this those
        through to too under until up upon us use used using very want wanted was wasn't way we well went were what when
        where which while who why will with within without would yet you your yes please thank thanks etc go going gone
        come came say says told tell know think cannot can't couldn't didn't doesn't hasn't haven't won't wouldn't dont""",
    "de": """aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bist bitte da dabei
        dadurch daher damit dann das dass dem den denn der des deshalb die dies diese diesem diesen dieser dieses doch dort
        du durch ein eine einem einen einer eines einfach er es etwas euch euer für gab gar ganz gegen gehabt geht gemacht
        gut habe haben hat hatte hatten hier hin ich ihm ihn ihnen ihr ihre ihrem ihren im immer in ins ist ja jede jedem
        jeden jeder jetzt kam kann kein keine keinem keinen keiner können könnte konnte man mehr mein meine meinem meinen
        meiner mich mir mit muss musste nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seit sich sie sind
        so soll sollte sonst über um und uns unser unsere unter viel vom von vor war waren warum was weil wenn wer werde
        werden wie wieder wir wird wo wurde wurden zu zum zur zwar""",
    "fr": """a ai ait alors après au aucun aucune aussi autre aux avait avant avec avoir bien c ça car ce cela ces cet cette
        chez comme d dans de depuis des deux doit donc du elle elles en encore entre est et étaient était étant été être eu
        fait faire fois il ils j je jamais j'ai l la le les leur leurs lors lui m ma mais me même mes moi moins mon n ne ni
        nous on ont ou où par parce pas pendant peu peut plus pour pourquoi qu quand que quel quelle qui quoi sa sans se sera
        ses si son sont sous suis sur ta tant te tes toujours tous tout toute toutes très trop tu un une vers vos votre vous
        y""",
    "es": """a al algo algunos ante antes aquí así aún aunque bien cada casi como con cual cuando de del desde donde dos el
        él ella ellos en entre era es esa ese eso esta está están estaba este esto estos fue fueron ha había hace hacer han
        hasta hay he hemos la las le les lo los más me mi mis mucho muy nada ni no nos nosotros nunca o os otra otro para
        pero poco por porque pues que qué quien se sea ser si sí sido siempre sin sobre solo son su sus también tan tanto te
        tener tengo tiene tienen todo todos tu tus un una uno unos usted y ya yo""",
    "it": """a abbiamo ad ai al alla alle anche ancora avere aveva c'è che chi ci come con cosa cui da dal dalla dei del della
        delle dello di dopo due e è ed era erano essere fa fare fatto fino fra già gli ha hanno ho i il in io l la le lei li
        lo loro lui ma mai me mi mia mio molto ne nei nel nella nelle nessun nessuno noi non nulla o ogni per perché però più
        poi prima può qualche quando quanto questa queste questi questo qui sempre senza si sì sia solo sono sta stata stato
        su sua sul sulla suo tra tutte tutti tutto un una uno va vi voi""",
    "pt": """a ainda alguém algum alguma ao aos apenas após aquele as até bem cada com como da das de dela dele depois desde do
        dos e é ela elas ele eles em entre era essa esse esta está estão estar estava este estou eu faz fazer foi for foram
        fui há isso isto já lá lhe mais mas me mesmo meu meus minha minhas muito muita na não nas nem no nos nós nossa nosso
        num numa nunca o os ou outra outro para pela pelo pelos por porque pois qual quando que quem se seja sem sempre ser
        seu seus só sua suas são também tão te tem têm tenho ter teve tinha toda todas todo todos tudo um uma umas uns vai
        você vocês""",
    "nl": """aan al alle alleen alles als altijd andere ben bij daar dan dat de deze die dit doen door dus een eens en er erg
        even ga gaan gaat geen ging goed had haar hadden heb hebben heeft heel hem het hier hij hoe hun iets ik in is ja je
        jullie kan kon kunnen kwam maar me meer men met mij mijn moest moet na naar niet niets nog nooit nu of om omdat ons
        onze ook op over te tegen toch toen tot u uit uw van veel voor waar waren was wat we weer wel werd werden wie wij
        wil word worden wordt ze zeer zelf zich zij zijn zo zonder zou""",
    "pl": """a aby ale ani aż bardzo bez bo był była było były być by ci co czy dla do gdy gdzie go i ich ile im innych ja jak
        jako je jego jej jest jestem jeszcze jeśli już każdy kiedy kto która które który których lub ma mam mi mimo mnie
        można może mój moja moje my na nad nam nas nawet nic nie niego nikt nim niż no o od on ona one oni oraz po pod
        podczas ponieważ przed przez przy są się sobie swoje ta tak także tam te tego tej ten też to tu tutaj tylko tym u
        w we więc wszystko wszystkie z za zawsze ze że żeby""",
    "sv": """alla allt än är att av bara blev bli blir då de del dem den denna det detta dig din dock du efter ej eller en er
        ett få får fick finns för från går gick göra ha hade han har här hon hur i in inga ingen inget inte ja jag kan kom
        kommer kunde lite man med mer mig min mina mitt mot mycket nån något när nej ni nu och också om oss på så sedan sig
        sin ska skulle som till under upp ut utan vad var vara varit vi vid vill
        åt över""",
    "da": """af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig din disse dog du efter eller
        en end er et få får fik for før fra gik godt gør ham han har havde her hun hvad hvis hvor i igen ikke ind ingen
        intet ja jeg jer kan kom kommer kun kunne lidt man mange med meget men mere mig min mine mit mod må ned nej noget
        nogen nu når og også om op os over på så selv sig sin skal skulle som til ud uden under var vi vil ville være
        været""",
    "no": """alle alt at av ble blir bli bare da de dem den denne der deres det dette du eller en enn er et etter få får
        fikk for før fra gikk gjøre ha hadde han har her hun hva hvis hvor i igjen ikke ikkje ingen inn ja jeg kan kom
        kommer kunne litt man mange med meg mer men min mine mitt mot må mye ned nei noe noen nå når og også om opp oss
        over på så selv seg sin skal skulle som til under ut uten var vært være vi vil ville""",
    "fi": """ei eikä en enää eri että et ette he hän hyvin ihan itse ja jo joka jos jota joten kaikki kanssa kautta koko koska
        kuin kuka kun kuten me mikä minkä minua minulle minun minä missä mitä mitään mukaan muita mut mutta myös ne niin
        niitä nyt oli olen oli olisi olivat ollut olla on ovat paljon pitäisi se sekä sen siellä siinä sille sinä sitä
        sitten tai tämä tämän tässä te todella tuo vaan vaikka vain vielä voi""",
}


def stopwords(language: str) -> frozenset[str]:
    """Words to leave out of a language's topics, in lower case; of no known language, none."""
    return frozenset(_WORDS.get(language, "").split())


_OPENERS = {
    "en": """how no not never nothing too without can't couldn't cannot won't don't didn't doesn't isn't wasn't haven't""",
    "de": "wie kein keine keinen keiner nicht nichts nie zu ohne",
    "fr": "comment aucun aucune pas jamais rien trop sans",
    "es": "cómo no nunca nada ningún ninguna sin demasiado",
    "it": "come non nessun nessuna mai niente nulla troppo senza",
    "pt": "como não nunca nada nenhum nenhuma sem demasiado",
    "nl": "hoe geen niet nooit niets te zonder",
    "pl": "nie nigdy nic żaden żadna bez zbyt",
    "sv": "ingen inget inga inte aldrig utan",
    "da": "ingen intet ikke aldrig uden",
    "no": "ingen intet ikke aldri uten",
    "fi": "ei ilman liian",
}


def openers(language: str) -> frozenset[str]:
    """Stop words that turn what follows into its contrary, and so belong to it in a phrase: "no internet", "too late"."""
    return frozenset(_OPENERS.get(language, "").split())
