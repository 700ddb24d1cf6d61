"""The admin as the tutorial makes it: related lists inline, search over related fields."""

from django.contrib import admin

from partnerships.models import Agreement, Partnership, Party


class PartyInline(admin.TabularInline):
    """The parties in the form."""

    model = Party
    extra = 0


class AgreementInline(admin.StackedInline):
    """The agreements in the form."""

    model = Agreement
    extra = 0


class PartnershipAdmin(admin.ModelAdmin):
    """List, search and form."""

    list_display = ("code", "status", "origin", "updated_at")
    list_filter = ("status", "origin")
    list_per_page = 50
    search_fields = (
        "code",
        "agreements__title_uk",
        "parties__community__name_uk",
        "parties__municipality__name",
        "parties__municipality__name_uk",
    )
    inlines = (PartyInline, AgreementInline)


site = admin.AdminSite(name="textbook")
site.register(Partnership, PartnershipAdmin)
