from django.urls import URLPattern, include, path

from schakel.web.chains.views import (
    barriers,
    complexity,
    diary,
    gate,
    hours,
    letters,
    overview,
    parties,
    phase,
    size,
    start,
)

app_name = "chains"

CHAIN: list[URLPattern] = [
    path("", overview.show, name="overview"),
    path("regisseur/", start.appoint, name="appoint"),
    path("regisseur/beeindigen/", start.end_appointment, name="end_appointment"),
    path("partijen/", parties.show, name="parties"),
    path("partijen/uitnodigen/", parties.invite, name="invite"),
    path("partijen/<int:pk>/opnieuw/", parties.resend, name="resend_invitation"),
    path("partijen/<int:pk>/intrekken/", parties.withdraw, name="withdraw_invitation"),
    path("schakels/", parties.links, name="links"),
    path("complexiteit/", complexity.assess, name="complexity"),
    path("complexiteit/berekening/", complexity.preview, name="complexity_preview"),
    path("commitment/", letters.index, name="letter"),
    path("commitment/nieuw/", letters.draft, name="letter_draft"),
    path("commitment/<int:number>/", letters.show, name="letter_version"),
    path("commitment/<int:number>/inhoud.json", letters.content, name="letter_content"),
    path("commitment/<int:number>/tekst/", letters.edit_text, name="letter_text"),
    path("commitment/<int:number>/openen/", letters.open_for_signing, name="letter_open"),
    path("commitment/<int:number>/ondertekenen/", letters.sign, name="sign_letter"),
    path("commitment/<int:number>/toezeggingen/nieuw/", letters.add_promise, name="letter_promise"),
    path(
        "commitment/<int:number>/toezeggingen/terugzetten/",
        letters.restore_promise,
        name="letter_promise_restore",
    ),
    path(
        "commitment/<int:number>/toezeggingen/<int:pk>/",
        letters.edit_promise,
        name="letter_promise_edit",
    ),
    path(
        "commitment/<int:number>/toezeggingen/<int:pk>/verwijderen/",
        letters.remove_promise,
        name="letter_promise_remove",
    ),
    path("toezeggingen/", letters.commitments, name="commitments"),
    path("go-no-go/", gate.gate, name="gate"),
    path("fase/", phase.phase, name="phase"),
    path("omvang/", size.size, name="size"),
    path("omvang/export.csv", size.export_size, name="export_size"),
    path("aansluiting/", size.fit, name="fit"),
    path("logboek/", diary.log, name="log"),
    path("logboek/nieuw/", diary.write_log, name="write_log"),
    path("logboek/export.csv", diary.export_log, name="export_log"),
    path("logboek/<int:pk>/", diary.log_entry, name="log_entry"),
    path("logboek/<int:pk>/verbeteren/", diary.correct_log, name="correct_log"),
    path("uren/", hours.hours, name="hours"),
    path("uren/boeken/", hours.book_hours, name="book_hours"),
    path("uren/<int:pk>/terugnemen/", hours.remove_hours, name="remove_hours"),
    path("uren/<int:pk>/terugzetten/", hours.restore_hours, name="restore_hours"),
    path("belemmeringen/", barriers.barriers, name="barriers"),
    path("belemmeringen/nieuw/", barriers.report_barrier, name="report_barrier"),
    path("belemmeringen/<int:pk>/", barriers.barrier, name="barrier"),
    path("belemmeringen/<int:pk>/bewerken/", barriers.change_barrier, name="change_barrier"),
]

urlpatterns = [
    path("ketens/", overview.chain_list, name="list"),
    path("ketens/nieuw/", start.start, name="start"),
    path("ketens/<slug:slug>/", include(CHAIN)),
]
