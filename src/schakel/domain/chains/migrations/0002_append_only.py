from django.db import migrations

from schakel.domain.journal.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("chains", "0001_initial")]
    operations = [AppendOnly("Signature"), AppendOnly("GateDecision"), AppendOnly("LogEntry")]
