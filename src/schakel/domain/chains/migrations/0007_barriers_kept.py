"""Steps and versions of a barrier are never changed; what was recorded before can be searched."""

from typing import Any

from django.db import migrations

from schakel.domain.journal.append_only import AppendOnly
from schakel.lib.searching import fold

SEARCHED = ("title", "rule", "activities", "problem", "consequences", "tried", "solutions")


def fill(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    barriers = apps.get_model("chains.Barrier").objects
    for barrier in barriers.all():
        text = fold("\n".join(getattr(barrier, name) for name in SEARCHED))
        barriers.filter(pk=barrier.pk).update(search_text=text)


class Migration(migrations.Migration):
    dependencies = [("chains", "0006_barriers")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        AppendOnly("BarrierStep"),
        AppendOnly("BarrierRevision"),
    ]
