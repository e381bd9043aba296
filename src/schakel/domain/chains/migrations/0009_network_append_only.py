from django.db import migrations

from schakel.domain.journal.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("chains", "0008_network")]
    operations = [AppendOnly("StatementVersion"), AppendOnly("Stance")]
