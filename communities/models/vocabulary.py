"""The words that records really hold: what a misspelled word is corrected to."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class VocabularyScope(models.TextChoices):
    """Whose words they are."""

    COMMUNITY = "community", _("communities")
    MUNICIPALITY = "municipality", _("foreign municipalities")
    PLACE = "place", _("places")
    RECORD = "record", _("partnerships")


class SearchWord(models.Model):
    """A folded word with the forms under which a misspelling of it is looked up.

    ``communities.vocabulary`` is the only writer and reader; ``common.search.spelling`` makes the forms.
    """

    scope = models.CharField(_("scope"), max_length=12, choices=VocabularyScope)
    # Compared letter by letter in every locale, so that the unique index also answers "begins with".
    word = models.CharField(_("word"), max_length=100, db_collation="C")
    deletes = ArrayField(models.TextField(), verbose_name=_("forms with a letter missing"))
    frequency = models.PositiveIntegerField(_("records with this word"), default=1)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        ordering = ["scope", "word"]
        # One index for each scope: the gazetteer has a hundred times the words of the others.
        indexes = [
            GinIndex(
                fields=["deletes"],
                name=f"search_word_{scope}",
                fastupdate=False,
                condition=models.Q(scope=scope),
            )
            for scope in ("community", "municipality", "place", "record")
        ]
        constraints = [models.UniqueConstraint(fields=["scope", "word"], name="search_word_once")]

    def __str__(self) -> str:
        return self.word
