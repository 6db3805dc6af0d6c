from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("tenants", "0007_life_of_an_academy"),)

    operations = (
        migrations.RunSQL(
            [
                "ALTER TABLE tenants_student ADD COLUMN bench_added varchar(40) NOT NULL DEFAULT ''",
                "CREATE INDEX bench_added ON tenants_student (bench_added)",
            ],
            migrations.RunSQL.noop,
            hints={"place": "academy"},
        ),
    )
