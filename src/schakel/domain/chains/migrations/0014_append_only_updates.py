from django.db import migrations

from schakel.domain.journal.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("chains", "0013_hours_and_updates")]
    operations = [
        AppendOnly("LogFile"),
        AppendOnly("LogParty"),
        AppendOnly("Update"),
        AppendOnly("Update_sent_to"),
    ]
