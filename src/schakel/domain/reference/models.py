from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from schakel.domain.reference.choices import EntryType


class TwoLanguages(models.Model):
    """A name in Dutch and in English, shown in the language of the reader."""

    name_nl = models.CharField(_("Dutch name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return self.name_en if (get_language() or "nl").startswith("en") else self.name_nl


class WasteChapter(TwoLanguages):
    """A chapter (2 digits) or subchapter (4 digits) of the List of Waste."""

    code = models.CharField(_("code"), max_length=4, primary_key=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("chapter of the List of Waste")
        verbose_name_plural = _("chapters of the List of Waste")

    def __str__(self) -> str:
        return f"{self.display_code} {self.name}"

    @property
    def display_code(self) -> str:
        """As the law prints it: 17, or 17 02."""
        return f"{self.code[:2]} {self.code[2:]}".strip()


class WasteCode(TwoLanguages):
    """One of the 842 codes of the List of Waste (EWC, Eural; Decision 2000/532/EC)."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    subchapter = models.ForeignKey(
        WasteChapter, on_delete=models.PROTECT, related_name="codes", verbose_name=_("subchapter")
    )
    hazardous = models.BooleanField(_("hazardous"))
    entry_type = models.CharField(_("entry type"), max_length=30, choices=EntryType)

    class Meta:
        ordering = ["code"]
        verbose_name = _("waste code")
        verbose_name_plural = _("waste codes")

    def __str__(self) -> str:
        return f"{self.display_code} {self.name}"

    @property
    def display_code(self) -> str:
        """As the law prints it: pairs of digits, a star behind a hazardous waste."""
        pairs = f"{self.code[:2]} {self.code[2:4]} {self.code[4:]}"
        return f"{pairs}*" if self.hazardous else pairs


class Sector(TwoLanguages):
    """A sector in which chain directors work, after the report's step 1 and the NACE divisions."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    nace = models.CharField(_("NACE divisions"), max_length=60, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")

    def __str__(self) -> str:
        return self.name


class Province(models.Model):
    code = models.CharField(_("code"), max_length=4, primary_key=True)
    name = models.CharField(_("name"), max_length=40, unique=True)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("province")
        verbose_name_plural = _("provinces")

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A Dutch municipality with its code of Statistics Netherlands (GM0034) and a point in it."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    province = models.ForeignKey(
        Province,
        on_delete=models.PROTECT,
        related_name="municipalities",
        verbose_name=_("province"),
    )
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def __str__(self) -> str:
        return self.name
