"""Dutch words that say nothing about what a text is about, without capitals and accents."""

EMPTY_WORDS = frozenset(
    """
    aan aangaande al alle alleen als ander andere anders beide ben bent bij binnen boven daar
    daardoor daarom daarvoor dan dat de deze die dit doen doet door dus echt echter een eens
    eerst elk elke en er erg ervan ervoor even gaan gaat geen geweest gewoon haar had hadden
    heb hebben heeft hem hen het hier hij hoe hoeft hun ieder iedere iemand iets ik in
    inmiddels is ja jaar jaren kan komen komt krijgen krijgt kunnen maakt maar mag maken mee
    meer meest men met mij mijn moet moeten na naar nadat net niet niets nieuwe nodig nog nooit
    nu of om omdat onder ons onze ook op over pas per reeds samen sinds soms staan staat steeds
    te tegen ten ter terwijl toch toen tot tussen twee uit uw vaak van vanaf vanuit veel vele
    via volgens voor vooral voordat waar waardoor wanneer want was wat weer wel welke wij wil
    wilde willen word worden wordt zal ze zeer zich zij zijn zo zoals zodat zolang zonder zou
    zouden
    """.split()  # noqa: SIM905
)
