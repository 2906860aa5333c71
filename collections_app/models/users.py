from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person of the house: cataloguer, transcriber, editor, project director, administrator.

    Roles are groups (see `collections_app.roles`); a person may hold several.
    """

    class Meta(AbstractUser.Meta):  # type: ignore[name-defined]
        verbose_name = "person of the house"
        verbose_name_plural = "people of the house"
