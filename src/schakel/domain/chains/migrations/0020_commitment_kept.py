from typing import Any

from django.db import migrations

from schakel.domain.journal.append_only import AppendOnly


def stand_on_the_ladder(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    """Who signed before there was a ladder stands on the step of the signature."""
    change = apps.get_model("chains", "LevelChange")
    for signature in apps.get_model("chains", "Signature").objects.order_by("signed_at", "pk"):
        change.objects.create(
            participation_id=signature.participation_id,
            level="signed",
            on=signature.signed_at.date(),
            signature=signature,
            set_by_id=signature.signed_by_id,
        )


class Migration(migrations.Migration):
    dependencies = [("chains", "0019_trust")]
    operations = [
        AppendOnly("CommitmentEvent"),
        AppendOnly("LevelChange"),
        AppendOnly("SealedLetter"),
        migrations.RunPython(stand_on_the_ladder, migrations.RunPython.noop),
    ]
