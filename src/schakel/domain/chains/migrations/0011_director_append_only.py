from django.db import migrations

from schakel.domain.journal.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("chains", "0010_director")]
    operations = [AppendOnly("Declaration"), AppendOnly("ConflictHandling")]
