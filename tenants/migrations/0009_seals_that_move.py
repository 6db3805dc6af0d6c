"""A seal is bound to a mark that moves with the academy's key, no longer to the schema's name."""

from django.db import migrations, models

import tenants.models.encrypted


class Migration(migrations.Migration):
    dependencies = (("tenants", "0008_consent_rights_and_records"),)
    operations = (
        migrations.AddField(
            "datakey",
            "place",
            models.CharField(
                db_default="",
                default=tenants.models.encrypted.new_place,
                max_length=63,
                verbose_name="mark in its seals",
            ),
        ),
        # Keys that there are already keep what their seals were made with.
        migrations.RunSQL(
            "UPDATE tenants_datakey SET place = current_schema()",
            migrations.RunSQL.noop,
            hints={"place": "academy"},
        ),
    )
