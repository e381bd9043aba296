from django.db import migrations

from schakel.domain.journal.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [AppendOnly("Entry")]
