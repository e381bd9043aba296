from django.db import migrations

from schakel.domain.journal.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("chains", ".py")]
    operations = [AppendOnly("DueMove"), AppendOnly("Nudge")]
