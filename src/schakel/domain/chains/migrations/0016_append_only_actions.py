from django.db import migrations

from schakel.domain.journal.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("chains", "0015_actions_and_meetings")]
    operations = [AppendOnly("DueMove"), AppendOnly("Nudge")]
