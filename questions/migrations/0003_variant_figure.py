from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("questions", "0002_explanation")]

    operations = [
        migrations.AddField(
            model_name="variant",
            name="figure",
            field=models.JSONField(blank=True, null=True, verbose_name="figure"),
        ),
    ]
