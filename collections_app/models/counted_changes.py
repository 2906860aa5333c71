from django.db import models


class CountedChange(models.Model):
    """A document of which something that is counted changed; 0 for all of them.

    Rows are written by the database itself (`counted.noting`). `written_in` is the transaction, in
    PostgreSQL, where rows do not become visible in the order in which they are numbered.
    """

    item_key = models.BigIntegerField()
    written_in = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["written_in"], name="counted_by_transaction")]

    def __str__(self) -> str:
        return str(self.item_key)
