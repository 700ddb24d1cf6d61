from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0003_records")]

    operations = [
        migrations.AddField(
            model_name="record",
            name="csv_row",
            field=models.TextField(default="", verbose_name="export row"),
        ),
        # What was made before has no line yet and no centres: it is made anew when read, until
        # `manage.py check_records --repair` has written it once.
        migrations.RunSQL(
            "UPDATE partnerships_record SET stale_on = current_date WHERE is_public", migrations.RunSQL.noop
        ),
    ]
