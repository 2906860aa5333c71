"""Made the first table of the words of testimony, which 0014 makes anew in another form."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("oralhistory", "0009_roles_of_the_desk")]
    operations: list = []
